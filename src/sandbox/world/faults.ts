import { type Choices, defaultsOf, flag, type NumberRange, numberIn } from './choices.js'

/** Faults that can be switched on while the sandbox runs (`--fault`, `POST /_sandbox/faults`). */
export interface Faults {
  /** A disabled cluster stays in DELETE_IN_PROGRESS for ever. */
  stuckDelete: boolean
  /** Added to every data-plane integration call; at most 300,000, the longest that an integration may take. */
  backendDelayMs: number
  /** 0..1: how often a lookup that could hit is a miss, as "best effort" allows. */
  missRate: number
  /** 0..1: how often an entry is gone when it is looked up, as under memory pressure. */
  evictionRate: number
  /** 0..1: how often an integration call is answered with `backendErrorStatus`, which may be cached. */
  backendErrorRate: number
  /** 500 unless set. */
  backendErrorStatus: number
  /** 0..1: the share of minutes that CloudWatch never shows, always the same ones. */
  metricGaps: number
  /** Each answers the next control-plane request of its method, and is used up by it. */
  next: FaultAnswer[]
}

export const FAULT_KINDS = [
  'throttle',
  'limit',
  'conflict',
  'unauthorized',
  'unavailable',
  'error',
  'reset',
  'lost',
] as const

export interface FaultAnswer {
  /** `reset` cuts the connection before the work, `lost` after it. */
  readonly kind: (typeof FAULT_KINDS)[number]
  /** Only requests with this HTTP method; any where left out. */
  readonly method?: string
  readonly retryAfterSeconds?: number
}

const SHARE: NumberRange = { unit: '0..1', min: 0, max: 1 }

/** Help, hints, defaults, the parser of `--fault` and `/_sandbox/faults` follow from this list. */
export const FAULTS: Choices<Omit<Faults, 'next'>> = {
  stuckDelete: flag(false, 'a cluster that is deleted stays in DELETE_IN_PROGRESS for ever'),
  backendDelayMs: numberIn({ unit: 'ms', min: 0, max: 300_000 }, 0, 'added to every call of a backend'),
  missRate: numberIn(SHARE, 0, 'how often a lookup that could hit is a miss'),
  evictionRate: numberIn(SHARE, 0, 'how often an entry is gone when it is looked up'),
  backendErrorRate: numberIn(SHARE, 0, 'how often a backend answers with backendErrorStatus'),
  backendErrorStatus: numberIn({ unit: 'status', min: 200, max: 599, whole: true }, 500, 'the status of those answers'),
  metricGaps: numberIn(SHARE, 0, 'the share of minutes that CloudWatch never shows'),
}

export function noFaults(): Faults {
  return { ...defaultsOf(FAULTS), next: [] }
}

/** Removes and returns the first waiting answer that is meant for this HTTP method. */
export function takeFault(faults: Faults, method: string): FaultAnswer | undefined {
  const index = faults.next.findIndex((fault) => (fault.method ?? method) === method)
  return index < 0 ? undefined : faults.next.splice(index, 1)[0]
}
