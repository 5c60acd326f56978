import type { NamedFreshness } from '../../answer/named.js'
import type { Observation } from '../../answer/observation.js'
import { isSteady } from '../../evidence/bypass.js'
import { findReplay, type Replay, wholeOf } from '../../evidence/replay.js'
import { byAccident, renewals, usable } from '../../evidence/series.js'
import type { InvalidationControl, Known } from '../evidence.js'

/** What became of a request with `Cache-Control: max-age=0`. */
export type InvalidationOutcome =
  | 'refused'
  | 'warned'
  /** The answer was the same as before it. */
  | 'same'
  /** A new answer, which later plain requests had as well. */
  | 'replaced'
  /** A new answer, which later plain requests did not have. */
  | 'not-kept'
  | 'unknown'

export interface InvalidationProof {
  readonly unsigned: InvalidationOutcome | null
  readonly signed: InvalidationOutcome | null
  /** What was stored anew, where that is shown. */
  readonly replay: Replay | null
  readonly says: 'stage' | 'some-cache' | 'unknown'
}

interface Round {
  readonly sent: 'unsigned' | 'signed'
  readonly outcome: InvalidationOutcome
}

// Settings that say the same leave little to accident; without them a feed may move just then.
const UNLIKELY_AS_SET = 0.03
const UNLIKELY = 0.002
const LARGEST_ENTRY_BYTES = 1_048_576

/** Reads what the strategy did, and whether an allowed invalidation shows who stores the answers. */
export function weighInvalidation(
  control: InvalidationControl,
  named: NamedFreshness | null,
  known: Known | null,
): InvalidationProof {
  const rounds = roundsOf(control, named)
  const of = (sent: Round['sent']) => summary(rounds.filter((one) => one.sent === sent))
  const replaced = rounds.filter(({ outcome }) => outcome === 'replaced')
  const proof = { unsigned: of('unsigned'), signed: of('signed') }
  if (replaced.length === 0) return { ...proof, replay: null, says: 'unknown' }

  const replay = findReplay(usable(control.steps.map(({ answer }) => answer)), named)
  const allowed = known?.cached === true && replaced.every(({ sent }) => mayInvalidate(known, sent))
  const odds = allowed ? UNLIKELY_AS_SET : UNLIKELY
  const twice = replaced.length > 1 && isNoAccident(control, named, replaced.length, odds)
  if (!twice) return { ...proof, replay, says: replay ? 'some-cache' : 'unknown' }
  const stage = allowed && fits(control)
  return { ...proof, replay, says: stage ? 'stage' : 'some-cache' }
}

/** Whether the stage lets such a request replace an entry. A backend that does so unasked is another cache. */
function mayInvalidate(known: Known | null, sent: Round['sent']): boolean {
  return known !== null && (!known.requireAuthorization || (sent === 'signed' && known.signed))
}

function fits({ before, steps }: InvalidationControl): boolean {
  const answers = [...before, ...steps.map(({ answer }) => answer)]
  return answers.every(({ bodyBytes }) => bodyBytes <= LARGEST_ENTRY_BYTES)
}

function roundsOf({ before, steps }: InvalidationControl, named: NamedFreshness | null): readonly Round[] {
  let plain = usable(before).at(-1)
  return steps.flatMap(({ sent, answer }, index) => {
    if (sent === 'plain') {
      plain = usable([answer])[0] ?? plain
      return []
    }
    const next = steps[index + 1]
    const after = next?.sent === 'plain' ? usable([next.answer])[0] : undefined
    return plain ? [{ sent, outcome: outcomeOf(plain, answer, after, named) }] : []
  })
}

function outcomeOf(
  plain: Observation,
  answer: Observation,
  after: Observation | undefined,
  named: NamedFreshness | null,
): InvalidationOutcome {
  if (answer.status === 401 || answer.status === 403) return 'refused'
  if (answer.warned && !plain.warned) return 'warned'
  if (usable([answer]).length === 0) return 'unknown'
  const [old, fresh] = [wholeOf(plain, named), wholeOf(answer, named)]
  if (old === fresh) return 'same'
  if (!after) return 'unknown'
  return wholeOf(after, named) === fresh ? 'replaced' : 'not-kept'
}

/** Of several rounds the one that says most; a miss by best effort must not hide it. */
function summary(rounds: readonly Round[]): InvalidationOutcome | null {
  const order: readonly InvalidationOutcome[] = [
    'replaced',
    'refused',
    'warned',
    'not-kept',
    'same',
    'unknown',
  ]
  return order.find((outcome) => rounds.some((one) => one.outcome === outcome)) ?? null
}

/**
 * Whether answers changed where they were asked to, to another one each time, and hardly anywhere else: two
 * instances in turn have only two.
 */
function isNoAccident(
  { before, steps }: InvalidationControl,
  named: NamedFreshness | null,
  times: number,
  odds: number,
): boolean {
  const key = (probe: Observation) => wholeOf(probe, named)
  const stretches: Observation[][] = [[...usable(before)]]
  for (const { sent, answer } of steps) {
    if (usable([answer]).length === 0) continue
    if (sent === 'plain') stretches.at(-1)?.push(answer)
    else stretches.push([answer])
  }
  const [first = []] = stretches
  const values = new Set(stretches.map((answers) => answers.at(-1)).map((one) => one && key(one)))
  const quiet = isSteady(first, named, key) || findReplay(first, named) !== null
  const counts = stretches.map((answers) => renewals(answers, key))
  return quiet && values.size > times && byAccident(counts, times) < odds
}
