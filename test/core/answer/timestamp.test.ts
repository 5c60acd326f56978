import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findTimestamps, parseTimestamp } from '../../../src/core/answer/timestamp.js'

const NOW = Date.UTC(2026, 5, 15, 12)
const YEAR_MS = 365 * 86_400_000
const instants = fc.integer({ min: NOW - 9 * YEAR_MS, max: NOW + 9 * YEAR_MS })
const wholeSecond = (ms: number) => Math.floor(ms / 1000) * 1000

function withOffset(ms: number, minutes: number, colon: string): string {
  const sign = minutes < 0 ? '-' : '+'
  const two = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, '0')
  const local = new Date(ms + minutes * 60_000).toISOString().slice(0, -1)
  return `${local}${sign}${two(Math.abs(minutes) / 60)}${colon}${two(Math.abs(minutes) % 60)}`
}

type Words = (day: string, month: string, year: string, clock: string, weekday: string) => string

/** `Thu, 01 Jan 2026 09:14:02 GMT`, put together in another way. */
function wordsOf(ms: number, write: Words): string {
  const [weekday = '', day = '', month = '', year = '', clock = ''] = new Date(ms).toUTCString().split(/,? /)
  return write(day, month, year, clock, weekday)
}

const LONG = {
  Mon: 'Monday',
  Tue: 'Tuesday',
  Wed: 'Wednesday',
  Thu: 'Thursday',
  Fri: 'Friday',
  Sat: 'Saturday',
  Sun: 'Sunday',
}
const rfc850 = (ms: number) =>
  wordsOf(ms, (day, month, year, clock, weekday) => {
    const long = LONG[weekday as keyof typeof LONG]
    return `${long}, ${day}-${month}-${year.slice(2)} ${clock} GMT`
  })
const inJavaScript = (ms: number, zone: string) =>
  wordsOf(ms, (day, month, year, clock, weekday) => `${weekday} ${month} ${day} ${year} ${clock} ${zone}`)
const ctime = (ms: number, zone: string) =>
  wordsOf(
    ms,
    (day, month, year, clock, weekday) => `${weekday} ${month} ${day.replace(/^0/, ' ')} ${clock} ${zone}${year}`,
  )

const NOTATIONS: readonly (readonly [string, (ms: number) => string, (ms: number) => number])[] = [
  ['ISO 8601 with milliseconds', (ms) => new Date(ms).toISOString(), (ms) => ms],
  ['ISO 8601 with microseconds', (ms) => new Date(ms).toISOString().replace('Z', '789Z'), (ms) => ms],
  ['ISO 8601 without a fraction', (ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`, wholeSecond],
  ['ISO 8601 in the basic format', (ms) => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, ''), wholeSecond],
  ['ISO 8601 without a zone', (ms) => new Date(ms).toISOString().slice(0, 23), (ms) => ms],
  ['ISO 8601 with a space', (ms) => new Date(ms).toISOString().replace('T', ' ').replace('Z', ' UTC'), (ms) => ms],
  ['RFC 1123', (ms) => new Date(ms).toUTCString(), wholeSecond],
  ['RFC 1123 without a zone', (ms) => new Date(ms).toUTCString().replace(' GMT', ''), wholeSecond],
  ['RFC 850', (ms) => rfc850(ms), wholeSecond],
  ["JavaScript's Date", (ms) => inJavaScript(ms, 'GMT+0000 (Coordinated Universal Time)'), wholeSecond],
  [
    "JavaScript's Date elsewhere",
    (ms) => inJavaScript(ms + 2 * 3_600_000, 'GMT+0200 (Central European Summer Time)'),
    wholeSecond,
  ],
  ['ctime', (ms) => ctime(ms, ''), wholeSecond],
  ["Java's Date", (ms) => ctime(ms, 'UTC '), wholeSecond],
  ["Java's Date elsewhere", (ms) => ctime(ms - 5 * 3_600_000, 'EST '), wholeSecond],
  [
    "a web server's log",
    (ms) => wordsOf(ms, (day, month, year, clock) => `${day}/${month}/${year}:${clock} +0000`),
    wholeSecond,
  ],
  ["Go's log", (ms) => new Date(ms).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' '), wholeSecond],
  ['epoch seconds', (ms) => String(wholeSecond(ms) / 1000), wholeSecond],
  ['epoch seconds with a fraction', (ms) => (ms / 1000).toFixed(3), (ms) => ms],
  ['epoch milliseconds', (ms) => String(ms), (ms) => ms],
  ['epoch microseconds', (ms) => `${ms}123`, (ms) => ms],
  ['epoch nanoseconds', (ms) => `${ms}123456`, (ms) => ms],
]

describe.each(NOTATIONS)('%s', (_, write, meant) => {
  it('is read as the instant that was written', () => {
    fc.assert(
      fc.property(instants, (ms) => {
        expect(parseTimestamp(write(ms), NOW)?.epochMs).toBe(meant(ms))
      }),
    )
  })

  it('is found in the middle of a text', () => {
    fc.assert(
      fc.property(instants, (ms) => {
        const [found] = findTimestamps(`<p class="a">made (${write(ms)}).</p>`, 5)
        expect(parseTimestamp(found?.value ?? '', NOW)?.epochMs).toBe(meant(ms))
      }),
    )
  })
})

describe('a timestamp', () => {
  it('is read with any zone', () => {
    const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 })
    fc.assert(
      fc.property(instants, offsets, fc.constantFrom(':', ''), (ms, minutes, colon) => {
        expect(parseTimestamp(withOffset(ms, minutes, colon), NOW)?.epochMs).toBe(ms)
      }),
    )
  })

  it.each([
    ['2026-06-15T12:00:01.123Z', 1],
    ['2026-06-15T12:00:01.120Z', 10],
    ['2026-06-15T12:00:01.5Z', 100],
    ['2026-06-15T12:00:11.000Z', 1000],
    ['2026-06-15T12:00:01.000Z', 7000],
    ['2026-06-15T12:00:11Z', 1000],
    ['2026-06-15T12:03:00Z', 60_000],
    ['2026-06-15T12:03Z', 60_000],
    ['1781524811', 1000],
    ['1781524801123', 1],
    ['Mon, 15 Jun 2026 12:00:11 GMT', 1000],
  ])('%s ticks every %i ms at most', (text, resolutionMs) => {
    expect(parseTimestamp(text, NOW)?.resolutionMs).toBe(resolutionMs)
  })

  it('with the day or the month first is the one that is nearer', () => {
    const meant = (text: string) => new Date(parseTimestamp(text, NOW)?.epochMs ?? 0).toISOString()
    expect(meant('6/15/2026, 12:00:07 PM')).toBe('2026-06-15T12:00:07.000Z')
    expect(meant('6/15/2026, 12:00:07 AM')).toBe('2026-06-15T00:00:07.000Z')
    expect(meant('6/7/2026, 2:00:07\u202fPM')).toBe('2026-06-07T14:00:07.000Z')
    expect(meant('7/6/2026, 14:00:07')).toBe('2026-06-07T14:00:07.000Z')
  })

  it.each([
    ['12345'],
    ['1234567890123456789012'],
    ['2026-13-01T00:00:00Z'],
    ['2026-06-15'],
    ['Mon, 15 Xyz 2026 12:00:01 GMT'],
    ['2026-06-15T25:00:00Z'],
    ['20260615T250000Z'],
    ['Mon, 15 Jun 2026 25:00:00 GMT'],
    ['2026-06-15T12:60:00Z'],
    ['2026-06-15T12:00:61Z'],
    ['2026-06-32T12:00:00Z'],
    ['2026-00-15T12:00:00Z'],
    ['2026-06-00T12:00:00Z'],
    ['1999-01-01T00:00:00Z'],
    ['99999999999'],
    ['9999999999'],
    [''],
    ['rex'],
  ])('is not what %s is', (text) => {
    expect(parseTimestamp(text, NOW)).toBeNull()
  })

  it.each([
    ['2026-06-15T24:00:00Z', '2026-06-16T00:00:00.000Z'],
    ['2026-06-15T23:59:60Z', '2026-06-16T00:00:00.000Z'],
    ['2026-12-31T00:00:00Z', '2026-12-31T00:00:00.000Z'],
  ])('at the end of a day or a month is one: %s', (text, meant) => {
    expect(new Date(parseTimestamp(text, NOW)?.epochMs ?? 0).toISOString()).toBe(meant)
  })

  it('is not looked for inside longer numbers and words', () => {
    expect(
      findTimestamps('order-1781524801-7 17815248011 x1781524801 1781524801.1.2', 5).map(({ value }) => value),
    ).toEqual([])
  })
})
