/** A time read from an answer. */
export interface Timestamp {
  readonly epochMs: number
  /** Two times of this kind differ only if they are at least so far apart. */
  readonly resolutionMs: number
}

const TEN_YEARS_MS = 10 * 365.25 * 24 * 3_600_000
const MINUTE_MS = 60_000

const DATE = String.raw`(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?`
const ZONE = String.raw`(?: ?(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?`
// ISO 8601 basic format: `20260101T091402Z`.
const BASIC = String.raw`(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(?:(\d{2})(?:[.,](\d{1,9}))?)?`
const RFC1123 = String.raw`(?:[A-Z][a-z]{2,8}, )?(\d{1,2})[ -]([A-Z][a-z]{2})[ -](\d{4}) (\d{2}):(\d{2}):(\d{2}) (GMT|UTC|Z|[+-]\d{4})`
const EPOCH = String.raw`\d{10}(?:\.\d{1,9})?|\d{13}(?:\.\d{1,6})?|\d{16}|\d{19}`

const ISO_WHOLE = new RegExp(`^${DATE}${ZONE}$`)
const BASIC_WHOLE = new RegExp(`^${BASIC}${ZONE}$`)
const RFC1123_WHOLE = new RegExp(`^${RFC1123}$`)
const EPOCH_WHOLE = new RegExp(`^(?:${EPOCH})$`)
// Skips the middle of longer numbers and words, such as order numbers.
const ANYWHERE = new RegExp(
  String.raw`(?<![\w.-])(?:${DATE}${ZONE}|${BASIC}${ZONE}|${RFC1123}|${EPOCH})(?![\w]|\.\d)`.replaceAll(
    /\((?!\?)/g,
    '(?:',
  ),
  'g',
)
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Parses a text that is a time as a whole, within ten years of `near`. */
export function parseTimestamp(text: string, near: number): Timestamp | null {
  const trimmed = text.trim()
  if (trimmed.length > 64) return null
  const found = parseIso(trimmed) ?? parseRfc1123(trimmed) ?? parseEpoch(trimmed)
  return found && Math.abs(found.epochMs - near) <= TEN_YEARS_MS ? found : null
}

/** Finds every part of a text that looks like a time. */
export function findTimestamps(
  text: string,
  limit: number,
): { readonly value: string; readonly at: number }[] {
  const found: { value: string; at: number }[] = []
  for (const match of text.matchAll(ANYWHERE)) {
    found.push({ value: match[0], at: match.index })
    if (found.length >= limit) break
  }
  return found
}

function parseIso(text: string): Timestamp | null {
  const match = ISO_WHOLE.exec(text) ?? BASIC_WHOLE.exec(text)
  if (!match) return null
  const [, year, month, day, hour, minute, second, fraction, zone] = match
  const epochMs = utc([year, month, day, hour, minute, second ?? '0'], fraction, zone)
  return epochMs === null
    ? null
    : { epochMs, resolutionMs: second ? resolutionOf(epochMs, fraction) : MINUTE_MS }
}

function parseRfc1123(text: string): Timestamp | null {
  const match = RFC1123_WHOLE.exec(text)
  if (!match) return null
  const [, day, name, year, hour, minute, second, zone] = match
  const month = MONTHS.indexOf(name ?? '') + 1
  const epochMs = month === 0 ? null : utc([year, String(month), day, hour, minute, second], undefined, zone)
  return epochMs === null ? null : { epochMs, resolutionMs: resolutionOf(epochMs, undefined) }
}

function parseEpoch(text: string): Timestamp | null {
  if (!EPOCH_WHOLE.test(text)) return null
  const [whole = '', fraction = ''] = text.split('.')
  // Cuts digits instead of dividing, as nanoseconds do not fit into a double.
  const epochMs = Number((whole + fraction).padEnd(13, '0').slice(0, 13))
  return { epochMs, resolutionMs: resolutionOf(epochMs, whole.slice(10) + fraction) }
}

function utc(parts: readonly (string | undefined)[], fraction: string | undefined, zone: string | undefined) {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number)
  const plausible =
    month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 24 && minute <= 59 && second <= 60
  if (!plausible) return null
  const ms = Number((fraction ?? '').padEnd(3, '0').slice(0, 3))
  return Date.UTC(year, month - 1, day, hour, minute, second, ms) - offsetMs(zone)
}

function offsetMs(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '')
  if (!match) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  return (match[1] === '-' ? -minutes : minutes) * MINUTE_MS
}

const TICKS = [MINUTE_MS, 1000, 100, 10]
// Windows of feeds and counters begin on multiples of these.
const STEPS = [MINUTE_MS, 30_000, 15_000, 10_000, 5000, ...TICKS]

/**
 * Guesses the tick from the digits: milliseconds may still tick in seconds (`.000`) or in other steps, and
 * seconds in minutes (`:00`). Too coarse a guess costs a longer wait at worst; too fine a one would call two
 * fresh answers of the same second a replay.
 */
function resolutionOf(epochMs: number, fraction: string | undefined): number {
  const digits = fraction?.length ?? 0
  const written = Math.max(1, 1000 / 10 ** Math.min(3, digits))
  const ticks = (digits >= 3 ? STEPS : TICKS).find((tick) => epochMs % tick === 0) ?? 1
  return Math.max(written, ticks)
}
