import type { Observation } from '../../answer/observation.js'
import { unlessDenied } from '../../base/denied.js'
import { usable } from '../../evidence/series.js'
import type { MethodRef } from '../../gateway/method.js'
import type { Counted, StageDoor } from '../doors.js'
import { sleepLong } from '../doors.js'
import type { Evidence, Known } from '../evidence.js'
import type { Subject } from '../subject.js'
import type { Finding, Proof, TakingDoors } from './proof.js'

export interface MetricsOptions {
  /** Waits up to six minutes for CloudWatch and compares its hits and misses with the probes. */
  readonly metrics?: boolean | undefined
}

/** Counted by CloudWatch in the minutes of the requests. */
export interface Counts extends Counted {
  /** Requests of this run that were counted there, and those of them for this URL that were served. */
  readonly sent: number
  readonly own: number
  /** There will be no later data. */
  readonly settled: boolean
}

export interface MetricsSays {
  readonly says: 'cached' | 'not-cached' | 'unknown'
  readonly detail: string
}

export const metrics: Proof<'metrics', MetricsOptions, Counts, MetricsSays> = {
  id: 'metrics',
  checkId: 'metrics',
  input: {
    kind: 'switch',
    name: 'metrics',
    summary: 'wait up to 6 minutes for the hits and misses of CloudWatch',
  },
  tellsLayer: true,
  sends: () => [],
  requires: () => ['stage'],
  take: { before: alignToMinute, once: takeMetrics },
  weigh: weighMetrics,
  check: ({ says, detail }, _, { expected }) => [
    { outcome: says === 'unknown' ? 'unknown' : says === expected ? 'pass' : 'fail', detail },
  ],
  because: findingOf,
  rows: () => [],
}

function findingOf({ says, detail: reason }: MetricsSays): Finding | null {
  if (says === 'unknown') return null
  const verdict = { verdict: says, by: 'counted', reason, fresh: null, wholeBody: false } as const
  return says === 'cached'
    ? { layer: 'stage', clause: reason, verdict }
    : { layer: 'another', clause: `another cache than the stage's answers: ${reason}`, verdict }
}

const MINUTE_MS = 60_000
const LOOK_SOON_MS = 30_000
const LOOK_LATER_MS = 60_000
/** Data that are older than this are complete. */
const SETTLED_AFTER_MS = 5 * MINUTE_MS
/** Into the next minute on either clock. */
const EARLY_MS = 3000

/** Waits for the next minute: what somebody asked before the run is then counted in another one. */
async function alignToMinute(doors: TakingDoors): Promise<void> {
  const into = doors.clock.now() % MINUTE_MS
  if (into >= EARLY_MS && into < 2 * EARLY_MS) return
  const leftMs = (MINUTE_MS + EARLY_MS - into) % MINUTE_MS
  await sleepLong(doors, 'for the next minute, which CloudWatch counts by itself', leftMs)
}

/** Waits for CloudWatch and compares. Every request of the run was counted, also those of other URLs. */
async function takeMetrics(doors: TakingDoors, subjects: readonly Subject[]): Promise<ReadonlyMap<Subject, Counts>> {
  const { stage } = doors
  if (!stage) return new Map()
  const skip = (detail: string): ReadonlyMap<Subject, Counts> => {
    for (const { skipped } of subjects) skipped.push({ id: metrics.checkId, outcome: 'unknown', detail })
    return new Map()
  }
  const hidden = await stage.hiddenBy()
  if (hidden !== null) return skip(hidden)
  const groups = groupsOf(subjects)
  const read = () => untilCounted(doors, stage, groups, lastAnsweredAt(subjects))
  // The other evidence is worth its while without the counts.
  const counts = await unlessDenied(read, ({ message }) => void skip(message))
  return counts ?? new Map()
}

const FOR_CLOUDWATCH = 'for CloudWatch, which is late by a few minutes'

async function untilCounted(
  { clock, signal, onProgress }: TakingDoors,
  stage: StageDoor,
  groups: readonly Group[],
  answeredAt: number,
): Promise<ReadonlyMap<Subject, Counts>> {
  const settledAt = answeredAt + MINUTE_MS + SETTLED_AFTER_MS
  const started = clock.now()
  let last: string | null = null
  for (let looks = 1; ; looks++) {
    const counts = await Promise.all(groups.map((group) => stage.counted(group.minutes, group.counted)))
    const now = clock.now()
    const settled = now >= settledAt
    const seen = JSON.stringify(counts)
    // As many requests of others, and their hits, may be counted before ours are: only what is never late is believed
    // before it is settled.
    const steady = seen === last && stage.lateMs === 0
    if (settled || (steady && groups.every((group, index) => isFinal(group, counts[index])))) {
      return new Map(groups.flatMap((group, index) => countsIn(group, counts[index], settled)))
    }
    last = seen
    const [waitedMs, totalMs] = [now - started, settledAt - started]
    onProgress?.({ kind: 'waiting', for: FOR_CLOUDWATCH, waitedMs, totalMs, typical: false })
    await clock.sleep(looks < 3 ? LOOK_SOON_MS : LOOK_LATER_MS, signal)
  }
}

interface Group {
  readonly counted: MethodRef | null
  readonly subjects: readonly Subject[]
  readonly minutes: readonly number[]
  readonly sent: number
}

/** Counted together are the URLs of one method, or all where the stage counts no methods. */
function groupsOf(subjects: readonly Subject[]): readonly Group[] {
  const alone = subjects.every(({ request }) => request.countedAs !== null)
  const groups = new Map<string, Subject[]>()
  for (const subject of subjects) {
    const { method = '', path = '' } = (alone ? subject.request.countedAs : null) ?? {}
    groups.set(`${method} ${path}`, [...(groups.get(`${method} ${path}`) ?? []), subject])
  }
  return [...groups.values()].map((members) => {
    const sent = members.flatMap(({ probing }) => probing.sent)
    return {
      counted: alone ? (members[0]?.request.countedAs ?? null) : null,
      subjects: members,
      minutes: minutesOf(sent),
      sent: sent.length,
    }
  })
}

function lastAnsweredAt(subjects: readonly Subject[]): number {
  return Math.max(...subjects.flatMap(({ probing }) => probing.sent.map(({ receivedAt }) => receivedAt)))
}

function isFinal({ sent }: Group, counted: Counted | undefined): boolean {
  if (!counted) return false
  const { requests, hits, misses } = counted
  return requests > sent || (requests === sent && hits + misses === sent)
}

function countsIn(
  { subjects, sent }: Group,
  counted: Counted | undefined,
  settled: boolean,
): readonly (readonly [Subject, Counts])[] {
  if (!counted) return []
  return subjects.map((one) => [one, { sent, own: storable(one), ...counted, settled }] as const)
}

/** An error may be the gateway's own, which is no hit: then the hits are those of others. */
function storable({ probing }: Subject): number {
  return usable(probing.sent).length
}

/** How early or late a request may have been counted, by its answer's own `Date`. */
const BEFORE_MS = 1000
const AFTER_MS = 2000

/**
 * The minutes in which CloudWatch may have counted requests, by their starts. The clock that counts is that of
 * `Date`, not ours. PURE.
 */
export function minutesOf(answers: readonly Observation[]): readonly number[] {
  const minutes = new Set<number>()
  for (const { sentAt, receivedAt, dateMs } of answers) {
    const offset = dateMs === null ? 0 : dateMs - receivedAt
    const first = Math.floor((sentAt + offset - BEFORE_MS) / MINUTE_MS)
    const last = Math.floor((receivedAt + offset + AFTER_MS) / MINUTE_MS)
    for (let minute = first; minute <= last; minute++) minutes.add(minute * MINUTE_MS)
  }
  return [...minutes].sort((a, b) => a - b)
}

const MIN_MISSES = 3

/**
 * Compares the counts of the probes' minutes with the probes. Where more was counted than was sent, other
 * traffic hides them; where all of it is counted, a hit can only be one of ours.
 */
function weighMetrics(
  { sent, own, requests, hits, misses, settled }: Counts,
  { known }: Pick<Evidence, 'known'>,
): MetricsSays {
  const counts = `CloudWatch counted ${requests} requests, ${hits} hits and ${misses} misses in the minutes of the ${sent} requests sent`
  const unknown = (why: string): MetricsSays => ({ says: 'unknown', detail: `${counts}: ${why}` })
  if (own === 0) return unknown('every answer was an error, which the gateway may have made by itself')
  if (requests > sent) return unknown('other traffic hides them')
  if (requests < sent) return unknown('not all of them have been counted yet')
  if (hits + misses < requests && !settled) return unknown('not all of them have been counted yet')
  if (hits > sent - own) {
    return {
      says: 'cached',
      detail: `CacheHitCount is ${hits} for the ${sent} requests sent, and there was no other traffic`,
    }
  }
  if (hits > 0) return unknown('the hits may be those of the other paths, or of others')
  return withoutHits({ sent, own, misses }, known, unknown)
}

function withoutHits(
  { sent, own, misses }: Pick<Counts, 'sent' | 'own' | 'misses'>,
  known: Known | null,
  unknown: (why: string) => MetricsSays,
): MetricsSays {
  if (known?.canary) return unknown('a canary that does not use the cache may have answered')
  if (misses === 0) {
    return {
      says: 'not-cached',
      detail: `CloudWatch has no hit and no miss for the ${sent} requests sent: the cache was not asked`,
    }
  }
  if (misses - (sent - own) < MIN_MISSES) return unknown('too few of them asked the cache')
  return {
    says: 'not-cached',
    detail: `CacheHitCount is 0 and CacheMissCount ${misses} for the ${sent} requests sent`,
  }
}
