import type { Price, Target } from '../gateway/model.js'

/** A change that would serve the traffic better or cost less: a row of `advise`. */
export interface Advice {
  readonly target: Target
  /** `retire`, `enable-caching`, `resize`, `ttl`, `keys`, `verify`. */
  readonly action: string
  /** One sentence with the numbers behind it. */
  readonly reason: string
  /** The command that does it, or that looks closer. */
  readonly command: string
  /** Less than 0 saves; null where the price does not change or is not known. */
  readonly monthlyUsdChange: number | null
  /** The region whose prices that is the difference of; null without one. */
  readonly pricesOf: string | null
  readonly confidence: 'high' | 'medium' | 'low'
}

/** The result of `advise`. */
export interface AdviceReport {
  readonly advice: readonly Advice[]
  /** One for each stage, also where there is nothing to advise. */
  readonly seen: readonly AdviceBasis[]
}

export interface AdviceBasis {
  readonly target: Target
  /** The time that was judged: complete figures of the stage as it is now. ISO 8601, UTC. */
  readonly since: string
  readonly until: string
  readonly hits: number | null
  readonly misses: number | null
  readonly requests: number | null
  readonly ratio: number | null
  /** In GB; null without a cluster. */
  readonly size: string | null
  readonly monthlyUsd: number | null
  /** Whose price that is, and of when. */
  readonly price: Pick<Price, 'of' | 'asOf'>
  /** Left out of the advice, and why. */
  readonly notJudged: readonly NotJudged[]
}

export interface NotJudged {
  /** `everything`, `capacity`, `TTL and keys of GET /pets`, … */
  readonly what: string
  readonly reason: string
}
