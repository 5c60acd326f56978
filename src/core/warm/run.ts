import { ApigwCacheError } from '../base/errors.js'
import type { Plan } from '../request/plan.js'
import { blocksOf, createBlock, type Judged } from './batch.js'
import type { PastCache } from './bypass.js'
import type { WarmReport } from './report.js'
import { createTraffic, type TrafficDeps, type TrafficRequest } from './traffic.js'

export interface WarmDeps extends TrafficDeps {
  readonly onProgress?: ((progress: WarmProgress) => void) | undefined
  /** Told what is known where the list is not gone through to its end, before that is thrown. */
  readonly onPartial?: ((report: WarmReport) => void) | undefined
}

/** How far it is: each URL is filled once and looked at again soon after. */
export interface WarmProgress {
  readonly filled: number
  readonly seenAgain: number
  readonly total: number
}

export interface WarmRun extends TrafficRequest {
  readonly concurrency: number
  /** Where answers past the cache can tell what the others leave open. */
  readonly pastCache?: PastCache | null | undefined
}

/**
 * Asks for every URL, and again to see whether a cache answers now. Errors: `failure` where none could be reached;
 * `interrupted`.
 */
export async function runWarm(deps: WarmDeps, plans: readonly Plan[], run: WarmRun): Promise<WarmReport> {
  const { signal, onProgress, onPartial } = deps
  const traffic = createTraffic(deps, run)
  const counts = { filled: 0, seenAgain: 0, third: 0 }
  let last: string | null = null
  const onAnswer: Parameters<typeof createBlock>[1]['onAnswer'] = (look, url) => {
    counts[look]++
    if (look === 'filled') last = url
    const { filled, seenAgain } = counts
    if (look !== 'third') onProgress?.({ filled, seenAgain, total: plans.length })
  }
  const { concurrency, pastCache = null } = run
  const judged: Judged[] = []
  for (const part of blocksOf(plans, run.perSecond)) {
    const block = createBlock(part, { deps, concurrency, traffic, pastCache, onAnswer })
    try {
      await block.warm()
    } catch (cause) {
      judged.push(...block.judged())
      const asked = `${counts.filled} of ${plans.length} URLs were asked for`
      const why = signal?.aborted ? 'interrupted' : 'ended by an error'
      if (judged.length > 0) onPartial?.({ ...passing(judged, `${why}; ${asked}`), passed: false })
      if (!signal?.aborted) throw cause
      const which = last === null ? '' : `, the last one ${last}`
      throw new ApigwCacheError('interrupted', 'interrupted', `interrupted after ${asked}${which}`, { cause })
    }
    judged.push(...block.judged())
    if (traffic.stopped() !== null) break
  }
  return reportOf(judged, plans.length, traffic.stopped())
}

function reportOf(judged: readonly Judged[], total: number, stopped: string | null): WarmReport {
  const [trouble] = judged.flatMap(({ error }) => error ?? [])
  if (trouble && judged.every(({ report }) => report.status === 0)) throw trouble
  return passing(
    judged,
    stopped === null ? null : `${stopped}; ${judged.length} of ${total} URLs were asked for`,
  )
}

/** A redirect fills no entry of what it leads to. */
function passing(judged: readonly Judged[], stopped: string | null): WarmReport {
  const reports = judged.map(({ report }) => report)
  const fine = reports.every(({ status, cached }) => status > 0 && status < 300 && cached !== false)
  return { reports, stopped, passed: stopped === null && fine }
}
