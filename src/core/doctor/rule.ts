import type { Severity } from './report.js'
import type { SafeFix } from './safe-fix.js'
import type { Seen } from './seen.js'

/** What one rule says about a stage, or about one method of it. */
export interface Finding {
  readonly method: string | null
  readonly path: string | null
  /** What was seen, in one sentence without a full stop. */
  readonly message: string
  /** A command line to paste. */
  readonly fix: string
  /** What `--fix` does about it; left out where that would take a decision. */
  readonly safe?: SafeFix
  /** Where a single case weighs less than the rule. */
  readonly severity?: Severity
}

export interface Rule {
  /** Stable: it is in config files, reports and commands. */
  readonly id: string
  readonly severity: Severity
  /** One line, without a full stop. */
  readonly title: string
  /** PURE. */
  readonly judge: (seen: Seen) => readonly Finding[]
  readonly page: RulePage
}

export interface RulePage {
  /** Why it matters. */
  readonly why: string
  /** What the fix does, and what else there is. */
  readonly remedy: string
  /** Who says so. */
  readonly sources: readonly Source[]
}

export interface Source {
  readonly says: string
  readonly url: string
}

/** A finding about the stage as a whole. */
export const STAGE = { method: null, path: null } as const
