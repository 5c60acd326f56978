import { readingMethodsOnce } from '../find/methods.js'
import type { OpenStage } from '../find/open-stage.js'
import { LOOK_BACK_MS } from '../metrics/window.js'
import { readSeen, type SeenRequest } from './read-seen.js'
import { type DoctorFinding, type DoctorReport, SEVERITIES } from './report.js'
import { type Finding, type Rule, spelled } from './rule.js'
import { RULES } from './rules.js'
import type { SafeFix } from './safe-fix.js'
import { type Suppression, stillValid, suppressedBy } from './suppression.js'

export interface DoctorOptions extends Partial<SeenRequest> {
  /** Findings that do not count. */
  readonly ignore?: readonly Suppression[] | undefined
}

/**
 * Judges a stage by every rule: the deployment that it runs, its settings, and a day of requests (`sinceMs`).
 * `sensitive` and `ignore` are those of the config file. Nothing reaches the data plane but one GET for each path
 * in `probe`. Errors: `denied` where the deployment may not be read; what else may not be read is in `notJudged`.
 */
export async function readDoctor(stage: OpenStage, options: DoctorOptions = {}): Promise<DoctorReport> {
  return (await diagnose(readingMethodsOnce(stage), options)).report
}

export interface Diagnosis {
  readonly report: DoctorReport
  /** Of the findings that count. */
  readonly fixes: readonly { readonly finding: DoctorFinding; readonly fix: SafeFix }[]
}

export async function diagnose(
  stage: OpenStage,
  { sinceMs = LOOK_BACK_MS.doctor, sensitive = [], probe = [], ignore = [], requests }: DoctorOptions,
): Promise<Diagnosis> {
  const { target, connection } = stage
  const { seen, notJudged } = await readSeen(stage, { sinceMs, sensitive, probe, requests })
  const { valid } = stillValid(ignore, connection.clock.now())
  const judged = RULES.flatMap((rule) => rule.judge(seen).map((one) => judgedBy(rule, one, stage, valid)))
  // The worst first.
  judged.sort((a, b) => weight(a) - weight(b))
  return {
    report: { target, findings: judged.map(({ finding }) => finding), notJudged },
    fixes: judged.flatMap(({ finding, fix }) =>
      fix !== null && finding.suppressed === null ? [{ finding, fix }] : [],
    ),
  }
}

interface Judged {
  readonly finding: DoctorFinding
  readonly fix: SafeFix | null
}

function judgedBy(
  rule: Rule,
  one: Finding,
  { target, connection }: OpenStage,
  suppressions: readonly Suppression[],
): Judged {
  const { method, path, message, severity = rule.severity, safe = null } = one
  return {
    finding: {
      rule: rule.id,
      severity,
      method,
      path,
      message,
      fix: spelled(one.fix, target, connection.spelling),
      safe: safe !== null,
      suppressed: suppressedBy(suppressions, rule.id, one),
    },
    fix: safe,
  }
}

function weight({ finding }: Judged): number {
  return SEVERITIES.indexOf(finding.severity)
}

/** True where a finding that counts is at least as bad. PURE. */
export function reaches({ findings }: DoctorReport, least: 'error' | 'warning'): boolean {
  const enough = SEVERITIES.indexOf(least)
  return findings.some(({ severity, suppressed }) => suppressed === null && SEVERITIES.indexOf(severity) <= enough)
}
