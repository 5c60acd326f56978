import { SHARED_ENTRY } from '../../core/verify/judging/shared-entries.js'
import { PROOFS } from '../../core/verify/proofs/list.js'
import { isAutomatic, type Proof } from '../../core/verify/proofs/proof.js'
import type { VerifyReport, VerifyResult } from '../../core/verify/report.js'
import { fields, type View, within } from '../format/print.js'
import type { Style } from '../format/style.js'
import { clean, cleanAdvice } from '../format/text.js'
import { counted, duration } from '../format/units.js'
import { displayWidth } from '../format/width.js'
import { hanging } from '../format/wrap.js'
import { probeTable } from './probes.js'
import { sharedText } from './shared.js'

export const VERIFY_VIEW: View<VerifyResult, VerifyReport> = {
  screen: ({ reports }, style) =>
    [...reports.map((report) => screen(report, style)), ...summary(reports, style)].join('\n\n'),
  rows: ({ reports }) => reports,
  columns: [
    ...fields('method', 'url', 'verdict', 'expected', 'passed', 'layer'),
    { name: 'freshness', value: ({ freshness }) => freshness?.source ?? null },
    ...within(({ latency }: VerifyReport) => latency, fields('firstMs', 'repeatMedianMs')),
    ...fields('reason', 'next'),
  ],
}

const SHOWN = { yes: ['yes', 'green'], no: ['no', 'red'], unsure: ['unsure', 'yellow'] } as const

const LAYER = 'layer'
const DECISIVE = checksOf(({ decisive }) => decisive === true)
/** What somebody asked for is told of also where all is well. */
const ASKED_FOR = checksOf((proof) => !isAutomatic(proof))
/** What fails a report whose verdict is the expected one. */
const FAILING: ReadonlySet<string> = new Set([...ASKED_FOR, SHARED_ENTRY])

function checksOf(which: (proof: Proof) => boolean): ReadonlySet<string> {
  const proofs: readonly Proof[] = PROOFS
  return new Set([...proofs.filter(which).map(({ checkId }) => checkId), LAYER])
}

function screen(report: VerifyReport, style: Style): string {
  const { paint, sign } = style
  const { verdict, passed, expected, latency } = report
  const [mark, colour] = SHOWN[verdict === 'inconclusive' ? 'unsure' : passed ? 'yes' : 'no']
  const asSet = passed && verdict === 'not-cached' && report.expectedBy === 'settings'
  const failed = failedChecks(report)
  const first =
    paint[colour](`${sign[mark]} ${failed === null ? verdict : failed}`) + (asSet ? ', as the settings say' : '')
  const wanted = failed === null ? `  (expected: ${expected})` : `  (${verdict}, as expected)`
  const checks = report.checks.filter(({ id, outcome }) => outcome !== 'pass' || ASKED_FOR.has(id))
  return [
    ...titleOf(`${first}${passed ? '' : wanted}`, `${report.method} ${clean(report.url)}`, style),
    hanging('  ', cleanAdvice(report.reason), style),
    ...(report.probes.length > 0 ? ['', probeTable(report, style)] : []),
    ...(report.probes.length > 1
      ? ['', `  first answer ${duration(latency.firstMs)}, repeats ${duration(latency.repeatMedianMs)} (median)`]
      : []),
    ...checks.map(({ id, outcome, detail }) => hanging('  ', `${id}: ${outcome}, ${clean(detail)}`, style)),
    ...(report.next === null ? [] : [hanging('  next: ', cleanAdvice(report.next), style)]),
  ].join('\n')
}

/** `vary failed`, of a report whose verdict is the expected one and which fails all the same; null of any other. */
function failedChecks({ verdict, expected, passed, checks }: VerifyReport): string | null {
  const failed = checks.filter(
    ({ id, outcome }) => outcome !== 'pass' && (outcome === 'fail' ? FAILING : DECISIVE).has(id),
  )
  if (passed || verdict !== expected || failed.length === 0) return null
  const isFailed = failed.some(({ outcome }) => outcome === 'fail')
  return `${failed.map(({ id }) => id).join(', ')} ${isFailed ? 'failed' : 'not shown'}`
}

/** Of several URLs how many are as expected, and which are not. */
function summary(reports: readonly VerifyReport[], { paint, sign }: Style): readonly string[] {
  if (reports.length < 2) return []
  const failed = reports.filter(({ passed }) => !passed)
  const verdicts = (['cached', 'not-cached', 'inconclusive'] as const).flatMap((verdict) => {
    const count = reports.filter((report) => report.verdict === verdict).length
    return count > 0 ? [`${count} ${verdict}`] : []
  })
  const all = counted(reports.length, 'URL')
  const shared = sharedText(reports)
  const [mark, colour] = SHOWN[shared === '' ? 'yes' : 'unsure']
  const head =
    failed.length === 0
      ? paint[colour](`${sign[mark]} ${all} as expected`)
      : paint.red(`${sign.no} ${failed.length} of ${all} not as expected`)
  return [
    [
      `${head}: ${verdicts.join(', ')}${shared === '' ? '' : paint.yellow(shared)}`,
      ...failed.map((report) => `  ${report.method} ${clean(report.url)}  ${failedChecks(report) ?? report.verdict}`),
    ].join('\n'),
  ]
}

/** One line, or two if the terminal is too narrow. */
function titleOf(verdict: string, request: string, { isTTY, columns }: Style): readonly string[] {
  const line = `${verdict}  ${request}`
  const fits = !isTTY || displayWidth(line) <= columns
  return fits ? [line] : [verdict, `  ${request}`]
}
