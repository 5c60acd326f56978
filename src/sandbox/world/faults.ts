import * as z from 'zod/mini'
import { checkJson } from '../http/json.js'

/** Faults that can be switched on while the sandbox runs (`--fault`, `POST /_sandbox/faults`). */
export interface Faults {
  /** A disabled cluster stays in DELETE_IN_PROGRESS for ever. */
  stuckDelete: boolean
  /** Added to every data-plane integration call. */
  backendDelayMs: number
  /** 0..1: how often a lookup that could hit is a miss, as "best effort" allows. */
  missRate: number
  /** 0..1: how often an entry is gone when it is looked up, as under memory pressure. */
  evictionRate: number
  /** 0..1: how often an integration call is answered with `backendErrorStatus`, which may be cached. */
  backendErrorRate: number
  /** 500 where nobody says otherwise. */
  backendErrorStatus: number
  /** 0..1: the share of minutes that CloudWatch never shows, always the same ones. */
  metricGaps: number
  /** How many of the next control-plane requests are answered with this, before they do anything. */
  next: FaultAnswer[]
}

export interface FaultAnswer {
  // `reset` cuts the connection unanswered; `lost` does the work and then cuts it.
  readonly kind: 'throttle' | 'conflict' | 'error' | 'reset' | 'lost'
  /** Only requests with this HTTP method; any where left out. */
  readonly method?: string
  readonly retryAfterSeconds?: number
}

export function noFaults(): Faults {
  return {
    stuckDelete: false,
    backendDelayMs: 0,
    missRate: 0,
    evictionRate: 0,
    backendErrorRate: 0,
    backendErrorStatus: 500,
    metricGaps: 0,
    next: [],
  }
}

/** Removes and returns the first waiting answer that is meant for this HTTP method. */
export function takeFault(faults: Faults, method: string): FaultAnswer | undefined {
  const index = faults.next.findIndex((fault) => (fault.method ?? method) === method)
  return index < 0 ? undefined : faults.next.splice(index, 1)[0]
}

const SHARE = z.number().check(z.nonnegative(), z.maximum(1))

const FAULTS = z.strictObject({
  stuckDelete: z.exactOptional(z.boolean()),
  backendDelayMs: z.exactOptional(z.number().check(z.nonnegative())),
  missRate: z.exactOptional(SHARE),
  evictionRate: z.exactOptional(SHARE),
  backendErrorRate: z.exactOptional(SHARE),
  backendErrorStatus: z.exactOptional(z.int().check(z.gte(200), z.lte(599))),
  metricGaps: z.exactOptional(z.number().check(z.nonnegative(), z.maximum(1))),
  next: z.exactOptional(
    z.array(
      z.strictObject({
        kind: z.enum(['throttle', 'conflict', 'error', 'reset', 'lost']),
        method: z.exactOptional(z.string()),
        retryAfterSeconds: z.exactOptional(z.number().check(z.nonnegative())),
      }),
    ),
  ),
})

/** Puts the given fields into `faults`; answers the reason when they are not faults. */
export function mergeFaults(faults: Faults, json: unknown): string | null {
  const { value, problem } = checkJson(FAULTS, json, 'faults')
  if (problem === null) Object.assign(faults, value)
  return problem
}
