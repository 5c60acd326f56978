import type { Needs, StageName } from '../observation.js'
import type { Target } from '../targets/target.js'
import type { Answer } from '../wire/answer.js'
import { buildMethods } from './build.js'
import type { Clients } from './clients.js'
import type { History, Sighting, Watch } from './history.js'
import { type Clusters, must, once, text } from './world.js'

/** The API that is called: every method that an observation needs, deployed to every stage that one needs. */
export interface Served {
  readonly id: string
  /** `/restapis/{id}` */
  readonly api: string
  readonly name: string
  readonly deployment: string
  readonly resources: ReadonlyMap<string, string>
}

/** What was answered, and what was seen from then on. */
export interface Changes {
  readonly history: History
  readonly flush: { readonly accepted: string; readonly again: string; readonly answers: readonly string[] }
  readonly resize: { readonly accepted: string }
  readonly removal: { readonly accepted: string }
  readonly removed: readonly Sighting[]
}

interface Parts {
  readonly clients: Clients
  readonly needs: readonly Needs[]
  readonly tags: Readonly<Record<string, string>>
  readonly target: Target
  readonly watch: Watch
  readonly outcome: (answer: Answer) => string
}

export const SERVED_NAME = 'apigw-cache-fieldtest-served'
/** Only those who say that they take it are answered so. */
const COMPRESSED_FROM = 512
const WITH_CLUSTER: readonly StageName[] = ['main', 'flushed', 'resized', 'removed', 'canary']

export function servedIn({ clients, needs, tags, target, watch, outcome }: Parts) {
  const { control, invoke } = clients
  const stages = [...new Set<StageName>(['bare', ...needs.flatMap((need) => need.stages ?? [])])]
  const clustered = stages.filter((stage) => WITH_CLUSTER.includes(stage))
  const replace = (path: string, value: string) => ({ op: 'replace', path, value })
  const patch = (path: string, ...patchOperations: ReturnType<typeof replace>[]) =>
    control(`PATCH ${path}`, { patchOperations })

  const api = once(async (): Promise<Served> => {
    const compressed = { minimumCompressionSize: COMPRESSED_FROM }
    const body = { name: SERVED_NAME, tags, endpointConfiguration: { types: ['REGIONAL'] }, ...compressed }
    const id = text(must(await control('POST /restapis', body), 'CreateRestApi').json.id, 'the id of the API')
    const path = `/restapis/${id}`
    const methods = Object.assign({ 'GET /plain': {} }, ...needs.map((need) => need.methods ?? {}))
    const resources = await buildMethods(control, path, methods, target.backend)
    const deployed = must(await control(`POST ${path}/deployments`, {}), 'CreateDeployment')
    const deployment = text(deployed.json.id, 'the id of the deployment')
    for (const stageName of stages) {
      const variables = { color: 'blue' }
      const body = { stageName, deploymentId: deployment, variables }
      must(await control(`POST ${path}/stages`, body), 'CreateStage')
    }
    await target.clock.sleep(target.settleMs)
    return { id, api: path, name: SERVED_NAME, deployment, resources }
  })

  const clusters = once(async (): Promise<Clusters> => {
    const { api: path } = await api()
    const settings = Object.entries(Object.assign({}, ...needs.map((need) => need.settings ?? {})))
    const own = settings.map(([at, value]) => replace(at, String(value)))
    const caching = replace('/*/*/caching/enabled', 'true')
    const on = replace('/cacheClusterEnabled', 'true')
    for (const stage of clustered.filter((name) => name !== 'main')) {
      if (stage === 'canary') await addCanary(path)
      must(await patch(`${path}/stages/${stage}`, caching, on), 'UpdateStage')
    }
    const accepted = await patch(`${path}/stages/main`, caching, ...own, on)
    const [history, meanwhile] = await Promise.all([
      watch(path, Object.fromEntries(clustered.map((stage) => [stage, 'AVAILABLE']))),
      duringCreation(path),
    ])
    return { accepted, meanwhile, history }
  })

  /** Refused or not, none of these does any harm. */
  async function duringCreation(path: string): Promise<Clusters['meanwhile']> {
    const update = await patch(`${path}/stages/main`, replace('/description', 'changed meanwhile'))
    const flush = await control(`DELETE ${path}/stages/main/cache/data`)
    const body = { stageName: 'main', cacheClusterEnabled: true, cacheClusterSize: '1.6' }
    const deployment = await control(`POST ${path}/deployments`, body)
    return { update: outcome(update), flush: outcome(flush), deployment: outcome(deployment) }
  }

  async function addCanary(path: string): Promise<void> {
    const canarySettings = {
      percentTraffic: 50,
      useStageCache: true,
      stageVariableOverrides: { color: 'yellow' },
    }
    must(await control(`POST ${path}/deployments`, { stageName: 'canary', canarySettings }), 'CreateDeployment')
  }

  const changes = once(async (): Promise<Changes> => {
    await clusters()
    const { id, api: path } = await api()
    const ask = async () => (await invoke(id, 'GET /flushed/plain')).text
    const before = [await ask(), await ask()]
    const flush = await control(`DELETE ${path}/stages/flushed/cache/data`)
    const meanwhile = [await ask(), await ask()]
    const again = await control(`DELETE ${path}/stages/flushed/cache/data`)
    const resize = await patch(`${path}/stages/resized`, replace('/cacheClusterSize', '1.6'))
    const removal = await patch(`${path}/stages/removed`, replace('/cacheClusterEnabled', 'false'))
    const until = { flushed: 'AVAILABLE', resized: 'AVAILABLE', removed: 'NOT_AVAILABLE' }
    const wanted = Object.entries(until).filter(([name]) => stages.some((stage) => stage === name))
    const history = await watch(path, Object.fromEntries(wanted))
    return {
      history,
      flush: {
        accepted: outcome(flush),
        again: outcome(again),
        answers: [...before, ...meanwhile, await ask(), await ask()],
      },
      resize: { accepted: outcome(resize) },
      removal: { accepted: outcome(removal) },
      removed: history.removed ?? [],
    }
  })

  return { api, clusters, changes }
}
