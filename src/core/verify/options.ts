import { type NamedFreshness, parseTimestampSource } from '../answer/named.js'
import { ApigwCacheError } from '../base/errors.js'
import type { HttpRequest } from '../base/http.js'
import type { LossQuestion } from '../cluster/loss.js'
import type { IdentityQuestion } from '../exposure/private-probe.js'
import { VERBS } from '../gateway/method.js'
import { givenBase, type Planned, type RequestOptions } from '../request/options.js'
import { parseVariations, type Variation } from '../request/variation.js'
import type { VerifyProgress } from './doors.js'
import type { ProofOptions } from './proofs/list.js'
import type { VerifyResult } from './report.js'
import { VERIFY_DEFAULTS } from './request.js'

/** Besides these, every proof has an option of its own. */
export interface VerifyOptions extends Omit<RequestOptions, 'onAsk' | 'onNote' | 'onPlan'>, ProofOptions {
  /** `GET` where left out. Others than GET, HEAD and OPTIONS may change something: nobody is asked. */
  readonly method?: string | undefined
  readonly body?: string | Uint8Array | undefined
  /** Answers to compare, at least 2; 5 where left out. */
  readonly samples?: number | undefined
  /** At least this many milliseconds between them; 500 where left out. */
  readonly intervalMs?: number | undefined
  /** Where an answer says when it was made: `header:<name>`, `body:<JMESPath>` or `regex:<pattern>`; else it is searched for. */
  readonly timestamp?: string | undefined
  /** The verdict that passes; by the deployed settings where left out. */
  readonly expected?: 'cached' | 'not-cached' | undefined
  /** A URL passes as well where nothing could be shown. */
  readonly allowInconclusive?: boolean | undefined
  /** Signs every request (SigV4, `execute-api`) with the connection's credentials. */
  readonly sign?: boolean | undefined
  /** Passes only where the stage's cache is shown to answer; needs `flush`, `invalidation` or `metrics`. */
  readonly layer?: 'stage' | undefined
  /**
   * Called before the first request with what only a person can decide: throw to refuse. Where it is left out, `flush`
   * counts as the answer to its question, but an identity is sent to nothing that may be cached without it in the key.
   */
  readonly onAsk?: ((question: VerifyQuestion) => Promise<void>) | undefined
  /** Called before anything is asked or sent, with the URLs and what is known of them. */
  readonly onPlan?: ((planned: Pick<Planned, 'plans'>) => void) | undefined
  readonly onProgress?: ((event: VerifyProgress) => void) | undefined
  /** Called with what was answered until then where the only URL cannot be judged, before that is thrown. */
  readonly onPartial?: ((result: VerifyResult) => void) | undefined
}

export type VerifyQuestion = IdentityQuestion | LossQuestion

type Headers = HttpRequest['headers']

/** The options, read and completed. */
export interface ReadOptions {
  readonly paths: readonly string[]
  readonly base: string | null
  readonly method: string
  readonly headers: Headers
  readonly body: string | Uint8Array | undefined
  readonly connectTo: string | undefined
  readonly samples: number
  readonly intervalMs: number
  readonly timestamp: NamedFreshness | null
  readonly expected: 'cached' | 'not-cached' | null
  readonly allowInconclusive: boolean
  readonly sign: boolean
  readonly layer: 'stage' | null
  readonly variations: readonly Variation[]
  readonly identities: readonly Headers[]
  /** The proofs find theirs here. */
  readonly asked: ProofOptions
}

/** Nothing is sent. Errors: `usage` for a value that cannot be meant. */
export function readOptions(options: VerifyOptions): ReadOptions {
  const { method = VERIFY_DEFAULTS.method, samples = VERIFY_DEFAULTS.samples } = options
  if (options.paths.length === 0) throw new ApigwCacheError('usage', 'nothing-to-verify', 'verify names no path')
  if (!VERBS.includes(method)) throw new ApigwCacheError('usage', 'http-method', `the method is "${method}"`)
  if (!Number.isInteger(samples) || samples < 2) {
    throw new ApigwCacheError('usage', 'samples', `samples is ${samples}`, { hint: 'at least 2' })
  }
  const { paths, body, connectTo, timestamp, allowInconclusive = false, sign = false } = options
  return {
    ...{ paths, method, samples, body, connectTo, allowInconclusive, sign },
    base: givenBase(options),
    headers: options.headers ?? [],
    intervalMs: options.intervalMs ?? VERIFY_DEFAULTS.intervalMs,
    timestamp: timestamp === undefined ? null : parseTimestampSource(timestamp),
    expected: options.expected ?? null,
    layer: options.layer ?? null,
    variations: parseVariations(options.vary ?? []),
    identities: options.identities ?? [],
    asked: options,
  }
}
