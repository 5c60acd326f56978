import { exchangeOf, type HttpRequest } from '../answer/exchange.js'
import { type Observation, observe } from '../answer/observation.js'
import { nextDelayMs } from '../request/spacing.js'
import type { Variant } from '../request/variants.js'
import { mostRequests } from './announced.js'
import type { VerifyReport } from './report.js'
import type { VerifyDeps, VerifyRequest } from './request.js'

/** The sender of all requests for one URL: in turn, in time, and not more than were announced. */
export interface Probing {
  /** Answers in the order in which they came. */
  readonly sent: readonly Observation[]
  /** Waits its turn, then asks once more. */
  ask(how?: Asking): Promise<Observation>
  /** Waiting for clocks of seconds is bounded for each phase. */
  newPhase(): void
  checks(): VerifyReport['checks']
}

export interface Asking {
  /** The main one where left out. */
  readonly variant?: Variant | undefined
  /** With `Cache-Control: max-age=0`. */
  readonly invalidating?: boolean
  /** Instead of what the request says. */
  readonly signed?: boolean
  /** How many ticks of a clock of seconds have to lie between this answer and the last one; 1 where left out. */
  readonly ticks?: number
}

const MAX_BYTES = 2 * 1024 * 1024
// API Gateway gives up on a backend after 29 s unless its quota was raised.
const TIMEOUT_MS = 35_000

export function startProbing(deps: VerifyDeps, request: VerifyRequest): Probing {
  const { clock, signal, onProgress } = deps
  const { intervalMs, timestamp: named = null } = request
  const sent: Observation[] = []
  const most = mostRequests(request)
  let started = 0
  let extraMs = 0
  let extraInAllMs = 0

  const waitTurn = async (ticks: number) => {
    const last = sent.at(-1)
    if (!last) return
    const delayMs = nextDelayMs(sent, { intervalMs, extraMs, named: named !== null, ticks })
    if (delayMs > intervalMs && extraInAllMs === 0) onProgress?.({ kind: 'spacing', delayMs })
    extraMs += delayMs - intervalMs
    extraInAllMs += delayMs - intervalMs
    const left = last.receivedAt + delayMs - clock.now()
    if (left > 0) await clock.sleep(left, signal)
  }
  return {
    sent,
    ask: async ({ variant = request.variants[0], ticks = 1, ...how } = {}) => {
      if (started >= most) throw new Error(`more than the ${most} announced requests to ${request.url}`)
      started++
      await waitTurn(ticks)
      signal?.throwIfAborted()
      onProgress?.({ kind: 'probe', number: started, samples: Math.max(started, request.samples) })
      const outgoing = await requestOf(deps, request, variant, how)
      const sentAt = clock.now()
      const reply = await deps.http(outgoing)
      const answer = observe(exchangeOf(outgoing, reply), sentAt, named)
      sent.push(answer)
      return answer
    },
    newPhase: () => {
      extraMs = 0
    },
    checks: () => (extraInAllMs > 0 ? [spacingCheck(extraInAllMs)] : []),
  }
}

async function requestOf(
  { sign, signal }: VerifyDeps,
  request: VerifyRequest,
  variant: Variant,
  { invalidating = false, signed = request.sign }: Pick<Asking, 'invalidating' | 'signed'>,
): Promise<HttpRequest> {
  const { method, body, connectTo } = request
  const { url } = variant
  const own = invalidating
    ? variant.headers.filter(([name]) => name.toLowerCase() !== 'cache-control')
    : variant.headers
  const plain = invalidating ? [...own, ['Cache-Control', 'max-age=0'] as const] : own
  const given = body === undefined ? {} : { body }
  return {
    method,
    url,
    headers: signed && sign ? await sign({ method, url, headers: plain, ...given }) : plain,
    ...given,
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
