import { describe, expect, it } from 'vitest'
import type { VerifyReport } from '../../../src/core/verify/report.js'
import { render } from '../../../src/render/format/print.js'
import { styleOf } from '../../../src/render/format/style.js'
import { VERIFY_VIEW } from '../../../src/render/verify/screen.js'

const style = (columns: number) => styleOf({ isTTY: true, columns, colors: 0 }, 'never', {})

type Probe = VerifyReport['probes'][number]

const probe = (second: number, value: string, group: string | null, sameAsFirst: boolean): Probe => ({
  ...{ at: `2026-01-01T10:00:0${second}.100Z`, status: 200, latencyMs: 20, value, group, sameAsFirst },
})

const REPORT: VerifyReport = {
  target: null,
  method: 'GET',
  url: 'https://x.invalid/pets',
  verdict: 'cached',
  layer: 'some-cache',
  expected: 'cached',
  expectedBy: 'caller',
  passed: true,
  reason: 'it stayed',
  freshness: { source: 'body:generatedAt', kind: 'timestamp' },
  probes: [],
  latency: { firstMs: 100, repeatMedianMs: 20 },
  checks: [],
  next: null,
}

const shown = (reports: readonly VerifyReport[], columns = 80) =>
  render('table', { reports, passed: reports.every(({ passed }) => passed) }, VERIFY_VIEW, style(columns))
    .trimEnd()
    .split('\n')

const marks = (lines: readonly string[]) =>
  lines.flatMap((line) => (/^ {2}\d/.test(line) ? [line.trim().split(/ {2,}/).slice(4).join('|')] : []))

describe('the answers that verify lists', () => {
  const probes = [
    probe(0, 'a', 'type=a', true),
    probe(1, 'b', 'type=b', true),
    probe(2, 'a', 'type=a', true),
    probe(3, 'c', 'type=b', false),
  ]

  it('stand group by group, each compared with its own first one', () => {
    const lines = shown([{ ...REPORT, probes }])
    expect(marks(lines)).toEqual(['a|type=a', 'a|same|type=a', 'b|type=b', 'c|new|type=b'])
  })

  it('have no column of groups where there is only one', () => {
    const lines = shown([{ ...REPORT, probes: probes.map((one) => ({ ...one, group: null })) }])
    expect(lines.join('\n')).not.toContain('REQUEST')
    expect(marks(lines)).toEqual(['a', 'b|same', 'a|same', 'c|new'])
  })

  it.each([80, 120])('show their values as a whole at %i columns', (columns) => {
    const token = (end: string) => `${'0123456789'.repeat(9)}${end}`
    const long = [probe(0, token('headvalue'), 'during the flush', true), probe(1, token('tailvalue'), null, false)]
    const lines = shown([{ ...REPORT, probes: long }], columns)

    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns)
    const text = lines.join('').replace(/[^0-9a-z]/g, '')
    expect(text.match(/headvalue/g)).toHaveLength(1)
    expect(text.match(/tailvalue/g)).toHaveLength(1)
    expect(lines.join('')).not.toContain('…')
  })
})

describe('the answers of several requests in a terminal of 80 columns', () => {
  const names = ['type=admin, department=a', 'type=regular, department=b']
  const at = (second: number, day = '2026-01-01') => `${day}T10:00:0${second}.052Z`
  const asked = (days: readonly string[]) =>
    [0, 1, 2, 3].map((place) => probe(place, at(place % 2, days[place]), names[place % 2] ?? '', true))
  const ONE_DAY = ['2026-01-01', '2026-01-01', '2026-01-01', '2026-01-01']

  it('have a line each, with what they share said once', () => {
    const lines = shown([{ ...REPORT, probes: asked(ONE_DAY) }])

    expect(marks(lines)).toEqual(['10:00:00.052Z', '10:00:00.052Z|same', '10:00:01.052Z', '10:00:01.052Z|same'])
    for (const name of names) expect(lines.filter((line) => line === `  ${name}`)).toHaveLength(1)
    expect(lines).toContain('  body:generatedAt has the date 2026-01-01')
  })

  it('keep their names beside them where the time alone makes room enough', () => {
    const probes = asked(ONE_DAY).map((one) => ({ ...one, group: `type=${one.group?.slice(5, 6)}` }))
    const lines = shown([{ ...REPORT, probes }], 70)

    expect(marks(lines)[1]).toBe('10:00:00.052Z|same|type=a')
    expect(lines).toContain('  body:generatedAt has the date 2026-01-01')
  })

  it('keep dates that differ, and those for which there is room', () => {
    const two = shown([{ ...REPORT, probes: asked([...ONE_DAY.slice(1), '2026-01-02']) }])
    expect(two.join('\n')).not.toContain('has the date')
    const wide = shown([{ ...REPORT, probes: asked(ONE_DAY) }], 120)
    expect(marks(wide)[1]).toBe(`${at(0)}|same|${names[0]}`)
  })
})

describe('a report that fails although the verdict is the expected one', () => {
  const check = { id: 'vary', outcome: 'fail', detail: 'one entry' } as const
  const report = { ...REPORT, passed: false, checks: [check] } satisfies VerifyReport

  it('begins with what failed', () => {
    expect(shown([report])[0]).toBe('✗ vary failed  (cached, as expected)  GET https://x.invalid/pets')
    const open = { ...report, checks: [{ ...check, outcome: 'unknown' }] } satisfies VerifyReport
    expect(shown([open])[0]).toContain('✗ vary not shown  (cached, as expected)')
  })

  it('is named by it at the end of several', () => {
    expect(shown([REPORT, report]).at(-1)).toBe('  GET https://x.invalid/pets  vary failed')
  })
})

describe('the end of several URLs', () => {
  const failed = {
    ...REPORT,
    url: 'https://x.invalid/users',
    verdict: 'inconclusive',
    passed: false,
  } as const

  it('counts them, and names those that are not as expected', () => {
    expect(shown([REPORT, failed, REPORT]).slice(-2)).toEqual([
      '✗ 1 of 3 URLs not as expected: 2 cached, 1 inconclusive',
      '  GET https://x.invalid/users  inconclusive',
    ])
  })

  it('is one line where all is well, and none for one URL', () => {
    expect(shown([REPORT, REPORT]).at(-1)).toBe('✓ 2 URLs as expected: 2 cached')
    expect(shown([REPORT]).join('\n')).not.toContain('as expected')
  })
})

describe('a verdict of not-cached', () => {
  const fresh = { ...REPORT, verdict: 'not-cached', expected: 'not-cached', layer: null } as const

  it('says where it is only what the settings say', () => {
    const title = (expectedBy: VerifyReport['expectedBy']) => shown([{ ...fresh, expectedBy }])[0]

    expect(title('settings')).toBe('✓ not-cached, as the settings say  GET https://x.invalid/pets')
    expect(title('caller')).toBe('✓ not-cached  GET https://x.invalid/pets')
  })
})
