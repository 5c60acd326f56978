import { ApigwCacheError } from '../base/errors.js'
import type { Plan } from '../request/plan.js'
import { batchesOf, createBatch, type Judged } from './batch.js'
import type { PastCache } from './past-cache.js'
import type { WarmProgress, WarmReport } from './report.js'
import { createTraffic, type TrafficDoors, type TrafficRequest } from './traffic.js'

export interface Warming extends TrafficRequest {
  readonly concurrency: number
  /** Answers past the cache, to decide what the others leave open. */
  readonly pastCache?: PastCache | null | undefined
  readonly onProgress?: ((progress: WarmProgress) => void) | undefined
  readonly onPartial?: ((report: WarmReport) => void) | undefined
}

/**
 * Requests every URL, and again to see if a cache answers now. Errors: `failure` if none could be reached;
 * `interrupted`.
 */
export async function warmUrls(doors: TrafficDoors, plans: readonly Plan[], warming: Warming): Promise<WarmReport> {
  const { concurrency, pastCache = null, onProgress, onPartial } = warming
  const traffic = createTraffic(doors, warming)
  const counts = { filled: 0, seenAgain: 0, third: 0 }
  let last: string | null = null
  const onAnswer: Parameters<typeof createBatch>[1]['onAnswer'] = (look, url) => {
    counts[look]++
    if (look === 'filled') last = url
    const { filled, seenAgain } = counts
    if (look !== 'third') onProgress?.({ filled, seenAgain, total: plans.length })
  }
  const judged: Judged[] = []
  for (const part of batchesOf(plans, warming.perSecond)) {
    const batch = createBatch(part, { doors, concurrency, traffic, pastCache, onAnswer })
    try {
      await batch.warm()
    } catch (cause) {
      judged.push(...batch.judged())
      const asked = `${counts.filled} of ${plans.length} URLs were asked for`
      const why = doors.signal?.aborted ? 'interrupted' : 'ended by an error'
      if (judged.length > 0) onPartial?.({ ...hasPassed(judged, `${why}; ${asked}`), passed: false })
      if (!doors.signal?.aborted) throw cause
      const which = last === null ? '' : `, the last one ${last}`
      throw new ApigwCacheError('interrupted', 'interrupted', `interrupted after ${asked}${which}`, { cause })
    }
    judged.push(...batch.judged())
    if (traffic.stopped() !== null) break
  }
  return reportOf(judged, plans.length, traffic.stopped())
}

function reportOf(judged: readonly Judged[], total: number, stopped: string | null): WarmReport {
  const [trouble] = judged.flatMap(({ error }) => error ?? [])
  if (trouble && judged.every(({ report }) => report.status === 0)) throw trouble
  return hasPassed(judged, stopped === null ? null : `${stopped}; ${judged.length} of ${total} URLs were asked for`)
}

/** A redirect does not fill the entry at its end. */
function hasPassed(judged: readonly Judged[], stopped: string | null): WarmReport {
  const reports = judged.map(({ report }) => report)
  const fine = reports.every(({ status, cached }) => status > 0 && status < 300 && cached !== false)
  return { reports, stopped, passed: stopped === null && fine }
}
