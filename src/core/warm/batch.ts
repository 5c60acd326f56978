import PQueue from 'p-queue'
import type { Observation } from '../answer/observation.js'
import { ApigwCacheError } from '../base/errors.js'
import type { Plan } from '../request/plan.js'
import { shownUrl } from '../request/shown-url.js'
import type { PastCache } from './past-cache.js'
import type { WarmReport } from './report.js'
import { isUncached, type Look, needsAnother, type Stored, storedOf, wantsPastCache } from './stored.js'
import type { Traffic, TrafficDoors } from './traffic.js'

/** The second look has to come before the entry's TTL is over. */
const BATCH_SECONDS = 30
/** Bounds memory: answers are kept until their batch is judged. */
const LARGEST_BATCH = 200
/** Longer than a clock of seconds that goes in steps of two or three, so that a stored answer cannot look fresh. */
const APART_MS = 4100
/** The third look is for URLs whose second answer differed: a single miss proves nothing. */
const LOOKS = ['filled', 'seenAgain', 'third'] as const
type LookName = (typeof LOOKS)[number]

export interface Judged {
  readonly report: WarmReport['reports'][number]
  /** The error instead of an answer; null after an answer. */
  readonly error: ApigwCacheError | null
}

/** Splits URLs so that the second look at each comes well within its TTL. PURE. */
export function batchesOf(plans: readonly Plan[], perSecond: number): readonly (readonly Plan[])[] {
  const ttls = plans.filter((plan) => !isUncached(plan)).flatMap(({ method }) => method?.ttlSeconds ?? [])
  const seconds = Math.min(BATCH_SECONDS, ...ttls.map((ttl) => ttl / 2))
  const size = Math.min(LARGEST_BATCH, Math.max(1, Math.floor(perSecond * seconds)))
  return Array.from({ length: Math.ceil(plans.length / size) }, (_, index) =>
    plans.slice(index * size, (index + 1) * size),
  )
}

/** The URLs of a batch and their answers so far. */
export interface Batch {
  /** Fills the cache, then looks again. */
  warm(): Promise<void>
  /** Judges the answers so far; leaves out URLs that were not requested. */
  judged(): readonly Judged[]
}

interface Warming {
  readonly doors: Pick<TrafficDoors, 'clock' | 'signal' | 'spelling'>
  readonly concurrency: number
  readonly traffic: Traffic
  readonly pastCache: PastCache | null
  readonly onAnswer: (look: LookName, url: string) => void
}

export function createBatch(plans: readonly Plan[], warming: Warming): Batch {
  const { concurrency, traffic, doors } = warming
  const all = plans.map((plan): Tried => ({ plan, answers: [], error: null }))
  const queue = new PQueue({ concurrency })
  const lookAt = (wanted: readonly Tried[], which: LookName) =>
    queue.addAll(wanted.map((one) => () => look(warming, one, which)))
  const stateOf = (one: Tried): Look => lookOf(one, warming.pastCache)
  const othersOf = (one: Tried) => all.filter((other) => other !== one).flatMap(({ answers }) => answers)
  return {
    async warm() {
      for (const which of LOOKS) {
        await lookAt(which === 'filled' ? all : all.filter((one) => needsAnother(stateOf(one))), which)
      }
      if (!warming.pastCache || traffic.stopped() !== null) return
      const open = all.filter((one) => wantsPastCache(stateOf(one), othersOf(one)))
      const again = await takePastCache(warming.pastCache, open, doors.signal)
      await lookAt(again, 'third')
    },
    judged: () =>
      all
        .filter(({ answers, error }) => answers.length > 0 || error !== null)
        .map((one) => judged(one, storedOf(stateOf(one), othersOf(one), doors.spelling))),
  }
}

/** Lists URLs that need another look, because all of their answers are older than the answer past the cache. */
async function takePastCache(
  pastCache: PastCache,
  open: readonly Tried[],
  signal: AbortSignal | undefined,
): Promise<readonly Tried[]> {
  for (const { plan } of open) {
    signal?.throwIfAborted()
    await pastCache.take(plan)
  }
  return open.filter(({ plan }) => pastCache.known(plan) !== null)
}

async function look({ doors, traffic, onAnswer }: Warming, one: Tried, which: LookName): Promise<void> {
  const { clock, signal } = doors
  const last = one.answers.at(-1)
  if (last) await clock.sleep(Math.max(0, last.receivedAt + apartMs(one.plan) - clock.now()), signal)
  const answer = await traffic.ask(one.plan.url, last !== undefined)
  if (answer === null) return
  if (answer instanceof ApigwCacheError) one.error = answer
  else one.answers.push(answer)
  onAnswer(which, shownUrl(one.plan.url, one.plan.deployed))
}

interface Tried {
  readonly plan: Plan
  readonly answers: Observation[]
  error: ApigwCacheError | null
}

function lookOf({ plan, answers, error }: Tried, pastCache: PastCache | null): Look {
  return { plan, answers, problem: error?.message ?? null, pastCache: pastCache?.known(plan) ?? null }
}

function judged({ plan, answers, error }: Tried, { cached, reason }: Stored): Judged {
  const { status = 0, latencyMs = 0 } = answers[0] ?? {}
  const url = shownUrl(plan.url, plan.deployed)
  return { report: { url, status, latencyMs, cached, ...(reason === null ? {} : { reason }) }, error }
}

function apartMs({ method }: Plan): number {
  return method === null || method.ttlSeconds === 0 ? APART_MS : Math.min(APART_MS, method.ttlSeconds * 500)
}
