import type { Connection } from '../aws/connection.js'
import { ApigwCacheError } from '../base/errors.js'
import { type PrivateProbe, refusePrivate } from '../exposure/private-probe.js'
import type { ResolvedTarget } from '../find/target.js'
import { probeUrl } from '../request/invoke-url.js'
import { prepareWarm, requireServing } from './prepare.js'
import type { WarmReport } from './report.js'
import { runWarm, type WarmProgress } from './run.js'

/** What is gentle to a backend that does not expect it. */
export const GENTLE = { perSecond: 5, concurrency: 2 } as const

export interface WarmOptions {
  /** Under the stage's invoke URL, such as `/pets?type=dog`, or full URLs. */
  readonly paths: readonly string[]
  readonly headers?: readonly (readonly [name: string, value: string])[]
  /** What the paths are under instead of the invoke URL, such as `https://api.example.com/v1`. */
  readonly url?: string
  /** `host` or `host:port` to connect to instead; `Host` and TLS name stay those of the URL. */
  readonly connectTo?: string
  /** Whether requests are signed with the connection's credentials (SigV4, `execute-api`). */
  readonly sign?: boolean
  /** Requests a second, 5 where left out. */
  readonly perSecond?: number
  /** Requests at the same time, 2 where left out. */
  readonly concurrency?: number
  readonly onProgress?: (progress: WarmProgress) => void
  /**
   * Called before the first request with those that send an identity to what may be cached without it in the
   * key: such an answer would be served to everyone. Throw to refuse; they are refused where it is left out.
   */
  readonly acceptUnkeyed?: (probes: readonly PrivateProbe[]) => Promise<void>
}

/**
 * Fills the cache of a stage by asking for each URL, and asks again to show that a cache answers now; up to three
 * requests a URL, and up to five test-invokes where the answers alone do not tell. It stops when the backend fails, slows down or throttles. The connection's signal ends it.
 *
 * Rejects with a ApigwCacheError: `usage` for a value that cannot be meant, a needed `url`, or an identity that was not
 * accepted; `failure` where the stage has no cache that serves, caches none of the URLs, or where none of them
 * could be reached; `denied`; `interrupted`.
 */
export async function warm(
  connection: Connection,
  resolved: ResolvedTarget,
  options: WarmOptions,
): Promise<WarmReport> {
  const { paths, headers = [], url, connectTo, acceptUnkeyed = refusePrivate, onProgress } = options
  const { perSecond, concurrency } = { ...GENTLE, ...options }
  if (!(perSecond > 0)) throw new ApigwCacheError('usage', 'rate', `perSecond is ${perSecond}`)
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new ApigwCacheError('usage', 'concurrency', `concurrency is ${concurrency}`)
  }
  const stage = { connection, resolved }
  const base = url === undefined ? null : probeUrl(url, null).replace(/\/+$/, '')
  const prepared = await prepareWarm(stage, { paths, base, headers, signed: options.sign === true })
  requireServing(stage, prepared.plans)
  if (prepared.privateProbes.length > 0) await acceptUnkeyed(prepared.privateProbes)
  const { http, clock, retry } = connection
  return runWarm({ http, clock, signal: retry.signal, onProgress }, prepared.plans, {
    headers,
    connectTo,
    sign: options.sign ? connection.sign : null,
    perSecond,
    concurrency,
    pastCache: prepared.pastCache,
  })
}
