import type { DryRun } from '../aws/dry-run.js'
import { ApigwCacheError } from '../base/errors.js'
import { askAboutIdentity } from '../exposure/private-probe.js'
import type { Doors } from '../request/doors.js'
import {
  DEFAULT_CONCURRENCY,
  DEFAULT_PER_SECOND,
  givenBase,
  type Planned,
  type RequestOptions,
} from '../request/options.js'
import { shownUrl } from '../request/shown-url.js'
import { doubtsAbout, type Prepared, prepareWarm, requireServing, requireStoring, requireUnsigned } from './prepare.js'
import type { WarmProgress, WarmReport } from './report.js'
import { warmUrls } from './run.js'

export interface WarmOptions extends RequestOptions {
  /** Signs requests with the connection's credentials (SigV4, `execute-api`). */
  readonly sign?: boolean | undefined
  /** Requests a second. Default: 5. */
  readonly perSecond?: number | undefined
  /** Requests at the same time. Default: 2. */
  readonly concurrency?: number | undefined
  /** Called before the first request with the amount of requests. */
  readonly onStart?: ((start: WarmStart) => void) | undefined
  readonly onProgress?: ((progress: WarmProgress) => void) | undefined
  /** Called with the results so far before an error ends the list early. */
  readonly onPartial?: ((report: WarmReport) => void) | undefined
}

export interface WarmStart {
  /** Each URL is requested two or three times. */
  readonly urls: number
  /** Upper limit. */
  readonly testInvokes: number
  readonly perSecond: number
}

export interface WarmingPlan extends Planned {
  readonly requests: DryRun['requests']
  /** Refuses if nothing would be stored now, and asks. Errors: `failure`, `usage`. */
  agree(): Promise<void>
  /** Does the same before a flush, without demanding that the cache serves already. */
  agreeBeforeFlush(): Promise<void>
}

/**
 * Fills the cache of a stage by asking for each URL, and asks again to show that a cache answers now; up to three
 * requests a URL, and up to five test-invokes where the answers alone do not tell. It stops when the backend fails, slows
 * down or throttles.
 *
 * Rejects with an ApigwCacheError: `usage` for a value that cannot be meant, a needed `url`, or an identity that was not
 * accepted; `failure` where the stage has no cache that serves, caches none of the URLs, or where none of them
 * could be reached; `denied`; `interrupted`.
 */
export async function warm(doors: Doors, options: WarmOptions): Promise<WarmReport> {
  const { perSecond, concurrency } = paceOf(options)
  const { headers = [], connectTo, onStart, onProgress, onPartial } = options
  const prepared = await prepare(doors, options)
  const { plans, pastCache } = prepared
  await agree(doors, prepared, options)
  const sign = options.sign ? await doors.signer() : null
  onStart?.({ urls: plans.length, testInvokes: pastCache.atMost, perSecond })
  const own = givenBase(options) === null && connectTo === undefined
  const direct = new Set(plans.flatMap(({ url, inside }) => (own && inside !== null ? [url] : [])))
  return warmUrls(doors, plans, {
    direct,
    ...{ headers, connectTo, sign, perSecond, concurrency, pastCache, onProgress, onPartial },
  })
}

/** Lists the requests that `warm` would send: reads only the settings of the stage, and asks nobody yet. */
export async function planWarming(doors: Doors, options: WarmOptions): Promise<WarmingPlan> {
  paceOf(options)
  const prepared = await prepare(doors, options)
  const { plans, repeated, privateProbes, methods } = prepared
  return {
    plans,
    repeated,
    requests: plans.map(({ url, deployed }) => ({
      ...{ service: 'execute-api', method: 'GET', url: shownUrl(url, deployed), body: null },
    })),
    agree: () => agree(doors, prepared, options),
    async agreeBeforeFlush() {
      if (doors.stage) requireStoring(doors.stage, plans)
      if (!options.sign) requireUnsigned(plans)
      await askAboutIdentity(privateProbes, methods, options)
    },
  }
}

async function agree(
  { stage }: Doors,
  { plans, privateProbes, methods }: Prepared,
  options: WarmOptions,
): Promise<void> {
  requireServing(stage, plans)
  await askAboutIdentity(privateProbes, methods, options)
}

function paceOf({ perSecond = DEFAULT_PER_SECOND, concurrency = DEFAULT_CONCURRENCY }: WarmOptions) {
  if (!(perSecond > 0)) throw new ApigwCacheError('usage', 'rate', `perSecond is ${perSecond}`)
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new ApigwCacheError('usage', 'concurrency', `concurrency is ${concurrency}`)
  }
  return { perSecond, concurrency }
}

async function prepare({ stage, spelling }: Doors, options: WarmOptions): Promise<Prepared> {
  const { paths, headers = [], sign: signed = false, connectTo, onPlan, onNote } = options
  const list = { paths, base: givenBase(options), headers, signed, connectTo }
  const prepared = await prepareWarm(stage, list)
  const { plans, repeated } = prepared
  onPlan?.({ plans, repeated })
  for (const doubt of doubtsAbout(plans, signed, spelling)) onNote?.(doubt)
  return prepared
}
