import type { StageName } from '../observation.js'
import { replace } from '../observations/patching.js'
import type { Answer } from '../wire/answer.js'
import type { History, Until, Watch } from './history.js'
import type { Parts, ServedApi } from './served.js'
import { isAbort, together } from './together.js'
import { must, once } from './world.js'

/** What was answered to who asked for clusters and for more, and what was seen of them until they were there. */
export interface Creation {
  readonly accepted: Answer
  readonly meanwhile: { readonly update: string; readonly flush: string; readonly deployment: string }
  readonly history: History
}

/** What was answered, and what was seen from then on. */
export interface Changes {
  readonly history: History
  readonly flush: { readonly accepted: string; readonly again: string; readonly answers: readonly string[] }
  readonly resize: { readonly accepted: string }
  readonly removal: { readonly accepted: string }
}

/** Those that are made at once, each with a cluster of its own. */
const AT_ONCE: readonly StageName[] = ['main', 'flushed', 'resized', 'removed']
const CACHING = replace('/*/*/caching/enabled', 'true')
const ON = replace('/cacheClusterEnabled', 'true')
/** How often something is tried again for which a change was in the way. */
const TIMES = 12
const NO_FLUSH: Pick<Changes, 'flush' | 'history'> = { history: {}, flush: { accepted: '', again: '', answers: [] } }

interface ClusterParts extends Parts {
  readonly watch: Watch
  readonly outcome: (answer: Answer) => string
  readonly api: () => ServedApi
}

export function clustersIn({ clients, needs, target, watch, outcome, api }: ClusterParts) {
  const { control, invoke } = clients
  const wanted = new Set(needs.flatMap((need) => need.stages ?? []))
  const stages = AT_ONCE.filter((stage) => wanted.has(stage))
  const patch = (path: string, ...patchOperations: ReturnType<typeof replace>[]) =>
    control(`PATCH ${path}`, { patchOperations: patchOperations.map((operation) => ({ ...operation })) })
  const settle = () => target.clock.sleep(target.settleMs)

  const asked = once(async () => {
    const { api: path, deployment } = await api().begun()
    for (const stage of stages) await api().stage(stage, deployment)
    for (const stage of stages.filter((name) => name !== 'main')) {
      must(await patch(`${path}/stages/${stage}`, CACHING, ON), 'UpdateStage')
    }
    const accepted = await patch(`${path}/stages/main`, CACHING, ON)
    const watched = watch(path, everyOf(stages, 'AVAILABLE'))
    // Told to whoever waits for it.
    watched.catch(() => undefined)
    return { accepted, meanwhile: await duringCreation(path), watched }
  })

  /** Refused or not, none of these does any harm. */
  async function duringCreation(path: string): Promise<Creation['meanwhile']> {
    const update = await patch(`${path}/stages/main`, replace('/description', 'changed meanwhile'))
    const flush = await control(`DELETE ${path}/stages/main/cache/data`)
    const body = { stageName: 'main', cacheClusterEnabled: true, cacheClusterSize: '1.6' }
    const deployment = await control(`POST ${path}/deployments`, body)
    return { update: outcome(update), flush: outcome(flush), deployment: outcome(deployment) }
  }

  const creation = once(async (): Promise<Creation> => {
    const { watched, ...answers } = await asked()
    return { ...answers, history: await watched }
  })

  const clusters = once(async (): Promise<void> => {
    const { api: path, deployment } = await api().served()
    await creation()
    const settings = Object.entries(Object.assign({}, ...needs.map((need) => need.settings ?? {})))
    await free(() => patch(`${path}/stages/main`, replace('/deploymentId', deployment)))
    await set(
      path,
      settings.map(([at, value]) => replace(at, String(value))),
    )
    await settle()
  })

  /** All in one call, or those one by one that are taken, where one of them is refused. */
  async function set(path: string, own: readonly ReturnType<typeof replace>[]): Promise<void> {
    const stage = `${path}/stages/main`
    if (own.length === 0) return
    try {
      await free(() => patch(stage, ...own))
    } catch (error) {
      if (isAbort(error)) throw error
      for (const operation of own) await patch(stage, operation)
    }
  }

  /** Tries until no other change of the stage is in the way. */
  async function free(change: () => Promise<Answer>): Promise<void> {
    for (let time = 1; ; time++) {
      const answer = await change()
      if (answer.status !== 409 || time === TIMES) return void must(answer, 'UpdateStage')
      await target.clock.sleep(target.pollMs)
    }
  }

  const canary = once(async (): Promise<void> => {
    const { api: path } = await api().served()
    const stage = `${path}/stages/canary`
    await free(() => patch(stage, CACHING, ON))
    await watch(path, { canary: 'AVAILABLE' })
    await settle()
  })

  const changes = once(async (): Promise<Changes> => {
    const { api: path } = await api().begun()
    await creation()
    const resize = await patch(`${path}/stages/resized`, replace('/cacheClusterSize', '1.6'))
    const removal = await patch(`${path}/stages/removed`, replace('/cacheClusterEnabled', 'false'))
    const ends: Until = { resized: 'AVAILABLE', removed: 'NOT_AVAILABLE' }
    const seen: Until = Object.fromEntries(Object.entries(ends).filter(([name]) => stages.some((own) => own === name)))
    const watched = watch(path, seen)
    const flushing = stages.includes('flushed') ? flushed() : Promise.resolve(NO_FLUSH)
    await together<unknown>([watched, flushing])
    const { flush, history } = await flushing
    return {
      history: { ...(await watched), ...history },
      flush,
      resize: { accepted: outcome(resize) },
      removal: { accepted: outcome(removal) },
    }
  })

  async function flushed(): Promise<Pick<Changes, 'flush' | 'history'>> {
    const { id, api: path } = await api().begun()
    const ask = async () => (await invoke(id, 'GET /flushed/plain')).text
    await settle()
    const before = [await ask(), await ask()]
    const flush = await control(`DELETE ${path}/stages/flushed/cache/data`)
    const meanwhile = [await ask(), await ask()]
    const again = await control(`DELETE ${path}/stages/flushed/cache/data`)
    const history = await watch(path, { flushed: 'AVAILABLE' })
    const answers = [...before, ...meanwhile, await ask(), await ask()]
    return { history, flush: { accepted: outcome(flush), again: outcome(again), answers } }
  }

  return { asked, creation, clusters, canary, changes, any: stages.length > 0 }
}

function everyOf(stages: readonly StageName[], status: string): Until {
  return Object.fromEntries(stages.map((stage) => [stage, status]))
}
