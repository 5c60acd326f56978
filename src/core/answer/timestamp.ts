import { ANY_FORM, readWritten } from './time-texts.js'

/** A time read from an answer. */
export interface Timestamp {
  readonly epochMs: number
  /** Two times of this kind differ only if they are at least so far apart. */
  readonly resolutionMs: number
}

const TEN_YEARS_MS = 10 * 365.25 * 24 * 3_600_000
const MINUTE_MS = 60_000
const MAX_CHARACTERS = 100

const EPOCH = String.raw`\d{10}(?:\.\d{1,9})?|\d{13}(?:\.\d{1,6})?|\d{16}|\d{19}`
const EPOCH_WHOLE = new RegExp(`^(?:${EPOCH})$`)
// Skips the middle of longer numbers and words, such as order numbers.
const ANYWHERE = new RegExp(String.raw`(?<![\w.-])(?:${ANY_FORM}|${EPOCH})(?![\w]|\.\d)`, 'g')

/** Every form has one of these, and few texts do. */
const HINT = /\d:\d\d|\dT\d{4}|\d{10}/

/** Parses a text that is a time as a whole, within ten years of `near`. */
export function parseTimestamp(text: string, near: number): Timestamp | null {
  const trimmed = text.trim()
  if (trimmed.length > MAX_CHARACTERS || !HINT.test(trimmed)) return null
  const found = parseWritten(trimmed, near) ?? parseEpoch(trimmed)
  return found && Math.abs(found.epochMs - near) <= TEN_YEARS_MS ? found : null
}

/** Finds every part of a text that looks like a time. */
export function findTimestamps(text: string, limit: number): { readonly value: string; readonly at: number }[] {
  const found: { value: string; at: number }[] = []
  if (!HINT.test(text)) return found
  for (const match of text.matchAll(ANYWHERE)) {
    found.push({ value: match[0], at: match.index })
    if (found.length >= limit) break
  }
  return found
}

function parseWritten(text: string, near: number): Timestamp | null {
  const found = readWritten(text, near)
  if (!found) return null
  const { epochMs, digits } = found
  return { epochMs, resolutionMs: digits === null ? MINUTE_MS : resolutionOf(epochMs, digits) }
}

function parseEpoch(text: string): Timestamp | null {
  if (!EPOCH_WHOLE.test(text)) return null
  const [whole = '', fraction = ''] = text.split('.')
  // Cuts digits instead of dividing, as nanoseconds do not fit into a double.
  const epochMs = Number((whole + fraction).padEnd(13, '0').slice(0, 13))
  return { epochMs, resolutionMs: resolutionOf(epochMs, whole.length - 10 + fraction.length) }
}

/** Clocks, and windows of feeds and counters, go in steps that divide the time. */
const STEPS = [60, 30, 20, 15, 12, 10, 9, 8, 7.5, 7, 6, 5, 4, 3, 2.5, 2, 1, 0.1, 0.01].map((s) => s * 1000)

/**
 * Guesses the tick from the digits: milliseconds may still tick in seconds (`.000`), and seconds in steps of
 * several (`:05`), also in ones that do not show whole (`:07` of every 7.5 s). Too coarse a guess costs a longer wait
 * at worst; too fine a one would call two fresh answers of the same step a replay.
 */
function resolutionOf(epochMs: number, digits: number): number {
  const written = Math.max(1, 1000 / 10 ** Math.min(3, digits))
  const isWritten = (step: number) => Math.ceil(epochMs / step) * step < epochMs + written
  return Math.max(written, STEPS.find(isWritten) ?? 1)
}
