import { figure, percent as shared } from '../../core/base/quantities.js'

/** `4 min 2 s`, `850 ms`, `1 h 5 min`. */
export function duration(ms: number): string {
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60]
  if (minutes < 60) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`
  const [hours, left] = [Math.floor(minutes / 60), minutes % 60]
  return left === 0 ? `${hours} h` : `${hours} h ${left} min`
}

/** `2026-11-20 14:00`, UTC. */
export function minuteOf(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ')
}

/** `80.0 %`; an unknown ratio is a dash. */
export function percent(ratio: number | null): string {
  return ratio === null ? '–' : shared(ratio)
}

export function count(value: number | null): string {
  return value === null ? '–' : figure(value)
}

/** `1 miss`, `24 hits`. */
export function counted(value: number | null, noun: string): string {
  const plural = noun.endsWith('s') ? `${noun}es` : `${noun}s`
  return `${count(value)} ${value === 1 ? noun : plural}`
}

/** `12.5K`, `940`, `0.25`: at most six characters. */
export function short(value: number): string {
  return value.toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: 3 })
}

/** Of a value a second, which is small where it matters: `22`, `0.4`; an unknown value is a dash. */
export function perMinute(value: number | null): string {
  return value === null ? '–' : figure(value * 60, { most: 1 })
}
