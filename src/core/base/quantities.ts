/** `1,234.5`: figures as sentences have them. */
export function number(value: number): string {
  return figure(value, { most: 1 })
}

/**
 * With a comma between thousands, and `least` to `most` decimals. The engine's own locale would cost each start some
 * 15 ms, a tenth of `status`.
 */
export function figure(value: number, { least = 0, most = 3 }: { least?: number; most?: number } = {}): string {
  const size = Math.abs(value)
  const rounded = size < 1e-6 ? 0 : Math.round(Number(`${size}e${most}`)) / 10 ** most
  if (!(rounded < 1e12)) return value.toLocaleString('en-US')
  const [whole = '', decimals = ''] = rounded.toFixed(most).split('.')
  const needed = decimals.slice(0, least) + decimals.slice(least).replace(/0+$/, '')
  const sign = value < 0 && rounded > 0 ? '-' : ''
  return `${sign}${whole.replace(/\B(?=(?:\d{3})+$)/g, ',')}${needed && `.${needed}`}`
}

/** A share of 1 as all screens show it: `83.1 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

/** `a, b and 3 more`: `most` are named, and the others counted. */
export function some(names: readonly string[], most: number): string {
  const more = names.length - most
  return `${names.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

const MOST_LINES = 20

/** The first of the lines, and how many more there are. */
export function someLines(lines: readonly string[]): string {
  const more = lines.length - MOST_LINES
  return [...lines.slice(0, MOST_LINES), ...(more > 0 ? [`… and ${more} more`] : [])].join('\n')
}

/** `2026-01-01 09:14`: nobody weighs a cluster by the second. */
export function minute(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ')
}

const HOUR_MS = 3_600_000
const UNITS = [
  { name: 'd', ms: 24 * HOUR_MS, from: 47 * HOUR_MS },
  { name: 'h', ms: HOUR_MS, from: 1.9 * HOUR_MS },
] as const
/** A window without its last minutes is still a day. */
const ABOUT = 0.01

/** In the largest unit of which it is about a whole number: `7 d`, `24 h`, `90 min`. */
export function span(ms: number): string {
  const unit = UNITS.find((one) => {
    const whole = Math.round(ms / one.ms) * one.ms
    return ms >= one.from && Math.abs(whole - ms) <= ABOUT * ms
  })
  if (unit) return `${Math.round(ms / unit.ms)} ${unit.name}`
  return ms >= 47 * HOUR_MS ? `${Math.round(ms / HOUR_MS)} h` : `${Math.round(ms / 60_000)} min`
}
