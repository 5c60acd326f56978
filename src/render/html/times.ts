import { minuteOf } from '../format/units.js'
import { html, type Markup } from './markup.js'

export function time(iso: string): Markup {
  return html`<time datetime="${iso}">${minuteOf(iso)}</time>`
}

const UNITS = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
] as const

/** A day without its last minutes still counts as a day. */
const TOLERANCE = 0.01

/** `14 days`, `1 hour`: in the largest unit that fits about a whole number of times. */
export function span(seconds: number): string {
  const isAbout = ([length]: (typeof UNITS)[number]) =>
    Math.abs(Math.round(seconds / length) * length - seconds) <= TOLERANCE * seconds
  const [size, unit] = UNITS.find(isAbout) ?? [60, 'minute']
  const count = Math.max(1, Math.round(seconds / size))
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** `per hour`, `per 5 minutes`. */
export function per(seconds: number): string {
  return `per ${span(seconds).replace(/^1 /, '')}`
}
