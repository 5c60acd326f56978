import { MINUTE_MS } from './series.js'

const DAY_MS = 24 * 60 * MINUTE_MS

/** How long points of each length are kept. What is older is added up to the next length, and at last dropped. */
export const RESOLUTIONS = [
  { stepMs: MINUTE_MS, keptMs: 15 * DAY_MS },
  { stepMs: 5 * MINUTE_MS, keptMs: 63 * DAY_MS },
  { stepMs: 60 * MINUTE_MS, keptMs: 455 * DAY_MS },
] as const

/** The shortest period in which data of this age can be read; null where it is gone. */
export function resolutionMs(ageMs: number): number | null {
  return RESOLUTIONS.find(({ keptMs }) => ageMs < keptMs)?.stepMs ?? null
}
