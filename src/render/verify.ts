import type { VerifyReport, VerifyResult } from '../core/model.js'
import type { View } from './print.js'
import type { Style } from './style.js'
import { table } from './table.js'
import { clean } from './text.js'
import { duration } from './units.js'
import { hanging } from './wrap.js'

export const VERIFY_VIEW: View<VerifyResult, VerifyReport> = {
  screen: ({ reports }, style) => reports.map((report) => screen(report, style)).join('\n\n'),
  rows: ({ reports }) => reports,
  columns: [
    { name: 'method', value: ({ method }) => method },
    { name: 'url', value: ({ url }) => url },
    { name: 'verdict', value: ({ verdict }) => verdict },
    { name: 'expected', value: ({ expected }) => expected },
    { name: 'passed', value: ({ passed }) => passed },
    { name: 'layer', value: ({ layer }) => layer },
    { name: 'freshness', value: ({ freshness }) => freshness?.source ?? null },
    { name: 'firstMs', value: ({ latency }) => latency.firstMs },
    { name: 'repeatMedianMs', value: ({ latency }) => latency.repeatMedianMs },
    { name: 'reason', value: ({ reason }) => reason },
  ],
}

const SHOWN = { yes: ['yes', 'green'], no: ['no', 'red'], unsure: ['unsure', 'yellow'] } as const

function screen(report: VerifyReport, style: Style): string {
  const { paint, sign } = style
  const { verdict, passed, expected, latency } = report
  const [mark, colour] = SHOWN[verdict === 'inconclusive' ? 'unsure' : passed ? 'yes' : 'no']
  const first = paint[colour](`${sign[mark]} ${verdict}`)
  const wanted = passed ? '' : `  (expected: ${expected})`
  const checks = report.checks.filter(({ outcome }) => outcome !== 'pass')
  return [
    `${first}${wanted}  ${report.method} ${clean(report.url)}`,
    hanging('  ', clean(report.reason), style),
    ...(report.probes.length > 0 ? ['', probeTable(report, style)] : []),
    ...(report.probes.length > 1
      ? [
          '',
          `  first answer ${duration(latency.firstMs)}, repeats ${duration(latency.repeatMedianMs)} (median)`,
        ]
      : []),
    ...checks.map(({ id, outcome, detail }) => hanging('  ', `${id}: ${outcome}, ${clean(detail)}`, style)),
  ].join('\n')
}

function probeTable({ probes, freshness }: VerifyReport, style: Style): string {
  const rows = probes.map((probe, index) => [
    `  ${index + 1}`,
    probe.at.slice(11, 23),
    String(probe.status),
    duration(probe.latencyMs),
    probe.value === null ? '' : clean(probe.value),
    probe.sameAsFirst === null || index === 0 ? '' : probe.sameAsFirst ? 'same' : style.paint.yellow('new'),
  ])
  return table(
    ['  #', 'AT (UTC)', 'STATUS', 'TOOK', freshness ? clean(freshness.source) : 'VALUE', ''],
    rows,
    style,
  )
}
