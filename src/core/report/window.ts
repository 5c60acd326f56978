import type { Window } from '../metrics/window.js'

/** Periods that a person reads easily, in seconds: from a minute to a day. */
const STEPS = [60, 300, 900, 1800, 3600, 7200, 21_600, 86_400]
/** A chart shows no more than this, and nobody reads a longer table. */
const MOST_POINTS = 400

/** The same window with a period that a chart can show and CloudWatch still has, and begins with. PURE. */
export function reportWindow(window: Window): Window {
  const spanSeconds = (window.until - window.since) / 1000
  const fitting = STEPS.find((step) => step >= window.periodSeconds && spanSeconds / step <= MOST_POINTS)
  const periodSeconds = fitting ?? Math.max(window.periodSeconds, 86_400)
  const periodMs = periodSeconds * 1000
  return { ...window, since: Math.floor(window.since / periodMs) * periodMs, periodSeconds }
}
