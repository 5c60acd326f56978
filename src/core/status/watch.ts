import type { Connection } from '../aws/connection.js'
import type { Clock } from '../base/clock.js'
import { causeOf } from '../base/trouble.js'
import { readMethods } from '../find/methods.js'
import type { ResolvedTarget } from '../find/target.js'
import { refOf } from '../gateway/stage.js'
import { readFigures } from '../metrics/figures.js'
import { readNamesakes } from '../metrics/namesakes.js'
import { type Rates, ratesOf } from '../metrics/rates.js'
import type { Window } from '../metrics/window.js'
import type { StatusReport } from './report.js'
import { detailedMethods, type StageSeen, statusReport } from './status.js'

const MINUTE_MS = 60_000
/** CloudWatch publishes once a minute, some seconds after it: asking more often tells nothing new. */
const PUBLISHED_AFTER_MS = 5000

export interface WatchRequest {
  /** What to sum at a given time (epoch milliseconds), such as a window that moves on. */
  readonly window: (now: number) => Window
  /** Also the methods, as in `readStatus`. */
  readonly methods: boolean
  /** Between two looks at the stage. */
  readonly intervalMs: number
  /** Ends it. */
  readonly signal: AbortSignal
  /** Hears of trouble that did not pass for a minute, but may yet: that look is left out, and the next one comes. */
  readonly onTrouble?: (error: unknown) => void
}

/** One line of `status --watch`: the status at a moment, and how busy the cache is. */
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
  connection: Connection,
  resolved: ResolvedTarget,
  request: WatchRequest,
): AsyncGenerator<WatchTick, void, undefined> {
  const { clock, control } = connection
  let seen: Seen | null = null
  let { stage } = resolved
  try {
    for (let due = clock.now(); ; due = await nextLook(clock, due, request)) {
      try {
        if (seen !== null) stage = await control.stage(refOf(resolved.target))
        const now = { ...resolved, stage }
        if (seen === null || isStale(seen, now, clock.now()))
          seen = await look(connection, now, request, seen)
      } catch (error) {
        if (seen === null || causeOf(error) === null) throw error
        request.onTrouble?.(error)
        continue
      }
      yield tickOf(connection, { ...resolved, stage }, seen)
    }
  } catch (error) {
    if (!request.signal.aborted) throw error
  }
}

/** Looks keep to their interval; those that a slow answer has cost are not made up for. */
async function nextLook(clock: Clock, due: number, { intervalMs, signal }: WatchRequest): Promise<number> {
  const now = clock.now()
  const next = Math.max(due + intervalMs, now)
  await clock.sleep(next - now, signal)
  return next
}

function isStale({ deploymentId, freshUntil }: Seen, { stage }: ResolvedTarget, now: number): boolean {
  return now >= freshUntil || stage.deploymentId !== deploymentId
}

async function look(
  connection: Connection,
  { target, stage, allApis }: ResolvedTarget,
  request: WatchRequest,
  earlier: Seen | null,
): Promise<Seen> {
  const now = connection.clock.now()
  const { deploymentId } = stage
  const known = earlier?.deploymentId === deploymentId ? earlier.methods : null
  const looking =
    request.methods && known === null ? readMethods({ connection, target }) : Promise.resolve(known)
  const detailed = looking.then((methods) => detailedMethods(stage, methods))
  const [namesakes, figures, methods] = await Promise.all([
    earlier ? earlier.namesakes : readNamesakes(connection.control, target.api, allApis),
    readFigures(connection, target, request.window(now), detailed),
    looking,
  ])
  const minute = Math.floor((now - PUBLISHED_AFTER_MS) / MINUTE_MS) + 1
  return {
    namesakes,
    figures,
    methods,
    deploymentId,
    freshUntil: minute * MINUTE_MS + PUBLISHED_AFTER_MS,
  }
}

function tickOf(connection: Connection, resolved: ResolvedTarget, seen: Seen): WatchTick {
  const { figures, namesakes } = seen
  const shared = namesakes !== null && namesakes.length > 0
  return {
    ...statusReport(resolved, seen, connection),
    at: new Date(connection.clock.now()).toISOString(),
    rates: ratesOf(shared ? null : figures.points, figures.window),
  }
}
