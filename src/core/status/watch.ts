import type { Clock } from '../base/clock.js'
import { causeOf } from '../base/trouble.js'
import { readMethods } from '../find/methods.js'
import { type OpenStage, readRecord } from '../find/open-stage.js'
import { readFigures } from '../metrics/figures.js'
import { readNamesakes } from '../metrics/namesakes.js'
import { type Rates, ratesOf } from '../metrics/rates.js'
import { LOOK_BACK_MS, latest, type Window } from '../metrics/window.js'
import type { StatusReport } from './report.js'
import { detailedMethods, isShared, type StageSeen, statusReport } from './status.js'

const MINUTE_MS = 60_000
/** CloudWatch publishes once a minute, some seconds after it: asking more often tells nothing new. */
const PUBLISHED_AFTER_MS = 5000

export const DEFAULT_INTERVAL_MS = 5000

export interface WatchOptions {
  /** The window to sum at a given time (epoch milliseconds); the last hour where left out. */
  readonly window?: ((now: number) => Window) | undefined
  /** Also the methods, as in `StatusOptions`. */
  readonly methods?: boolean | undefined
  /** Also how long callers waited, as in `StatusOptions`. */
  readonly latency?: boolean | undefined
  /** Between two looks at the stage; 5 s where left out. */
  readonly intervalMs?: number | undefined
  /** Ends it. */
  readonly signal?: AbortSignal | undefined
  /** Hears of trouble that did not pass for a minute, but may yet: that look is left out, and the next one comes. */
  readonly onTrouble?: ((error: unknown) => void) | undefined
}

/** The status at a moment, and how busy the cache is. */
export interface WatchTick extends StatusReport {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly rates: Rates
}

interface Seen extends StageSeen {
  readonly deploymentId: string | null
  /** Epoch milliseconds at which CloudWatch has something new. */
  readonly freshUntil: number
}

/**
 * The status again and again, until the signal is aborted. Each look reads the stage; CloudWatch is asked once a
 * minute, and the methods once per deployment. What an earlier look saw is not kept. Errors: as `readStatus`, but
 * none for passing trouble after the first look.
 */
export async function* watchStatus(
  stage: OpenStage,
  options: WatchOptions = {},
): AsyncGenerator<WatchTick, void, undefined> {
  const { clock } = stage.connection
  let seen: Seen | null = null
  let now = stage
  try {
    for (let due = clock.now(); ; due = await nextLook(clock, due, options)) {
      try {
        if (seen !== null) now = { ...stage, record: await readRecord(stage) }
        if (seen === null || isStale(seen, now)) seen = await look(now, options, seen)
      } catch (error) {
        if (seen === null || causeOf(error) === null) throw error
        options.onTrouble?.(error)
        continue
      }
      yield tickOf(now, seen)
    }
  } catch (error) {
    if (!options.signal?.aborted) throw error
  }
}

/** Looks keep to their interval; those that a slow answer has cost are not made up for. */
async function nextLook(
  clock: Clock,
  due: number,
  { intervalMs = DEFAULT_INTERVAL_MS, signal }: WatchOptions,
): Promise<number> {
  const now = clock.now()
  const next = Math.max(due + intervalMs, now)
  await clock.sleep(next - now, signal)
  return next
}

function isStale({ deploymentId, freshUntil }: Seen, { connection, record }: OpenStage): boolean {
  return connection.clock.now() >= freshUntil || record.deploymentId !== deploymentId
}

async function look(
  stage: OpenStage,
  { window = (now) => latest(LOOK_BACK_MS.status, now), methods: wanted = false, latency }: WatchOptions,
  earlier: Seen | null,
): Promise<Seen> {
  const { connection, target, record, allApis } = stage
  const now = connection.clock.now()
  const { deploymentId } = record
  const known = earlier?.deploymentId === deploymentId ? earlier.methods : null
  const looking = wanted && known === null ? readMethods(stage) : Promise.resolve(known)
  const detailed = looking.then((methods) => detailedMethods(record, methods))
  const [namesakes, figures, methods] = await Promise.all([
    earlier ? earlier.namesakes : readNamesakes(connection.control, target.api, allApis),
    readFigures(stage, window(now), detailed, latency),
    looking,
  ])
  const minute = Math.floor((now - PUBLISHED_AFTER_MS) / MINUTE_MS) + 1
  const freshUntil = minute * MINUTE_MS + PUBLISHED_AFTER_MS
  return { namesakes, figures, methods, deploymentId, freshUntil }
}

function tickOf(stage: OpenStage, seen: Seen): WatchTick {
  const { points, window } = seen.figures
  return {
    ...statusReport(stage, seen),
    at: new Date(stage.connection.clock.now()).toISOString(),
    rates: ratesOf(isShared(seen) ? null : points, window),
  }
}
