import type { Observation } from '../../answer/observation.js'
import { findReplay, type Replay, wholeOf } from '../../evidence/replay.js'
import { usable, valueAt } from '../../evidence/series.js'
import { sleepLong } from '../doors.js'
import type { Evidence } from '../evidence.js'
import { becauseCached } from '../judging/phrases.js'
import type { Check } from '../report.js'
import { probeAgain, type Subject, unlessFailed } from '../subject.js'
import { type Proof, type TakingDoors, times } from './proof.js'

export interface ExpiryOptions {
  /** Waits until the TTL is over, up to an hour, to see the answer change. Needs a method that is cached. */
  readonly expiry?: boolean | undefined
}

export interface Expired {
  readonly ttlSeconds: number
  readonly before: readonly Observation[]
  readonly after: readonly Observation[]
}

export interface ExpirySays {
  readonly says: 'some-cache' | 'changed' | 'kept' | 'unknown'
  /** Of the answer that was stored anew after the wait, where that is shown. */
  readonly replay: Replay | null
}

export const expiry: Proof<'expiry', ExpiryOptions, Expired, ExpirySays> = {
  id: 'expiry',
  checkId: 'expiry',
  input: { kind: 'switch', name: 'expiry', summary: 'wait until the TTL is over, and see the answer change' },
  sends: (_, { samples }) => times(samples, 'plain'),
  requires: () => ['ttl'],
  take: { once: takeExpiry },
  weigh: weighExpiry,
  check: ({ says }, { ttlSeconds }) => [CHECKS[says](`after the TTL of ${ttlSeconds} s`)],
  because({ says, replay }) {
    if (says !== 'some-cache' || !replay) return null
    const reason = `the value changed once the TTL was over, and ${becauseCached(replay, replay.answers)}`
    const { fresh } = replay
    return {
      layer: null,
      clause: null,
      verdict: { verdict: 'cached', by: 'replaced', reason, fresh, wholeBody: false },
    }
  },
  rows: ({ after }) => after.map((answer) => ({ group: AFTER, label: AFTER, answer })),
}

const AFTER = 'after the TTL'

const CHECKS: Readonly<Record<ExpirySays['says'], (after: string) => Omit<Check, 'id'>>> = {
  'some-cache': (after) => ({ outcome: 'pass', detail: `${after} the answer was a new one` }),
  changed: (after) => ({
    outcome: 'unknown',
    detail: `${after} the answer was another one, as slow data explain as well`,
  }),
  kept: (after) => ({
    outcome: 'fail',
    detail: `the stored answer was still there ${after}: another cache than the stage's keeps it`,
  }),
  unknown: (after) => ({
    outcome: 'unknown',
    detail: `nothing shows whether the answer was a new one ${after}`,
  }),
}

/** Entries live in whole seconds, and clocks differ a little. */
const MARGIN_MS = 2000

/** Waits until whatever the last answers came from is over, and asks again. */
async function takeExpiry(doors: TakingDoors, subjects: readonly Subject[]): Promise<ReadonlyMap<Subject, Expired>> {
  const taken = new Map<Subject, Expired>()
  const wanted = subjects.flatMap((subject) => {
    const { known } = subject.request
    return known ? [{ subject, ttlSeconds: known.ttlSeconds }] : []
  })
  if (wanted.length === 0) return taken
  const longestMs = Math.max(...wanted.map(({ ttlSeconds }) => ttlSeconds * 1000))
  await sleepLong(doors, 'until the TTL is over', longestMs + MARGIN_MS)
  for (const { subject, ttlSeconds } of wanted) {
    await unlessFailed(doors, subject, async () => {
      const before = subject.latest
      const after = await probeAgain(subject)
      subject.latest = after
      taken.set(subject, { ttlSeconds, before, after })
    })
  }
  return taken
}

/**
 * A value that changes once the time to live is over. Slow data do so as well: only one that says when it was
 * made, and stays, shows a cache. Which one is left open.
 */
function weighExpiry({ before, after }: Expired, { named }: Pick<Evidence, 'named'>): ExpirySays {
  const [last] = usable(before).slice(-1)
  const later = usable(after)
  const [next] = later
  if (!last || !next) return { says: 'unknown', replay: null }
  if (wholeOf(last, named) === wholeOf(next, named)) {
    const replay = findReplay(usable(before), named)
    return { says: replay ? 'kept' : 'unknown', replay }
  }
  const replay = findReplay(later, named)
  const moved = replay && valueAt(last, replay.fresh.source) !== replay.fresh.value
  return moved ? { says: 'some-cache', replay } : { says: 'changed', replay: null }
}
