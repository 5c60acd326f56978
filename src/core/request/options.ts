import type { HttpRequest } from '../base/http.js'
import type { Accepting } from '../exposure/guard.js'
import type { IdentityQuestion } from '../exposure/private-probe.js'
import { probeUrl } from './invoke-url.js'
import type { Plan } from './plan.js'

/** Low, as the backend does not expect the load. */
export const DEFAULT_PER_SECOND = 5
export const DEFAULT_CONCURRENCY = 2

/** Options of everything that sends requests to a stage or any other server. */
export interface RequestOptions extends Accepting {
  /** Paths under the stage's invoke URL, such as `/pets?type=dog`, or full URLs. */
  readonly paths: readonly string[]
  readonly headers?: HttpRequest['headers'] | undefined
  /** Base of the paths instead of the invoke URL, such as `https://api.example.com/v1`. */
  readonly url?: string | undefined
  /** `host` or `host:port` to connect to instead; `Host` and TLS name stay those of the URL. */
  readonly connectTo?: string | undefined
  /**
   * Called before the first request with those that send an identity to a method that may be cached without it
   * in the key: the answer would be served to everyone. Throws to refuse; without `onAsk` they are refused.
   */
  readonly onAsk?: ((question: IdentityQuestion) => Promise<void>) | undefined
  /** Receives what is known beforehand to fail. */
  readonly onNote?: ((message: string) => void) | undefined
  /** Called before any question and any request. */
  readonly onPlan?: ((planned: Planned) => void) | undefined
}

/** The URLs that will be asked for. */
export interface Planned {
  /** Each URL once. */
  readonly plans: readonly Plan[]
  /** Number of URLs that repeat an earlier one. */
  readonly repeated: number
}

/** Reads the given URL, without a slash at its end; null for the stage's own invoke URL. Errors: `usage`. */
export function givenBase({ url }: Pick<RequestOptions, 'url'>): string | null {
  return url === undefined ? null : probeUrl(url, null).replace(/\/+$/, '')
}
