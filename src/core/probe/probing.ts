import type { Clock } from '../clock.js'
import type { Target, VerifyReport } from '../model.js'
import { exchangeOf, type Http, type HttpRequest } from './exchange.js'
import type { NamedFreshness } from './named.js'
import { type Observation, observe } from './observation.js'
import { nextDelayMs } from './spacing.js'

/** What came back past the cache. */
export interface ControlReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface VerifyDeps {
  readonly http: Http
  readonly clock: Clock
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((event: VerifyProgress) => void) | undefined
  /** Runs the method as the API stands now, past the cache. Null or left out where that is not possible. */
  readonly testInvoke?: (() => Promise<ControlReply>) | null | undefined
}

/** Told before each request, and when the probes are spaced out. */
export type VerifyProgress =
  | { readonly kind: 'probe'; readonly number: number; readonly samples: number }
  | { readonly kind: 'spacing'; readonly delayMs: number }
  | { readonly kind: 'control'; readonly control: 'test-invoke' }

export interface VerifyRequest {
  /** Null where the URL is not known to be a stage's. */
  readonly target: Target | null
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body?: string | Uint8Array | undefined
  readonly connectTo?: string | undefined
  readonly samples: number
  readonly intervalMs: number
  readonly timestamp?: NamedFreshness | undefined
  readonly expected: 'cached' | 'not-cached'
  /** `auto` takes one where nothing else tells and the method is GET or HEAD. */
  readonly control: 'auto' | 'none' | 'test-invoke'
  readonly allowInconclusive: boolean
}

export interface Probing {
  readonly probes: readonly Observation[]
  /** Waits its turn, then asks once more. */
  probe(): Promise<void>
  checks(): VerifyReport['checks']
}

const MAX_BYTES = 2 * 1024 * 1024
// API Gateway gives up on a backend after 29 s unless its quota was raised.
const TIMEOUT_MS = 35_000

export function startProbing(deps: VerifyDeps, request: VerifyRequest): Probing {
  const { clock, signal, onProgress } = deps
  const named = request.timestamp ?? null
  const probes: Observation[] = []
  let extraMs = 0

  const waitTurn = async () => {
    if (probes.length === 0) return
    const { intervalMs } = request
    const delayMs = nextDelayMs(probes, { intervalMs, extraMs, named: named !== null })
    if (delayMs > intervalMs && extraMs === 0) onProgress?.({ kind: 'spacing', delayMs })
    extraMs += delayMs - intervalMs
    await clock.sleep(delayMs, signal)
  }
  return {
    probes,
    probe: async () => {
      await waitTurn()
      const number = probes.length + 1
      onProgress?.({ kind: 'probe', number, samples: Math.max(number, request.samples) })
      const outgoing = httpRequestOf(request, signal)
      const sentAt = clock.now()
      const reply = await deps.http(outgoing)
      probes.push(observe(exchangeOf(outgoing, reply), sentAt, named))
    },
    checks: () => (extraMs > 0 ? [spacingCheck(extraMs)] : []),
  }
}

function httpRequestOf(request: VerifyRequest, signal: AbortSignal | undefined): HttpRequest {
  const { method, url, headers, body, connectTo } = request
  return {
    method,
    url,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(connectTo === undefined ? {} : { connectTo }),
    ...(signal === undefined ? {} : { signal }),
    maxBytes: MAX_BYTES,
    timeoutMs: TIMEOUT_MS,
  }
}

function spacingCheck(extraMs: number): VerifyReport['checks'][number] {
  const seconds = (extraMs / 1000).toFixed(1)
  const detail = `timestamps tick in seconds, so the probes were more than a second apart (${seconds} s longer)`
  return { id: 'spacing', outcome: 'pass', detail }
}
