import { PROOFS } from '../../core/verify/proofs/list.js'
import { isAutomatic, type Proof } from '../../core/verify/proofs/proof.js'
import type { VerifyReport, VerifyResult } from '../../core/verify/report.js'
import { fields, type View, within } from '../format/print.js'
import type { Style } from '../format/style.js'
import { fitted, table } from '../format/table.js'
import { clean, cleanAdvice } from '../format/text.js'
import { duration } from '../format/units.js'
import { displayWidth } from '../format/width.js'
import { hanging } from '../format/wrap.js'

export const VERIFY_VIEW: View<VerifyResult, VerifyReport> = {
  screen: ({ reports }, style) => reports.map((report) => screen(report, style)).join('\n\n'),
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

function checksOf(which: (proof: Proof) => boolean): ReadonlySet<string> {
  const proofs: readonly Proof[] = PROOFS
  return new Set([...proofs.filter(which).map(({ checkId }) => checkId), LAYER])
}

function screen(report: VerifyReport, style: Style): string {
  const { paint, sign } = style
  const { verdict, passed, expected, latency } = report
  const [mark, colour] = SHOWN[verdict === 'inconclusive' ? 'unsure' : passed ? 'yes' : 'no']
  const first = paint[colour](`${sign[mark]} ${verdict}`)
  const failed = report.checks.filter(
    ({ id, outcome }) => outcome !== 'pass' && (outcome === 'fail' ? ASKED_FOR : DECISIVE).has(id),
  )
  const wanted =
    verdict === expected && failed.length > 0
      ? `  (failed: ${failed.map(({ id }) => id).join(', ')})`
      : `  (expected: ${expected})`
  const checks = report.checks.filter(({ id, outcome }) => outcome !== 'pass' || ASKED_FOR.has(id))
  return [
    ...titleOf(`${first}${passed ? '' : wanted}`, `${report.method} ${clean(report.url)}`, style),
    hanging('  ', cleanAdvice(report.reason), style),
    ...(report.probes.length > 0 ? ['', probeTable(report, style)] : []),
    ...(report.probes.length > 1
      ? [
          '',
          `  first answer ${duration(latency.firstMs)}, repeats ${duration(latency.repeatMedianMs)} (median)`,
        ]
      : []),
    ...checks.map(({ id, outcome, detail }) => hanging('  ', `${id}: ${outcome}, ${clean(detail)}`, style)),
    ...(report.next === null ? [] : [hanging('  next: ', cleanAdvice(report.next), style)]),
  ].join('\n')
}

/** One line, or two if the terminal is too narrow. */
function titleOf(verdict: string, request: string, { isTTY, columns }: Style): readonly string[] {
  const line = `${verdict}  ${request}`
  const fits = !isTTY || displayWidth(line) <= columns
  return fits ? [line] : [verdict, `  ${request}`]
}

/** Columns of the value and of the request's label. */
const SHRINKABLE = [4, 6]

function probeTable({ probes, freshness }: VerifyReport, style: Style): string {
  const labelled = probes.some(({ label }) => label !== undefined)
  const rows = probes.map((probe, index) => [
    `  ${index + 1}`,
    probe.at.slice(11, 23),
    String(probe.status),
    duration(probe.latencyMs),
    probe.value === null ? '' : clean(probe.value),
    probe.sameAsFirst === null || index === 0 ? '' : probe.sameAsFirst ? 'same' : style.paint.yellow('new'),
    ...(labelled ? [clean(probe.label ?? '')] : []),
  ])
  const value = freshness ? clean(freshness.source) : 'VALUE'
  const heads = ['  #', 'AT (UTC)', 'STATUS', 'TOOK', value, '', ...(labelled ? ['REQUEST'] : [])]
  const shrinking = SHRINKABLE.filter((place) => place < heads.length)
  const [shownHeads = heads, ...shownRows] = fitted(heads, [heads, ...rows], shrinking, style)
  return table(shownHeads, shownRows, style)
}
