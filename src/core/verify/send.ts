import { type Observation, observe } from '../answer/observation.js'
import { type Outgoing, send, signed } from '../request/send.js'
import { observeTestInvoke } from '../request/test-invoke.js'
import type { Variant } from '../request/variants.js'
import type { ProbingDoors } from './doors.js'
import type { Check } from './report.js'
import type { VerifyRequest } from './request.js'
import { nextDelayMs } from './spacing.js'

/** The sender of all requests for one URL: in turn, in time, and not more than were announced. */
export interface Probing {
  /** Answers in the order in which they came. */
  readonly sent: readonly Observation[]
  /** Waits its turn, then asks once more. */
  ask(how?: Asking): Promise<Observation>
  /** The backend's answer to the request itself, past the cache; null where that is not possible. */
  readonly askPastCache: (() => Promise<Observation>) | null
  /** Waiting for clocks of seconds is bounded for each phase. */
  newPhase(): void
  checks(): readonly Check[]
}

export interface Asking {
  /** The main one where left out. */
  readonly variant?: Variant | undefined
  /** With `Cache-Control: max-age=0`. */
  readonly invalidating?: boolean
  /** Instead of what the request says. */
  readonly signed?: boolean
  /** So many ticks of a clock of seconds have to lie between this answer and the last one; 1 where left out. */
  readonly ticks?: number
}

/** `most`: how many requests were announced. */
export function startProbing(doors: ProbingDoors, request: VerifyRequest, most: number): Probing {
  const { clock, signal, onProgress } = doors
  const { method, url, intervalMs, samples, timestamp, testInvoke } = request
  const sent: Observation[] = []
  let started = 0
  let extraMs = 0
  let extraInAllMs = 0

  const waitTurn = async (ticks: number) => {
    const last = sent.at(-1)
    if (!last) return
    const delayMs = nextDelayMs(sent, {
      ...{ intervalMs, extraMs, ticks, samples },
      named: timestamp !== null,
    })
    if (delayMs > intervalMs && extraInAllMs === 0) onProgress?.({ kind: 'spacing', delayMs })
    extraMs += delayMs - intervalMs
    extraInAllMs += delayMs - intervalMs
    const left = last.receivedAt + delayMs - clock.now()
    if (left > 0) await clock.sleep(left, signal)
  }
  return {
    sent,
    ask: async ({ variant = request.variants[0], ticks = 1, ...how } = {}) => {
      if (started >= most) throw new Error(`more than the ${most} announced requests to ${url}`)
      started++
      await waitTurn(ticks)
      signal?.throwIfAborted()
      onProgress?.({ kind: 'probe', number: started, samples: Math.max(started, samples) })
      const { exchange, sentAt } = await send(doors, await outgoing(doors, request, variant, how))
      const answer = observe(exchange, sentAt, timestamp, request.direct)
      sent.push(answer)
      return answer
    },
    askPastCache: testInvoke && (() => observeTestInvoke(clock, { method, url }, testInvoke, timestamp)),
    newPhase: () => {
      extraMs = 0
    },
    checks: () => (extraInAllMs > 0 ? [spacingCheck(extraInAllMs)] : []),
  }
}

function outgoing(
  { sign }: ProbingDoors,
  { method, body, connectTo, sign: signs }: VerifyRequest,
  { url, headers }: Variant,
  { invalidating = false, signed: asSigned = signs }: Pick<Asking, 'invalidating' | 'signed'>,
): Promise<Outgoing> {
  const others = headers.filter(([name]) => name.toLowerCase() !== 'cache-control')
  const all = invalidating ? [...others, ['Cache-Control', 'max-age=0'] as const] : headers
  return signed({ method, url, headers: all, body, connectTo }, asSigned ? (sign ?? null) : null)
}

function spacingCheck(extraMs: number): Check {
  const seconds = (extraMs / 1000).toFixed(1)
  const detail = `timestamps tick in seconds, so the probes were more than a second apart (${seconds} s longer)`
  return { id: 'spacing', outcome: 'pass', detail }
}
