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
    const long = [
      probe(0, token('headvalue'), 'during the flush', true),
      probe(1, token('tailvalue'), null, false),
    ]
    const lines = shown([{ ...REPORT, probes: long }], columns)

    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns)
    const text = lines.join('').replace(/[^0-9a-z]/g, '')
    expect(text.match(/headvalue/g)).toHaveLength(1)
    expect(text.match(/tailvalue/g)).toHaveLength(1)
    expect(lines.join('')).not.toContain('…')
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
