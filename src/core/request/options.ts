import type { HttpRequest } from '../base/http.js'
import type { Accepting } from '../exposure/guard.js'
import type { IdentityQuestion } from '../exposure/private-probe.js'
import { probeUrl } from './invoke-url.js'
import type { Plan } from './plan.js'

/** Gentle to a backend that does not expect it. */
export const DEFAULT_PER_SECOND = 5
export const DEFAULT_CONCURRENCY = 2

/** Common to everything that sends requests to a stage, or to any other server. */
export interface RequestOptions extends Accepting {
  /** Under the stage's invoke URL, such as `/pets?type=dog`, or full URLs. */
  readonly paths: readonly string[]
  readonly headers?: HttpRequest['headers'] | undefined
  /** The paths are below it instead of the invoke URL, such as `https://api.example.com/v1`. */
  readonly url?: string | undefined
  /** `host` or `host:port` to connect to instead; `Host` and TLS name stay those of the URL. */
  readonly connectTo?: string | undefined
  /**
   * Called before the first request with those that send an identity to what may be cached without it in the key:
   * such an answer would be served to everyone. Throw to refuse; they are refused where it is left out.
   */
  readonly onAsk?: ((question: IdentityQuestion) => Promise<void>) | undefined
  /** Told what is known beforehand to come to nothing. */
  readonly onNote?: ((message: string) => void) | undefined
  /** Called before anything is asked or sent. */
  readonly onPlan?: ((planned: Planned) => void) | undefined
}

/** The URLs that will be asked for. */
export interface Planned {
  /** Each URL once. */
  readonly plans: readonly Plan[]
  /** So many URLs were named more than once. */
  readonly repeated: number
}

/** The given URL without a slash at its end; null for the stage's own invoke URL. Errors: `usage`. */
export function givenBase({ url }: Pick<RequestOptions, 'url'>): string | null {
  return url === undefined ? null : probeUrl(url, null).replace(/\/+$/, '')
}
