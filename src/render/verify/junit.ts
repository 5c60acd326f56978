import type { VerifyReport, VerifyResult } from '../../core/verify/report.js'
import { type JunitCase, type JunitOutcome, junitXml } from '../format/junit.js'

/** One test case per URL. An inconclusive verdict that was allowed counts as skipped. PURE. */
export function verifyJunit({ reports }: VerifyResult): string {
  const starts = reports.flatMap(({ probes }) => (probes[0] ? [Date.parse(probes[0].at)] : []))
  return junitXml({
    name: 'apigw-cache verify',
    startedAt: starts.length === 0 ? null : new Date(Math.min(...starts)),
    cases: reports.map(caseOf),
  })
}

function caseOf(report: VerifyReport): JunitCase {
  const { target, method, url, probes } = report
  const [first, last] = [probes[0], probes.at(-1)]
  const tookMs = first && last ? Date.parse(last.at) - Date.parse(first.at) + first.latencyMs : 0
  return {
    className: target ? `${target.api.name ?? target.api.id}/${target.stage}` : new URL(url).host,
    name: `${method} ${url}`,
    tookMs,
    outcome: outcomeOf(report),
  }
}

function outcomeOf({ passed, verdict, expected, reason, checks, next }: VerifyReport): JunitOutcome {
  const notes = checks
    .filter(({ outcome }) => outcome !== 'pass')
    .map((one) => `${one.id}: ${one.outcome}, ${one.detail}`)
  if (passed && verdict !== 'inconclusive') return { kind: 'passed', notes }
  if (passed) return { kind: 'skipped', message: `inconclusive, which was allowed: ${reason}` }
  return {
    kind: 'failed',
    type: verdict,
    message: `${verdict}, expected ${expected}: ${reason}`,
    details: [...notes, ...(next === null ? [] : [`What to do: ${next}`])],
  }
}
