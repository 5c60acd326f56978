import type { Connection } from '../aws/connection.js'
import type { ResolvedTarget } from '../find/target.js'
import { readingMethodsOnce, readSeen, type SeenRequest } from './read-seen.js'
import { type DoctorFinding, type DoctorReport, SEVERITIES } from './report.js'
import type { Finding, Rule } from './rule.js'
import { RULES } from './rules.js'
import type { SafeFix } from './safe-fix.js'
import type { Seen } from './seen.js'
import { type Suppression, stillValid, suppressedBy } from './suppression.js'

export interface DoctorOptions extends Partial<SeenRequest> {
  readonly ignore?: readonly Suppression[] | undefined
}

/** Requests of a day are counted where nothing else is said. */
const DAY_MS = 24 * 3_600_000

/**
 * Judges a stage by every rule: the deployment that it runs, its settings, and a day of requests (`sinceMs`).
 * `sensitive` and `ignore` are those of the config file. Nothing reaches the data plane but one GET for each path
 * in `probe`. Errors: `denied` where the deployment may not be read; what else may not be read is in `notJudged`.
 */
export async function readDoctor(
  connection: Connection,
  resolved: ResolvedTarget,
  options: DoctorOptions = {},
): Promise<DoctorReport> {
  return (await diagnose(readingMethodsOnce(connection, resolved), resolved, options)).report
}

export interface Diagnosis {
  readonly report: DoctorReport
  readonly seen: Seen
  /** Of the findings that count. */
  readonly fixes: readonly { readonly finding: DoctorFinding; readonly fix: SafeFix }[]
}

export async function diagnose(
  connection: Connection,
  resolved: ResolvedTarget,
  { sinceMs = DAY_MS, sensitive = [], probe = [], ignore = [] }: DoctorOptions,
): Promise<Diagnosis> {
  const { seen, notJudged } = await readSeen(connection, resolved, { sinceMs, sensitive, probe })
  const { valid } = stillValid(ignore, connection.clock.now())
  const judged = judge(seen, valid)
  return {
    report: { target: seen.target, findings: judged.map(({ finding }) => finding), notJudged },
    seen,
    fixes: judged.flatMap(({ finding, fix }) =>
      fix !== null && finding.suppressed === null ? [{ finding, fix }] : [],
    ),
  }
}

interface Judged {
  readonly finding: DoctorFinding
  readonly fix: SafeFix | null
}

/** The findings of every rule, the worst first. PURE. */
function judge(seen: Seen, suppressions: readonly Suppression[]): readonly Judged[] {
  return RULES.flatMap((rule) => rule.judge(seen).map((one) => judged(rule, one, suppressions))).sort(
    (a, b) => weight(a) - weight(b),
  )
}

function judged(rule: Rule, one: Finding, suppressions: readonly Suppression[]): Judged {
  const { method, path, message, fix } = one
  return {
    finding: {
      rule: rule.id,
      severity: one.severity ?? rule.severity,
      method,
      path,
      message,
      fix,
      safe: one.safe !== undefined,
      suppressed: suppressedBy(suppressions, rule.id, one),
    },
    fix: one.safe ?? null,
  }
}

function weight({ finding }: Judged): number {
  return SEVERITIES.indexOf(finding.severity)
}

/** Whether a finding that counts is at least as bad. PURE. */
export function reaches({ findings }: DoctorReport, least: 'error' | 'warning'): boolean {
  const enough = SEVERITIES.indexOf(least)
  return findings.some(
    ({ severity, suppressed }) => suppressed === null && SEVERITIES.indexOf(severity) <= enough,
  )
}
