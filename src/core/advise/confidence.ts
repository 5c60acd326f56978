import type { Advice } from './report.js'

export type Confidence = Advice['confidence']

const DAY_MS = 24 * 3_600_000
/** The last minutes of a window are not looked at: a week is a week without them. */
const ABOUT_MS = 3_600_000
const ORDER: readonly Confidence[] = ['low', 'medium', 'high']

/** True for a window of that many days, give or take the minutes that CloudWatch is late. */
export function lasts(windowMs: number, days: number): boolean {
  return windowMs + ABOUT_MS >= days * DAY_MS
}

/** A week says more than a night. */
export function sureness(windowMs: number): Confidence {
  return lasts(windowMs, 7) ? 'high' : lasts(windowMs, 1) ? 'medium' : 'low'
}

/** The least of them. */
export function least(...all: readonly Confidence[]): Confidence {
  return ORDER.find((one) => all.includes(one)) ?? 'low'
}
