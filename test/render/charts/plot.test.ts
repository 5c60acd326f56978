import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Metrics } from '../../../src/core/metrics/report.js'
import { timeAxis } from '../../../src/render/charts/axis.js'
import { plot } from '../../../src/render/charts/plot.js'
import { sparkline } from '../../../src/render/charts/sparkline.js'
import { timelineOf, windowText } from '../../../src/render/charts/timeline.js'
import { styleOf } from '../../../src/render/format/style.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const NOW = Date.UTC(2026, 0, 10, 12)
const iso = (at: number) => new Date(at).toISOString()

/** Counts of the periods of a window that ends now; null for a period without data. */
function metricsOf(counts: readonly (readonly [hits: number, misses: number] | null)[], periodSeconds = 60): Metrics {
  const since = NOW - counts.length * periodSeconds * 1000
  const series = counts.flatMap((count, place) =>
    count ? [{ at: iso(since + place * periodSeconds * 1000), hits: count[0], misses: count[1] }] : [],
  )
  const sum = (of: 'hits' | 'misses') => series.reduce((total, one) => total + one[of], 0)
  return {
    since: iso(since),
    until: iso(NOW),
    settledUntil: iso(NOW - 5 * MINUTE_MS),
    periodSeconds,
    hits: sum('hits'),
    misses: sum('misses'),
    requests: sum('hits') + sum('misses'),
    ratio: null,
    series,
    methods: null,
  }
}
const style = (columns: number, locale = 'C.UTF-8', colors: 0 | 1 = 0) =>
  styleOf({ isTTY: true, columns, colors }, colors === 0 ? 'never' : 'always', { LC_ALL: locale })
const counts = fc.array(fc.option(fc.tuple(fc.nat(5000), fc.nat(5000)), { freq: 4 }), {
  minLength: 1,
  maxLength: 400,
})

describe('a sparkline', () => {
  it.each([
    [true, '▁▂▅█ ▂'],
    [false, '_.=# .'],
  ])('tells nothing, little, much and not known apart (Unicode %s)', (unicode, expected) => {
    expect(sparkline([0, 1, 50, 100, null, 0.001], 100, unicode)).toBe(expected)
  })

  it('never falls where its values rise', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 2 }), (values) => {
        const sorted = values.toSorted((a, b) => a - b)
        const levels = [...sparkline(sorted, Math.max(...values), true)].map((sign) => '▁▂▃▄▅▆▇█'.indexOf(sign))
        expect(levels).toEqual(levels.toSorted((a, b) => a - b))
      }),
    )
  })
})

describe('a timeline', () => {
  it('has every period of the window, and loses no hit and no miss', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 10, max: 120 }), (all, most) => {
        const metrics = metricsOf(all)
        const { slots, slotMs } = timelineOf(metrics, most)

        expect(slots.length).toBeLessThanOrEqual(most)
        expect(slots.length * slotMs).toBeGreaterThanOrEqual(all.length * MINUTE_MS)
        const end = Date.parse(metrics.until) - Date.parse(metrics.since)
        const total = slots.reduce((sum, { hits }, place) => {
          const lengthMs = Math.max(MINUTE_MS, Math.min(slotMs, end - place * slotMs))
          return sum + ((hits ?? 0) * lengthMs) / MINUTE_MS
        }, 0)
        expect(total).toBeCloseTo(metrics.hits ?? 0, 3)
      }),
    )
  })

  it('takes no data for nothing only where CloudWatch has everything', () => {
    const { slots } = timelineOf(metricsOf(Array.from({ length: 10 }, () => null)), 60)

    expect(slots.map(({ hits }) => hits)).toEqual([0, 0, 0, 0, 0, null, null, null, null, null])
  })
})

describe('the name of a window', () => {
  const named = (lengthMs: number) =>
    windowText({ ...metricsOf([[1, 1]]), since: iso(NOW - lengthMs), until: iso(NOW) })

  it.each([
    [HOUR_MS, 'last 1 h'],
    [90 * MINUTE_MS + 20_000, 'last 1 h 30 min'],
    [DAY_MS, 'last 24 h'],
    [14 * DAY_MS, 'last 14 days'],
    [20 * DAY_MS + 4 * MINUTE_MS, 'last 20 days'],
    [90 * DAY_MS + 50 * MINUTE_MS, 'last 90 days'],
  ])('of %d ms until now is %s', (lengthMs, name) => {
    expect(named(lengthMs)).toBe(name)
  })
})

describe('the times below a chart', () => {
  it.each([
    ['an hour', HOUR_MS, /^( *\d\d:\d\d)+$/],
    ['two days', 2 * DAY_MS, /^( *\d\d-\d\d \d\d:\d\d)+$/],
    ['two weeks', 14 * DAY_MS, /^( *\d\d-\d\d)+$/],
    ['a year', 365 * DAY_MS, /^( *\d{4}-\d\d-\d\d)+$/],
  ])('of %s are round, and stand below their marks', (_, lengthMs, form) => {
    const { marks, text } = timeAxis(NOW - lengthMs + 7000, lengthMs / 68, 68)

    expect(text).toMatch(form)
    expect(marks.length).toBeGreaterThan(1)
    expect(text.length).toBeLessThanOrEqual(68)
    const starts = [...text.matchAll(/(?<=^| {2,}| (?=\d{4}-))\d/g)].map(({ index }) => index)
    expect(starts).toEqual(marks)
  })
})

describe('a chart', () => {
  const lines = (text: string) => text.split('\n')

  it('stacks misses on hits beside round figures, over times and ratios', () => {
    const hour = metricsOf(Array.from({ length: 60 }, (_, minute): [number, number] => [minute, 60 - minute]))

    const shown = lines(plot(hour, style(80)))

    expect(shown[0]).toBe('          a minute: █ hits, ░ misses')
    expect(shown.slice(1, 4).map((line) => line.slice(0, 40))).toEqual([
      '      60 ┤░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░',
      '         │░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░',
      '         │░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░',
    ])
    expect(shown[12]?.trimEnd()).toMatch(/^ {9}│░+█+$/)
    expect(shown[13]).toMatch(/^ {7}0 └┬─+┬/)
    expect(shown[14]).toMatch(/^ {5}UTC {2}11:00 +11:10 /)
    expect(shown[15]).toMatch(/^ {3}ratio {2}▁▂+▃+▄+▅+▆+▇+█+$/)
    expect(shown).toHaveLength(16)
  })

  it('is never wider than the terminal nor higher than asked, and says the same without colours', () => {
    fc.assert(
      fc.property(
        counts,
        fc.integer({ min: 40, max: 200 }),
        fc.integer({ min: 3, max: 30 }),
        fc.constantFrom('C', 'C.UTF-8'),
        (all, columns, rows, locale) => {
          const metrics = metricsOf(all)
          const shown = plot(metrics, style(columns, locale), rows)

          for (const line of lines(shown)) {
            expect(line.length).toBeLessThanOrEqual(columns)
            expect(line).toBe(line.trimEnd())
          }
          expect(lines(shown).length).toBeLessThanOrEqual(rows + 4)
          const coloured = plot(metrics, style(columns, locale, 1), rows)
          // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
          expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(shown)
          if (locale === 'C') expect(shown).toMatch(/^[\x20-\x7e\n]*$/)
        },
      ),
    )
  })

  it('ends at its highest column where that is round, also when its parts do not add up exactly', () => {
    // A fifth and two fifths of a request a minute, which floating point takes for a little more than 0.6.
    const shown = lines(plot(metricsOf([[1, 2]], 300), style(80), 9))

    expect(shown.flatMap((line) => /^ *([\d.]+) [┤└]/.exec(line)?.[1] ?? [])).toEqual(['0.6', '0.4', '0.2', '0'])
    expect(shown[1]).toMatch(/░$/)
  })

  it('shows whatever there is, however little it is beside the rest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1000, max: 9000 }), (few, many) => {
        const columnOf = (hits: number, misses: number) => {
          const shown = lines(
            plot(
              metricsOf([
                [hits, misses],
                [many, many],
              ]),
              style(80),
            ),
          )
          return shown.slice(1, 13).map((line) => line.charAt(10))
        }
        expect(columnOf(few, 0)).toContain('█')
        expect(columnOf(0, few)).toContain('░')
        expect(columnOf(0, 0).join('').trim()).toBe('')
        const both = columnOf(many, few)
        expect(both).toContain('█')
        expect(both).toContain('░')
      }),
    )
  })
})
