import type { DryRun } from '../aws/dry-run.js'
import { ApigwCacheError } from '../base/errors.js'
import { createRate } from '../base/rate.js'
import { askAboutIdentity } from '../exposure/private-probe.js'
import { VERBS } from '../gateway/method.js'
import type { Doors } from '../request/doors.js'
import { listed } from '../request/listed.js'
import { DEFAULT_PER_SECOND, givenBase, type RequestOptions } from '../request/options.js'
import type { ParameterValues } from '../request/parameter-values.js'
import { expandPaths, headerSets, parseParam } from '../request/parameters.js'
import type { Sending } from './answer.js'
import { type Entry, type InvalidateRequest, type Prepared, prepare } from './entries.js'
import { comparesAnswers } from './how-to-send.js'
import type { InvalidateProgress, InvalidateResult } from './report.js'
import { invalidateEntries } from './run.js'
import { checkHeaders, type SignMode } from './signing.js'

/** In the paths, `{id}` takes the values of a param; the headers of the entry's key have to be among the headers. */
export interface InvalidateOptions extends RequestOptions, Sending {
  /** Values to combine, such as `querystring.type=admin,regular`, `header.X-Tenant=a,b` or `path.id=1,2`. */
  readonly params?: readonly (string | ParameterValues)[] | undefined
  /** Default: `GET`. Methods other than GET, HEAD and OPTIONS may change something, and are sent without a question. */
  readonly method?: string | undefined
  /** Signs with the connection's credentials. Default: `auto`, only for AWS_IAM methods. */
  readonly sign?: SignMode | undefined
  /** Requests a second. Default: 5. */
  readonly rate?: number | undefined
  /** Called before the first request with the largest possible number of requests. */
  readonly onStart?: ((start: InvalidateStart) => void) | undefined
  readonly onProgress?: ((progress: InvalidateProgress) => void) | undefined
  /** Called with the results so far before an error ends the list early. */
  readonly onPartial?: ((result: InvalidateResult) => void) | undefined
}

export interface InvalidateStart {
  readonly entries: number
  readonly requests: number
  readonly testInvokes: number
  /** Requests a second. */
  readonly rate: number
}

/** The requests, without header values and without plain requests that only explain an answer. */
export interface InvalidationPlan extends Pick<Prepared, 'plans' | 'privateProbes'> {
  readonly requests: DryRun['requests']
}

/**
 * Refreshes single entries of a stage's cache with `Cache-Control: max-age=0`, and judges from the answers whether
 * API Gateway obeyed. Each entry takes one to four requests.
 *
 * Rejects with an ApigwCacheError: `usage` for a value that cannot be meant or an identity that was not accepted;
 * `failure` where nothing can be reached; `denied` without credentials to sign with; `interrupted`. Source: "Invalidate an
 * API Gateway cache entry" in the API Gateway developer guide.
 */
export async function invalidate(doors: Doors, options: InvalidateOptions): Promise<InvalidateResult> {
  const { entries, atMost, testInvokes, privateProbes, methods } = await prepared(doors, options)
  const { rate = DEFAULT_PER_SECOND, body, connectTo, onStart, onProgress, onPartial } = options
  await askAboutIdentity(privateProbes, methods, options)
  const sign = entries.some(({ signs }) => signs) ? await doors.signer() : null
  onStart?.({ entries: entries.length, requests: atMost, testInvokes, rate })
  const asking = { ...doors, sign, turn: createRate(doors.clock, rate, 1) }
  return invalidateEntries(asking, entries, { body, connectTo, onProgress, onPartial })
}

/** Lists the requests that `invalidate` would send: reads only the settings of the stage, and asks nobody. */
export async function planInvalidation(doors: Doors, options: InvalidateOptions): Promise<InvalidationPlan> {
  const { plans, privateProbes, entries } = await prepared(doors, options)
  return { plans, privateProbes, requests: entries.flatMap((entry) => requestsFor(entry, options)) }
}

/** Checks the options before anything is read. Errors: `usage`. */
export function invalidateRequest(options: InvalidateOptions): InvalidateRequest {
  const { method = 'GET', rate = DEFAULT_PER_SECOND, sign = 'auto', headers = [], connectTo } = options
  if (!VERBS.includes(method)) throw new ApigwCacheError('usage', 'http-method', `the method is "${method}"`)
  if (!(rate > 0)) throw new ApigwCacheError('usage', 'rate', `the rate is ${rate}`)
  if (options.paths.length === 0) {
    throw new ApigwCacheError('usage', 'nothing-to-invalidate', 'invalidate names no path')
  }
  const params = (options.params ?? []).map((one) => (typeof one === 'string' ? parseParam(one) : one))
  const paths = expandPaths(options.paths, params)
  const sets = headerSets(params)
  checkHeaders(headers, sets, sign)
  return { paths, base: givenBase(options), method, headers, headerSets: sets, sign, connectTo }
}

async function prepared({ stage }: Doors, options: InvalidateOptions): Promise<Prepared> {
  const found = await prepare(stage, invalidateRequest(options))
  const { plans, repeated, warnings } = found
  options.onPlan?.({ plans, repeated })
  for (const warning of warnings) options.onNote?.(warning)
  return found
}

function requestsFor({ plan, verb, headers, signs, approach }: Entry, { body }: InvalidateOptions): DryRun['requests'] {
  const { url, deployed } = plan
  const one = (refreshes: boolean) => listed({ method: verb, url, headers, body, deployed, signs, refreshes })
  const plain = comparesAnswers(approach) ? [one(false)] : []
  const refresh = one(true)
  return [...plain, refresh, ...plain, ...(approach === 'prove' ? [refresh] : [])]
}
