import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InvalidateResult } from '../../../src/core/invalidate/report.js'
import { FORMATS } from '../../../src/render/format/formats.js'
import { render } from '../../../src/render/format/print.js'
import { styleOf } from '../../../src/render/format/style.js'
import { INVALIDATE_VIEW } from '../../../src/render/invalidate/screen.js'

const style = (columns: number) => styleOf({ isTTY: true, columns, colors: 0 }, 'never', {})

const report: InvalidateResult['reports'][number] = {
  url: 'https://p3t5d3m0a1.execute-api.us-east-1.amazonaws.com/prod/pets/1',
  outcome: 'ignored',
  signed: true,
  status: 200,
  warning: '199 Cache-control headers were ignored because the caller was unauthorized.',
  reason: 'SUCCEED_WITH_RESPONSE_HEADER ignored the request with a Warning: the caller lacks something long to say',
  method: 'GET',
  headerSet: null,
}
const resultOf = (reports: InvalidateResult['reports'], failed: InvalidateResult['failed'] = []): InvalidateResult => ({
  reports,
  passed: false,
  failed,
})

describe('the screen of invalidate', () => {
  it.each([80, 120])('breaks sentences at %i columns, never a URL', (columns) => {
    const lines = render('table', resultOf([report]), INVALIDATE_VIEW, style(columns))
      .trimEnd()
      .split('\n')

    expect(lines[0]).toBe(`✗ ignored  GET ${report.url}`)
    for (const line of lines.slice(1)) expect(line.length).toBeLessThanOrEqual(columns)
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(report.warning)
  })

  it('keeps its columns in line, whatever the outcomes are', () => {
    const outcomes = ['invalidated', 'ignored', 'forbidden', 'unknown'] as const
    const reports = outcomes.map((outcome) => ({ ...report, outcome, headerSet: 2 }))
    const lines = render('table', resultOf(reports), INVALIDATE_VIEW, style(200)).split('\n')

    const at = lines[0]?.indexOf('URL')
    const rows = lines.filter((line) => line.includes('https://'))
    expect(rows.map((line) => line.indexOf('GET '))).toEqual(rows.map(() => at))
    expect(rows.every((line) => line.endsWith('(header values 2)'))).toBe(true)
  })

  it('lets nothing that an endpoint says act on a terminal, in any format', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FORMATS), fc.string({ unit: 'binary' }), (format, text) => {
        const poison = `\u001b[2J\u202e\r\n${text}`
        const poisoned = { ...report, url: poison, warning: poison, reason: poison }
        const result = resultOf([poisoned, poisoned], [{ url: poison, message: poison }])
        const shown = render(format, result, INVALIDATE_VIEW, style(80))
        expect(shown).not.toMatch(/[^\P{Cc}\n\t]|\p{Bidi_Control}/u)
      }),
    )
  })
})
