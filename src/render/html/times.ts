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

/** A window without its last minutes is still a day. */
const ABOUT = 0.01

/** How long a stretch is, in the largest unit of which it is about a whole number: `14 days`, `1 hour`. */
export function span(seconds: number): string {
  const isAbout = ([length]: (typeof UNITS)[number]) =>
    Math.abs(Math.round(seconds / length) * length - seconds) <= ABOUT * seconds
  const [size, unit] = UNITS.find(isAbout) ?? [60, 'minute']
  const count = Math.max(1, Math.round(seconds / size))
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** What one point of a chart covers: `per hour`, `per 5 minutes`. */
export function per(seconds: number): string {
  return `per ${span(seconds).replace(/^1 /, '')}`
}
