import type { Connection } from '../aws/connection.js'
import { ApigwCacheError } from '../base/errors.js'
import { createRate } from '../base/rate.js'
import { type PrivateProbe, refusePrivate } from '../exposure/private-probe.js'
import type { ResolvedTarget } from '../find/target.js'
import { VERBS } from '../gateway/method.js'
import { probeUrl } from '../request/invoke-url.js'
import { expandPaths, headerSets, parseParam } from '../request/parameters.js'
import { prepare } from './entries.js'
import type { InvalidateResult } from './report.js'
import { invalidateEntries } from './run.js'
import type { SignMode } from './signing.js'

/** Requests a second where nobody says how many. */
export const DEFAULT_RATE = 5

export interface InvalidateOptions {
  /** Under the stage's invoke URL, such as `/pets/1?type=dog`, or full URLs; `{id}` takes the values of a param. */
  readonly paths: readonly string[]
  /** Values to combine, such as `querystring.type=admin,regular`, `header.X-Tenant=a,b` or `path.id=1,2`. */
  readonly params?: readonly string[]
  /** `GET` where left out. Others than GET, HEAD and OPTIONS may change something: nobody is asked. */
  readonly method?: string
  /** Those of the entry's key have to be among them. */
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly body?: string | Uint8Array
  /** What the paths are under instead of the invoke URL, such as `https://api.example.com/v1`. */
  readonly url?: string
  /** `host` or `host:port` to connect to instead; `Host` and TLS name stay those of the URL. */
  readonly connectTo?: string
  /** Whether to sign with the connection's credentials; `auto`, the default, where the method is AWS_IAM. */
  readonly sign?: SignMode
  /** Requests a second, 5 where left out. */
  readonly rate?: number
  /**
   * Called before the first request with the requests that carry an identity to what may be cached without it in
   * the key: their answers would be served to everyone. Throw to refuse; they are refused where it is left out.
   */
  readonly acceptUnkeyed?: (probes: readonly PrivateProbe[]) => Promise<void>
}

/**
 * Refreshes single entries of a stage's cache with `Cache-Control: max-age=0`, as `apigw-cache invalidate` does, and
 * judges from the answers whether API Gateway obeyed. Each entry takes one to three requests.
 *
 * Rejects with a ApigwCacheError: `usage` for a value that cannot be meant or an identity that was not accepted;
 * `failure` where nothing can be reached; `denied` without credentials to sign with; `interrupted`. Source: "Invalidate an API
 * Gateway cache entry" in the API Gateway developer guide.
 */
export async function invalidate(
  connection: Connection,
  resolved: ResolvedTarget,
  options: InvalidateOptions,
): Promise<InvalidateResult> {
  const { method = 'GET', url, body, connectTo, rate = DEFAULT_RATE, acceptUnkeyed = refusePrivate } = options
  if (!VERBS.includes(method)) throw new ApigwCacheError('usage', 'http-method', `the method is "${method}"`)
  if (!(rate > 0)) throw new ApigwCacheError('usage', 'rate', `the rate is ${rate}`)
  const params = (options.params ?? []).map(parseParam)
  const stage = { connection, resolved }
  const prepared = await prepare(stage, {
    paths: expandPaths(options.paths, params),
    base: url === undefined ? null : probeUrl(url, null).replace(/\/+$/, ''),
    method,
    headers: options.headers ?? [],
    headerSets: headerSets(params),
    sign: options.sign ?? 'auto',
    connectTo,
  })
  if (prepared.privates.length > 0) await acceptUnkeyed(prepared.privates)
  const { http, clock, retry, sign } = connection
  const asking = { http, clock, signal: retry.signal, sign, turn: createRate(clock, rate, 1) }
  return invalidateEntries({ asking, stage }, prepared, {
    ...(body === undefined ? {} : { body }),
    ...(connectTo === undefined ? {} : { connectTo }),
  })
}
