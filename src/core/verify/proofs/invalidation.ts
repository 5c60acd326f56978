import type { NamedFreshness } from '../../answer/named.js'
import type { Observation } from '../../answer/observation.js'
import { isSteady } from '../../evidence/bypass.js'
import { findReplay, type Replay, wholeOf } from '../../evidence/replay.js'
import { byAccident, renewals, usable } from '../../evidence/series.js'
import { LARGEST_ENTRY_BYTES } from '../../gateway/limits.js'
import { SHORT_STRATEGY } from '../../gateway/model.js'
import type { Evidence, Known } from '../evidence.js'
import type { Check } from '../report.js'
import type { Subject } from '../subject.js'
import type { Finding, Proof, TakingDoors } from './proof.js'

export interface InvalidationOptions {
  /** Sends `Cache-Control: max-age=0`, also signed with `sign`, and reports what the strategy did. */
  readonly invalidation?: boolean | undefined
}

export interface Invalidated {
  /** Since the cache was disturbed last. */
  readonly before: readonly Observation[]
  /** With `Cache-Control: max-age=0` and without, in turn. */
  readonly steps: readonly {
    readonly sent: 'plain' | 'unsigned' | 'signed'
    readonly answer: Observation
  }[]
}

/** Of a request with `Cache-Control: max-age=0`. */
type Outcome =
  | 'refused'
  | 'warned'
  /** The answer was the same as before it. */
  | 'same'
  /** A new answer, which later plain requests had as well. */
  | 'replaced'
  /** A new answer, which later plain requests did not have. */
  | 'not-kept'
  | 'unknown'

export interface InvalidationSays {
  readonly unsigned: Outcome | null
  readonly signed: Outcome | null
  /** Of the answer that was stored anew, where that is shown. */
  readonly replay: Replay | null
  readonly says: 'stage' | 'some-cache' | 'unknown'
  /** It was replaced again and again, and hardly by accident. */
  readonly sure: boolean
}

export const invalidation: Proof<'invalidation', InvalidationOptions, Invalidated, InvalidationSays> = {
  id: 'invalidation',
  checkId: 'invalidation',
  input: {
    kind: 'switch',
    name: 'invalidation',
    summary: 'send max-age=0 (with {sign} also signed) and see what it does',
  },
  tellsLayer: true,
  sends: (_, { sign }) => {
    const again = sign ? 'signed-invalidating' : 'invalidating'
    return ['plain', 'invalidating', 'plain', again, 'plain', again, 'plain']
  },
  requires: () => [],
  take: { each: takeInvalidation },
  weigh: weighInvalidation,
  check(seen, _, { known }) {
    const { unsigned, signed } = seen
    const said = [
      ...(unsigned ? [`unsigned: ${OUTCOMES[unsigned]}`] : []),
      ...(signed ? [`signed: ${OUTCOMES[signed]}`] : []),
    ].join('; ')
    const outcome = asConfigured(known, seen)
    const but = outcome === 'fail' ? ', but the settings say otherwise' : ''
    return [{ outcome, detail: `${said}${but}${known ? ` (${ruleOf(known)})` : ''}` }]
  },
  because: findingOf,
  rows: ({ steps }) =>
    steps.map(({ sent, answer }) => ({
      group: 'around max-age=0',
      label: sent === 'plain' ? null : `max-age=0, ${sent}`,
      answer,
    })),
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  refused: 'refused',
  warned: 'ignored, with a Warning header',
  same: 'answered as before',
  replaced: 'replaced the entry',
  'not-kept': 'answered anew, but not stored',
  unknown: 'not told from a plain request',
}

function ruleOf({ requireAuthorization, unauthorized, signed }: Known): string {
  if (!requireAuthorization) return 'anyone may invalidate'
  const who = signed ? 'others than the authorised' : 'nobody may without AWS_IAM'
  return `${who}: ${SHORT_STRATEGY[unauthorized]}`
}

function asConfigured(
  known: Known | null,
  { unsigned, signed, sure }: Pick<InvalidationSays, 'unsigned' | 'signed' | 'sure'>,
): Check['outcome'] {
  if (!known?.cached || unsigned === null || unsigned === 'unknown') return 'unknown'
  if (!known.requireAuthorization) return unsigned === 'replaced' ? 'pass' : unsigned === 'same' ? 'unknown' : 'fail'
  // Without a signature a method with AWS_IAM refuses any request.
  if (known.signed) return unsigned !== 'refused' ? 'fail' : signed === 'replaced' ? 'pass' : 'unknown'
  // An entry may have expired or been lost just then.
  if (unsigned === 'replaced' && !sure) return 'unknown'
  const strategies = {
    FAIL_WITH_403: 'refused',
    SUCCEED_WITH_RESPONSE_HEADER: 'warned',
    SUCCEED_WITHOUT_RESPONSE_HEADER: 'same',
  } as const
  return unsigned === strategies[known.unauthorized] ? 'pass' : 'fail'
}

function findingOf({ says, signed, replay }: InvalidationSays): Finding | null {
  if (says === 'unknown') return null
  const how = signed === 'replaced' ? 'signed ' : ''
  const reason = `${how}requests with Cache-Control: max-age=0 were answered anew, and later plain ones had that answer`
  const stage = says === 'stage'
  return {
    layer: stage ? 'stage' : null,
    clause: stage ? 'each allowed Cache-Control: max-age=0 replaced it, and nothing else did' : null,
    verdict: { verdict: 'cached', by: 'replaced', reason, fresh: replay?.fresh ?? null, wholeBody: !replay },
  }
}

/**
 * Sends `Cache-Control: max-age=0` with a plain request before and after it: unsigned, then signed where
 * requests are signed, and once more where it replaced the answer, which may have been an accident; twice more where
 * the settings forbid it.
 */
async function takeInvalidation(_: TakingDoors, subject: Subject): Promise<Invalidated> {
  const { request, probing, latest: before } = subject
  const { timestamp: named } = request
  probing.newPhase()
  const steps: Invalidated['steps'][number][] = [{ sent: 'plain', answer: await probing.ask() }]
  const round = async (sent: 'unsigned' | 'signed'): Promise<boolean> => {
    const plain = usable(steps.filter((step) => step.sent === 'plain').map(({ answer }) => answer)).at(-1)
    const answer = await probing.ask({ invalidating: true, signed: sent === 'signed' })
    steps.push({ sent, answer })
    steps.push({ sent: 'plain', answer: await probing.ask() })
    return plain !== undefined && answer.status < 400 && wholeOf(plain, named) !== wholeOf(answer, named)
  }
  const replaced = await round('unsigned')
  if (replaced) {
    if ((await round('unsigned')) && request.known?.requireAuthorization) await round('unsigned')
  } else if (request.sign && (await round('signed'))) await round('signed')
  subject.latest = steps.filter(({ sent }) => sent === 'plain').map(({ answer }) => answer)
  return { before, steps }
}

interface Round {
  readonly sent: 'unsigned' | 'signed'
  readonly outcome: Outcome
}

// Settings that say the same leave little to accident; without them a feed may move just then.
const UNLIKELY_AS_SET = 0.03
const UNLIKELY = 0.002

/** Reads what the strategy did, and whether an allowed invalidation shows who stores the answers. */
function weighInvalidation(taken: Invalidated, { named, known }: Pick<Evidence, 'named' | 'known'>): InvalidationSays {
  const rounds = roundsOf(taken, named)
  const of = (sent: Round['sent']) => summary(rounds.filter((one) => one.sent === sent))
  const replaced = rounds.filter(({ outcome }) => outcome === 'replaced')
  const said = { unsigned: of('unsigned'), signed: of('signed') }
  if (replaced.length === 0) return { ...said, replay: null, says: 'unknown', sure: false }

  const replay = findReplay(usable(taken.steps.map(({ answer }) => answer)), named)
  const allowed = known?.cached === true && replaced.every(({ sent }) => mayInvalidate(known, sent))
  const odds = allowed ? UNLIKELY_AS_SET : UNLIKELY
  const twice = replaced.length > 1 && isNoAccident(taken, named, replaced.length, odds)
  if (!twice) return { ...said, replay, says: replay ? 'some-cache' : 'unknown', sure: false }
  return { ...said, replay, says: allowed && fits(taken) ? 'stage' : 'some-cache', sure: true }
}

/** A backend that lets one replace an entry where the stage does not is another cache. */
function mayInvalidate(known: Known | null, sent: Round['sent']): boolean {
  return known !== null && (!known.requireAuthorization || (sent === 'signed' && known.signed))
}

function fits({ before, steps }: Invalidated): boolean {
  const answers = [...before, ...steps.map(({ answer }) => answer)]
  return answers.every(({ bodyBytes }) => bodyBytes <= LARGEST_ENTRY_BYTES)
}

function roundsOf({ before, steps }: Invalidated, named: NamedFreshness | null): readonly Round[] {
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
): Outcome {
  if (answer.status === 401 || answer.status === 403) return 'refused'
  if (answer.warned && !plain.warned) return 'warned'
  if (usable([answer]).length === 0) return 'unknown'
  const [old, fresh] = [wholeOf(plain, named), wholeOf(answer, named)]
  if (old === fresh) return 'same'
  if (!after) return 'unknown'
  return wholeOf(after, named) === fresh ? 'replaced' : 'not-kept'
}

/** Of several rounds the one that says most; a miss by best effort must not hide it. */
function summary(rounds: readonly Round[]): Outcome | null {
  const order: readonly Outcome[] = ['replaced', 'refused', 'warned', 'not-kept', 'same', 'unknown']
  return order.find((outcome) => rounds.some((one) => one.outcome === outcome)) ?? null
}

/**
 * Answers changed where they were asked to, to another one each time, and hardly anywhere else: two
 * instances in turn have only two.
 */
function isNoAccident(
  { before, steps }: Invalidated,
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
