import type { StageName } from '../observation.js'
import type { Target } from '../targets/target.js'
import type { Answer } from '../wire/answer.js'
import type { Clock } from '../wire/pace.js'
import type { Clients } from './clients.js'

export interface Sighting {
  /** Since watching began. */
  readonly afterMs: number
  readonly status: string
  readonly enabled: boolean
  readonly size: string
}

export type History = Readonly<Partial<Record<StageName, readonly Sighting[]>>>

export type Watch = (api: string, until: Readonly<Partial<Record<StageName, string>>>) => Promise<History>

interface Eyes {
  readonly control: Clients['control']
  readonly clock: Clock
  readonly sleep: (ms: number) => Promise<void>
  readonly target: Target
}

/** Looks at stages from now on until each has the status that it is waited for. */
export function watching({ control, clock, sleep, target }: Eyes): Watch {
  return async (api, until) => {
    const began = clock.now()
    const history: Partial<Record<StageName, Sighting[]>> = {}
    const waiting = new Map(entriesOf(until))
    for (;;) {
      for (const [stage, status] of waiting) {
        const sighting = sightingIn(await control(`GET ${api}/stages/${stage}`), clock.now() - began)
        history[stage] = [...(history[stage] ?? []), sighting]
        const changed = sighting.status === status && clock.now() - began > target.pollMs
        if (changed) waiting.delete(stage)
      }
      if (waiting.size === 0) return history
      const late = clock.now() - began > target.patienceMs
      if (late) throw new Error(`${[...waiting].map((pair) => pair.join(' is not ')).join(', ')} in time`)
      await sleep(target.pollMs)
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

function sightingIn({ json }: Answer, afterMs: number): Sighting {
  return {
    afterMs,
    status: String(json.cacheClusterStatus ?? 'no status'),
    enabled: json.cacheClusterEnabled === true,
    size: String(json.cacheClusterSize ?? 'no size'),
  }
}

function entriesOf(until: Readonly<Partial<Record<StageName, string>>>): [StageName, string][] {
  const names: readonly StageName[] = ['bare', 'main', 'flushed', 'resized', 'removed', 'canary']
  return names.flatMap((name) => {
    const status = until[name]
    return status === undefined ? [] : [[name, status]]
  })
}
