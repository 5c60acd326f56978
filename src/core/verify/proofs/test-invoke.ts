import type { NamedFreshness } from '../../answer/named.js'
import type { Observation } from '../../answer/observation.js'
import { ApigwCacheError } from '../../base/errors.js'
import { differs, wantsSecond } from '../../evidence/bypass.js'
import { identityOf, repeats } from '../../evidence/replay.js'
import { usable, valueAt } from '../../evidence/series.js'
import type { Evidence } from '../evidence.js'
import type { VerifyRequest } from '../request.js'
import { SPACED_MS } from '../spacing.js'
import type { Subject } from '../subject.js'
import { type Proof, type TakingDoors, times } from './proof.js'

export interface TestInvokeOptions {
  /** TestInvokeMethod asks the backend, past the cache: by `auto`, the default, only where nothing else tells. */
  readonly control?: 'auto' | 'none' | 'test-invoke' | undefined
}

/** Each answer past the cache beside the first probe: its status where that is another one. */
type Comparison = 'same' | 'other' | 'untold' | number

const UNKNOWN_API = 'the API behind the URL is not known'
const UNREAD_API = 'the resources of the API may not be read, or do not have this method any more'
const PRESET = 'auto'
/** A judgement may need a second one. */
const MOST = 2

export const testInvoke: Proof<'test-invoke', TestInvokeOptions, readonly Observation[], readonly Comparison[]> = {
  id: 'test-invoke',
  checkId: 'control',
  input: {
    kind: 'choice',
    name: 'control',
    value: 'kind',
    summary: 'auto, none or test-invoke',
    choices: ['auto', 'none', 'test-invoke'],
    preset: PRESET,
  },
  sends({ control = PRESET }, request) {
    if (request.testInvoke === null || control === 'none') return []
    const wanted = control === 'test-invoke' || isHarmless(request)
    // Data that changed by themselves meanwhile show in one more answer.
    return [...times(wanted ? MOST : 0, 'test-invoke'), 'plain']
  },
  requires: ({ control }) => (control === 'test-invoke' ? ['test-invoke'] : []),
  take: { each: takeTestInvokes },
  weigh(answers, { probes: [first], named }) {
    return first
      ? answers.map((one) => {
          if (one.status !== first.status) return one.status
          if (lacks(first, named) || lacks(one, named)) return 'untold'
          return identityOf(one, named) === identityOf(first, named) ? 'same' : 'other'
        })
      : []
  },
  check: (comparisons) =>
    comparisons.map((found) =>
      typeof found === 'number'
        ? { outcome: 'unknown', detail: `test-invoke answered ${found}` }
        : {
            outcome: found === 'other' ? 'pass' : 'unknown',
            detail: `test-invoke past the cache gave ${GAVE[found]}`,
          },
    ),
  // The verdict on the probes takes these answers for its own.
  because: () => null,
  rows: () => [],
}

const GAVE = {
  same: 'the same answer',
  other: 'another answer',
  untold: 'an answer to compare, but not each of them has the value that was named',
}

/** Without the value that the user named nothing can be compared. */
function lacks(answer: Observation, named: NamedFreshness | null): boolean {
  return named !== null && valueAt(answer, named.source) === null
}

/** The answers past the cache. */
export function invokedIn({ taken }: Pick<Evidence, 'taken'>): readonly Observation[] {
  return (taken.get(testInvoke.id) ?? []) as readonly Observation[]
}

/**
 * Takes answers past the cache where they are wanted and can tell something: one, a second where the first
 * differs without saying when it was made, and then one more probe, which a change in the meantime would show.
 */
async function takeTestInvokes(doors: TakingDoors, subject: Subject): Promise<readonly Observation[] | null> {
  const { request, probing, probes, skipped } = subject
  const { timestamp: named } = request
  const { control = PRESET }: TestInvokeOptions = request.asked
  const [answer] = repeats(usable(probes), named)[0] ?? []
  const comparable = answer !== undefined && !lacks(answer, named)
  const undecided = comparable && doors.verdictOn(subject) === 'inconclusive'
  if (control !== 'test-invoke' && !(undecided && control === 'auto' && isHarmless(request))) return null
  const skip = (detail: string) => {
    skipped.push({ id: testInvoke.checkId, outcome: 'skip', detail })
    return null
  }
  const { askPastCache } = probing
  if (!askPastCache) {
    return skip(`no test-invoke was possible, because ${request.target === null ? UNKNOWN_API : UNREAD_API}`)
  }
  const ask = () => {
    doors.signal?.throwIfAborted()
    doors.onProgress?.({ kind: 'proof', proof: testInvoke.id, doing: doingIn(request) })
    return askPastCache()
  }
  const taken = await unlessExcused(control, async () => {
    const first = await ask()
    if (!undecided || !wantsSecond(answer, first, named)) return [first]
    await doors.clock.sleep(SPACED_MS, doors.signal)
    return [first, await ask()]
  })
  if (taken instanceof ApigwCacheError) return skip(`no test-invoke could be taken: ${taken.message}`)
  if (undecided && taken.some((one) => differs(answer, one, named))) {
    await doors.clock.sleep(Math.max(1, request.intervalMs), doors.signal)
    probes.push(await probing.ask())
  }
  return taken
}

function doingIn({ advice: { spelling } }: VerifyRequest): string {
  return `test-invoke: asking the backend once, past the cache (${spelling.option('control', 'none')} forbids it)`
}

function isHarmless({ method }: Pick<VerifyRequest, 'method'>): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** One that nobody asked for may fail: the verdict is then made without it. */
async function unlessExcused<T>(control: string, take: () => Promise<T>): Promise<T | ApigwCacheError> {
  try {
    return await take()
  } catch (error) {
    const excused = control === 'auto' && error instanceof ApigwCacheError && error.kind !== 'interrupted'
    if (!excused) throw error
    return error
  }
}
