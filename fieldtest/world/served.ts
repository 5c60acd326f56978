import type { MethodNeed, Needs, StageName } from '../observation.js'
import type { Target } from '../targets/target.js'
import { buildMethods, resourcesOf } from './build.js'
import type { Clients } from './clients.js'
import { must, once, text } from './world.js'

/** The API that is called: every method that an observation needs, deployed to every stage that one needs. */
export interface Served {
  readonly id: string
  /** `/restapis/{id}` */
  readonly api: string
  readonly name: string
  readonly deployment: string
  readonly resources: ReadonlyMap<string, string>
  /** By verb and path, why a method is missing. */
  readonly broken: ReadonlyMap<string, string>
}

export interface Parts {
  readonly clients: Clients
  readonly needs: readonly Needs[]
  readonly tags: Readonly<Record<string, string>>
  readonly target: Target
}

export const SERVED_NAME = 'apigw-cache-fieldtest-served'
/** Only those who say that they take it are answered so. */
const COMPRESSED_FROM = 512
const FIRST: Readonly<Record<string, MethodNeed>> = { 'GET /plain': {} }

export interface ServedApi {
  /** The API with one method, deployed once, which is enough to make clusters for. */
  readonly begun: () => Promise<Served>
  /** The whole of it, on the stage `bare`, and on `canary` where somebody needs that. */
  readonly served: () => Promise<Served>
  readonly stage: (stageName: StageName, deploymentId: string) => Promise<void>
}

/** What takes longest, the clusters, is asked for by `meanwhile`, as soon as there is something to make them for. */
export function servedIn(
  { clients: { control }, needs, tags, target }: Parts,
  meanwhile: () => Promise<unknown>,
): ServedApi {
  const ids = new Map<string, string>()
  const broken = new Map<string, string>()

  const begun = once(async (): Promise<Served> => {
    const compressed = { minimumCompressionSize: COMPRESSED_FROM }
    const body = { name: SERVED_NAME, tags, endpointConfiguration: { types: ['REGIONAL'] }, ...compressed }
    const id = text(must(await control('POST /restapis', body), 'CreateRestApi').json.id, 'the id of the API')
    const api = `/restapis/${id}`
    for (const [path, resource] of await resourcesOf(control, api)) ids.set(path, resource)
    await buildMethods(control, { api, ids, broken }, FIRST, target.backend)
    return { id, api, name: SERVED_NAME, deployment: await deployed(api), resources: ids, broken }
  })

  async function deployed(api: string, body = {}): Promise<string> {
    const { json } = must(await control(`POST ${api}/deployments`, body), 'CreateDeployment')
    return text(json.id, 'the id of the deployment')
  }

  const stage: ServedApi['stage'] = async (stageName, deploymentId) => {
    const { api } = await begun()
    const variables = { color: 'blue' }
    must(await control(`POST ${api}/stages`, { stageName, deploymentId, variables }), 'CreateStage')
  }

  const served = once(async (): Promise<Served> => {
    const first = await begun()
    await meanwhile()
    const methods = Object.assign({}, ...needs.map((need) => need.methods ?? {}))
    await buildMethods(control, { api: first.api, ids, broken }, methods, target.backend)
    const deployment = await deployed(first.api)
    await stage('bare', deployment)
    if (needs.some(({ stages }) => stages?.includes('canary'))) {
      await stage('canary', deployment)
      const stageVariableOverrides = { color: 'yellow' }
      const canarySettings = { percentTraffic: 50, useStageCache: true, stageVariableOverrides }
      await deployed(first.api, { stageName: 'canary', canarySettings })
    }
    await target.clock.sleep(target.settleMs)
    return { ...first, deployment }
  })

  return { begun, served, stage }
}
