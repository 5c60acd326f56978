import type { Spelling, Step } from '../base/spelling.js'
import type { Target } from '../gateway/model.js'
import type { RuleExplanation, Severity } from './report.js'
import type { SafeFix } from './safe-fix.js'
import type { Glance, Seen } from './seen.js'
import type { AwsCommand } from './steps.js'

/** One rule's verdict on a stage, or on one method of it. */
export interface Finding {
  readonly method: string | null
  readonly path: string | null
  /** One sentence without a full stop. */
  readonly message: string
  /** A status says this instead, with the next step at its end; null keeps it silent. */
  readonly warning?: readonly (string | Step)[] | null
  /** On the stage that was judged. */
  readonly fix: Step | AwsCommand
  /** For `--fix`; left out where it would take a decision. */
  readonly safe?: SafeFix
  /** For a single case that weighs less than the rule. */
  readonly severity?: Severity
}

export interface Rule {
  /** Stable: it is in config files, reports and commands. */
  readonly id: string
  readonly severity: Severity
  /** One line, without a full stop. */
  readonly title: Text
  /** Marks a rule that `status` shows too: it stands in `CHEAP_RULES`. */
  readonly cheap?: true
  /** Marks a rule of whose findings some have a safe fix. */
  readonly fixes?: true
  /** Most stages have it and a row of `list` shows it anyway, so that a list of hundreds does not name it. */
  readonly isPlain?: true
  /** What AWS may refuse to tell; the rule is then reported as not judged. */
  readonly needs?: Refusable
  /** PURE. */
  readonly judge: (seen: Seen) => readonly Finding[]
  readonly page: RulePage
}

/** The parts of what is read that a user may not be allowed to read. */
export type Refusable = 'current' | 'traffic' | 'namesakes'

/** A rule for which the stage is enough, or what a status has read besides. */
export interface CheapRule extends Rule {
  readonly cheap: true
  readonly judge: (seen: Glance) => readonly Finding[]
}

export interface RulePage {
  /** Why it matters. */
  readonly why: Text
  /** The fix and the alternatives. */
  readonly remedy: Text
  /** Who says so. */
  readonly sources: RuleExplanation['sources']
}

/** A function where options or verbs are named, which are the reader's. */
export type Text = string | ((spelling: Spelling) => string)

/** A finding about the stage as a whole. */
export const STAGE = { method: null, path: null } as const

function textOf(text: Text, spelling: Spelling): string {
  return typeof text === 'string' ? text : text(spelling)
}

export function spelled(fix: Finding['fix'], target: Target, { aws, step }: Spelling): string {
  return 'aws' in fix ? aws(fix.aws, target.region) : step({ ...fix, target })
}

/** The page of a rule for its reader. PURE. */
export function explanationOf({ id, severity, fixes, title, page }: Rule, spelling: Spelling): RuleExplanation {
  const [why, remedy] = [textOf(page.why, spelling), textOf(page.remedy, spelling)]
  return {
    id,
    severity,
    fixes: fixes === true,
    title: textOf(title, spelling),
    why,
    remedy,
    sources: page.sources,
  }
}
