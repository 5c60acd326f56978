import type { Target } from '../gateway/model.js'

/** The JSON contract of `doctor`: these types are what `-o json` prints. */

/** The worst first. */
export const SEVERITIES = ['error', 'warning', 'info'] as const
export type Severity = (typeof SEVERITIES)[number]

export interface DoctorFinding {
  /** Stable; `doctor --explain` has its page. */
  readonly rule: string
  readonly severity: Severity
  /** Both null where it is about the stage. */
  readonly method: string | null
  readonly path: string | null
  readonly message: string
  /** A command line for a POSIX shell. */
  readonly fix: string
  /** `doctor --fix` does something about it. */
  readonly safe: boolean
  /** Why it does not count; null where it does. */
  readonly suppressed: string | null
}

/** The result of `doctor`. */
export interface DoctorReport {
  readonly target: Target
  /** The worst first. */
  readonly findings: readonly DoctorFinding[]
  /** Rules that could not be judged, or not wholly, and why. */
  readonly notJudged: readonly { readonly rule: string; readonly reason: string }[]
  /** Only of `--fix`: what was changed, and for which findings. */
  readonly fixed?: readonly {
    readonly rule: string
    readonly method: string | null
    readonly path: string | null
    readonly command: string
    /** Where caching was turned off: the commands after which it can be on again; left out where it should not be. */
    readonly cure?: readonly string[]
  }[]
}

/** The result of `doctor --explain`. */
export interface RuleExplanation {
  readonly id: string
  readonly severity: Severity
  /** A fix may be made without a decision, where one is safe. */
  readonly fixes: boolean
  readonly title: string
  readonly why: string
  readonly remedy: string
  readonly sources: readonly { readonly says: string; readonly url: string }[]
}
