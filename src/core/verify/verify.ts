import { parseTimestampSource } from '../answer/named.js'
import type { Connection } from '../aws/connection.js'
import { ApigwCacheError } from '../base/errors.js'
import { type PrivateProbe, privateAnswers } from '../exposure/private-probe.js'
import type { ResolvedTarget } from '../find/target.js'
import { VERBS } from '../gateway/method.js'
import { probeUrl } from '../request/invoke-url.js'
import { parseVariations } from '../request/variation.js'
import { verifyPaths } from './paths.js'
import type { VerifyResult } from './report.js'

const DEFAULTS = { method: 'GET', samples: 5, intervalMs: 500 }

type Headers = readonly (readonly [name: string, value: string])[]

export interface VerifyOptions {
  /** Under the stage's invoke URL, such as `/pets?type=dog`, or full URLs. */
  readonly paths: readonly string[]
  /** `GET` where left out. Others than GET, HEAD and OPTIONS may change something: nobody is asked. */
  readonly method?: string
  readonly headers?: Headers
  readonly body?: string | Uint8Array
  /** What the paths are under instead of the invoke URL, such as `https://api.example.com/v1`. */
  readonly url?: string
  /** `host` or `host:port` to connect to instead; `Host` and TLS name stay those of the URL. */
  readonly connectTo?: string
  /** Answers to compare, at least 2; 5 where left out. */
  readonly samples?: number
  /** At least this many milliseconds between them; 500 where left out. */
  readonly intervalMs?: number
  /** Where an answer says when it was made: `header:<name>`, `body:<JMESPath>` or `regex:<pattern>`; else it is searched for. */
  readonly timestamp?: string
  /** Whether TestInvokeMethod may ask the backend once, past the cache: `auto` only where nothing else tells. */
  readonly control?: 'auto' | 'none' | 'test-invoke'
  /** What has to be shown; what the deployed settings say where left out. */
  readonly expected?: 'cached' | 'not-cached'
  /** Whether a probe passes that showed nothing. */
  readonly allowInconclusive?: boolean
  /** Signs every request (SigV4, `execute-api`) with the connection's credentials. */
  readonly sign?: boolean
  /**
   * Values that have to be told apart, such as `querystring.type=admin,regular`, `header.X-Tenant=a,b` or
   * `path.id=1,2`: each combination (at most 20) is asked for `samples` times. Fails where one gets another's entry.
   */
  readonly vary?: readonly string[]
  /** Headers of two callers. Fails where the second is answered with what had been stored for the first. */
  readonly identities?: readonly [Headers, Headers]
  /** Waits until the TTL is over, up to an hour, to see the answer change. Needs a method that is cached. */
  readonly expiry?: boolean
  /** Flushes the stage's cache, which loses every entry, and takes minutes on AWS. Nobody is asked. */
  readonly flush?: boolean
  /** Sends `Cache-Control: max-age=0`, also signed with `sign`, and reports what the strategy did. */
  readonly invalidation?: boolean
  /** Waits up to six minutes for CloudWatch and compares its hits and misses with the probes. */
  readonly metrics?: boolean
  /** Passes only where the stage's cache is shown to answer; needs `flush`, `invalidation` or `metrics`. */
  readonly layer?: 'stage'
  /**
   * Called before the first request with the probes that send an identity to what may be cached without it in
   * the key: such an answer would be served to everyone. Throw to refuse; they are refused where it is left out.
   */
  readonly acceptUnkeyed?: (probes: readonly PrivateProbe[]) => Promise<void>
}

/**
 * Proves by probing whether methods of a stage are served from its cache, as `apigw-cache verify` does. Requests
 * go to the stage one after the other and fill its cache as any client's would; the connection's signal ends
 * them. API Gateway does not say whether an answer came from the cache, so that the verdict weighs what the
 * answers show, and is `inconclusive` where a fresh one could not be told from a stored one.
 *
 * Rejects with a ApigwCacheError: `usage` for a value that cannot be meant, a needed `url`, a control that the stage
 * does not allow, or an identity that was not accepted; `failure` where the stage, or the only URL, cannot be
 * reached (one of several is `inconclusive` instead, and does not pass); `denied`;
 * `timeout` where a flush does not end; `interrupted`.
 */
export async function verify(
  connection: Connection,
  resolved: ResolvedTarget,
  options: VerifyOptions,
): Promise<VerifyResult> {
  const { acceptUnkeyed, url, timestamp, expected, control = 'auto', headers = [] } = options
  const { method, samples, intervalMs } = { ...DEFAULTS, ...options }
  if (!VERBS.includes(method)) throw new ApigwCacheError('usage', 'http-method', `the method is "${method}"`)
  if (!Number.isInteger(samples) || samples < 2)
    throw new ApigwCacheError('usage', 'samples', `samples is ${samples}`)
  const { http, clock, retry, sign } = connection
  const { result, failure } = await verifyPaths({ http, clock, signal: retry.signal, sign }, resolved, {
    paths: options.paths,
    base: url === undefined ? null : probeUrl(url, null).replace(/\/+$/, ''),
    method,
    headers,
    body: options.body,
    connectTo: options.connectTo,
    samples,
    intervalMs,
    timestamp: timestamp === undefined ? undefined : parseTimestampSource(timestamp),
    control,
    expected: expected ?? null,
    allowInconclusive: options.allowInconclusive ?? false,
    sign: options.sign ?? false,
    variations: parseVariations(options.vary ?? []),
    identities: options.identities ?? [],
    expiry: options.expiry ?? false,
    flush: options.flush ?? false,
    invalidation: options.invalidation ?? false,
    metrics: options.metrics ?? false,
    layer: options.layer ?? null,
    beforeProbing: async (probes) => {
      if (probes.length === 0) return
      if (!acceptUnkeyed) throw privateAnswers(probes)
      await acceptUnkeyed(probes)
    },
  })
  if (failure) throw failure
  return result
}
