/** A date and a time of day as they were written, in UTC or at an offset from it. */
export interface Written {
  readonly epochMs: number
  /** Digits of the second's fraction; null where not even seconds are written. */
  readonly digits: number | null
}

type Part =
  | 'year'
  | 'month'
  | 'day'
  | 'hour'
  | 'minute'
  | 'second'
  | 'fraction'
  | 'half'
  | 'zone'
  | 'monthOrDay'
  | 'dayOrMonth'

/** One way of writing a time: its pattern, and what its groups are. */
type Form = readonly [pattern: string, ...parts: Part[]]

const CLOCK = String.raw`(\d{2}):(\d{2}):(\d{2})`
const FRACTION = String.raw`(?:[.,](\d{1,9}))?`
const MONTH = '(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)'
const ZONE_NAMES: Readonly<Record<string, string>> = {
  ...{ EST: '-0500', EDT: '-0400', CST: '-0600', CDT: '-0500', MST: '-0700', MDT: '-0600', PST: '-0800' },
  ...{ PDT: '-0700', CET: '+0100', CEST: '+0200', BST: '+0100', IST: '+0530', JST: '+0900' },
}
const NAMED_ZONE = `Z|UTC|UT|GMT|${Object.keys(ZONE_NAMES).join('|')}`
const OFFSET = String.raw`[+-]\d{2}(?::?\d{2})?`

/** Tried in this order. */
const FORMS: readonly Form[] = [
  // 2026-01-01T09:14:02.113Z, and what languages print in its place.
  [
    String.raw`(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})${FRACTION})?(?: ?(${OFFSET}|z|${NAMED_ZONE})(?![A-Za-z]))?`,
    ...(['year', 'month', 'day', 'hour', 'minute', 'second', 'fraction', 'zone'] as const),
  ],
  [
    String.raw`(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(?:(\d{2})${FRACTION})?(?: ?(${OFFSET}|z|${NAMED_ZONE})(?![A-Za-z]))?`,
    ...(['year', 'month', 'day', 'hour', 'minute', 'second', 'fraction', 'zone'] as const),
  ],
  // Thu, 01 Jan 2026 09:14:02 GMT (RFC 1123), and Thursday, 01-Jan-26 09:14:02 GMT (RFC 850).
  [
    String.raw`(?:[A-Z][a-z]{2,8}, )?(\d{1,2})[ -]${MONTH}[a-z]{0,6}[ -](\d{4}|\d{2}) ${CLOCK}${FRACTION}(?: (${OFFSET}|${NAMED_ZONE})(?![A-Za-z]))?`,
    ...(['day', 'month', 'year', 'hour', 'minute', 'second', 'fraction', 'zone'] as const),
  ],
  // Thu Jan 01 2026 09:14:02 GMT+0000 (Coordinated Universal Time), of JavaScript.
  [
    String.raw`[A-Z][a-z]{2} ${MONTH} {1,2}(\d{1,2}) (\d{4}) ${CLOCK}(?: (?:GMT|UTC)(${OFFSET})?(?: \([^()]{1,60}\))?)?`,
    ...(['month', 'day', 'year', 'hour', 'minute', 'second', 'zone'] as const),
  ],
  // Thu Jan  1 09:14:02 2026 of ctime, and with a zone as date(1) and Java write it.
  [
    String.raw`[A-Z][a-z]{2} ${MONTH} {1,2}(\d{1,2}) ${CLOCK}(?: (${OFFSET}|${NAMED_ZONE}))? (\d{4})`,
    ...(['month', 'day', 'hour', 'minute', 'second', 'zone', 'year'] as const),
  ],
  // 01/Jan/2026:09:14:02 +0000, of web servers' logs.
  [
    String.raw`(\d{2})/${MONTH}/(\d{4}):${CLOCK}(?: (${OFFSET}))?`,
    ...(['day', 'month', 'year', 'hour', 'minute', 'second', 'zone'] as const),
  ],
  [
    String.raw`(\d{4})/(\d{2})/(\d{2})[ T]${CLOCK}${FRACTION}(?: ?(${OFFSET}|${NAMED_ZONE})(?![A-Za-z]))?`,
    ...(['year', 'month', 'day', 'hour', 'minute', 'second', 'fraction', 'zone'] as const),
  ],
  // 1/2/2026, 9:14:02 AM: which of the two is the month depends on the country.
  [
    String.raw`(\d{1,2})/(\d{1,2})/(\d{4}),? (\d{1,2}):(\d{2}):(\d{2})(?:[ \u202f]?([AP]M))?`,
    ...(['monthOrDay', 'dayOrMonth', 'year', 'hour', 'minute', 'second', 'half'] as const),
  ],
]

const WHOLE = FORMS.map(([pattern, ...parts]) => ({ pattern: new RegExp(`^${pattern}$`), parts }))

/** Matches each form anywhere; it has no groups. */
export const ANY_FORM = FORMS.map(([pattern]) => pattern.replaceAll(/(?<!\\)\((?!\?)/g, '(?:')).join('|')

/** Reads a text that is written in one of the forms; where two readings are possible, the one nearer to `near`. */
export function readWritten(text: string, near: number): Written | null {
  for (const { pattern, parts } of WHOLE) {
    const match = pattern.exec(text)
    if (!match) continue
    const found = new Map(parts.map((part, index) => [part, match[index + 1]]))
    const readings = orders(found).flatMap((one) => utc(one) ?? [])
    const [epochMs] = readings.sort((a, b) => Math.abs(a - near) - Math.abs(b - near))
    if (epochMs === undefined) continue
    const digits = found.get('second') === undefined ? null : (found.get('fraction')?.length ?? 0)
    return { epochMs, digits }
  }
  return null
}

type Found = ReadonlyMap<Part, string | undefined>

function orders(found: Found): readonly Found[] {
  const [one, other] = [found.get('monthOrDay'), found.get('dayOrMonth')]
  if (one === undefined) return [found]
  return [new Map([...found, ['month', one], ['day', other]]), new Map([...found, ['month', other], ['day', one]])]
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function utc(found: Found): number | null {
  const number = (part: Part) => Number(found.get(part) ?? 0)
  const name = MONTHS.indexOf(found.get('month') ?? '') + 1
  const [month, day] = [name || number('month'), number('day')]
  const hour = hourOf(number('hour'), found.get('half'))
  const [minute, second] = [number('minute'), number('second')]
  const plausible = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 24 && minute <= 59 && second <= 60
  if (!plausible) return null
  const year = number('year')
  const ms = Number((found.get('fraction') ?? '').padEnd(3, '0').slice(0, 3))
  const whole = year < 100 ? 2000 + year : year
  return Date.UTC(whole, month - 1, day, hour, minute, second, ms) - offsetMs(found.get('zone') ?? '')
}

function hourOf(written: number, half: string | undefined): number {
  return half === undefined ? written : (written % 12) + (half === 'PM' ? 12 : 0)
}

function offsetMs(zone: string): number {
  const [, sign, hours, minutes = 0] = /^([+-])(\d{2}):?(\d{2})?$/.exec(ZONE_NAMES[zone] ?? zone) ?? []
  const offset = (Number(hours ?? 0) * 60 + Number(minutes)) * 60_000
  return sign === '-' ? -offset : offset
}
