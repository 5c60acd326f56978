import { STAGE_NAMES, type StageName } from '../observation.js'
import type { Target } from '../targets/target.js'
import { type Answer, items } from '../wire/answer.js'
import type { Clients } from './clients.js'
import { must } from './world.js'

export interface Sighting {
  /** Since watching began. */
  readonly afterMs: number
  readonly status: string
  readonly enabled: boolean
  readonly size: string
}

export type History = Readonly<Partial<Record<StageName, readonly Sighting[]>>>

/** By stage, the status that it is to have in the end. */
export type Until = Readonly<Partial<Record<StageName, string>>>

export type Watch = (api: string, until: Until) => Promise<History>

interface Eyes {
  readonly control: Clients['control']
  readonly sleep: (ms: number) => Promise<void>
  readonly target: Target
}

/** Looks at stages from now on, all of them in one call, until each has the status that it is waited for. */
export function watching({ control, sleep, target }: Eyes): Watch {
  const { clock, pollMs, patienceMs } = target
  return async (api, until) => {
    const began = clock.now()
    const history: Partial<Record<StageName, Sighting[]>> = {}
    const waiting = new Map(entriesOf(until))
    for (;;) {
      const shown = items(must(await control(`GET ${api}/stages`), 'GetStages'))
      for (const [stage, status] of waiting) {
        const sighting = sightingIn(shown.find(({ stageName }) => stageName === stage) ?? {}, clock.now() - began)
        history[stage] = [...(history[stage] ?? []), sighting]
        if (sighting.status === status && clock.now() - began > pollMs) waiting.delete(stage)
      }
      if (waiting.size === 0) return history
      const late = clock.now() - began > patienceMs
      if (late) throw new Error(`${[...waiting].map((pair) => pair.join(' is not ')).join(', ')} in time`)
      await sleep(pollMs)
    }
  }
}

/** Each status once, in the order in which they were seen. */
export function statuses(sightings: readonly Sighting[] = []): string {
  return sightings
    .map(({ status }) => status)
    .filter((status, index, all) => status !== all[index - 1])
    .join(' → ')
}

function sightingIn(stage: Answer['json'], afterMs: number): Sighting {
  return {
    afterMs,
    status: String(stage.cacheClusterStatus ?? 'no status'),
    enabled: stage.cacheClusterEnabled === true,
    size: String(stage.cacheClusterSize ?? 'no size'),
  }
}

function entriesOf(until: Until): [StageName, string][] {
  return STAGE_NAMES.flatMap((name) => {
    const status = until[name]
    return status === undefined ? [] : [[name, status]]
  })
}
