import { env } from 'node:process'

const TIMES = Number(env.HUNT_TIMES ?? 1)

/**
 * Some verdicts rest on odds of one in many thousands. One seed keeps the gate steady; HUNT_SEED looks elsewhere, and
 * HUNT_TIMES that many times as far: `npm run hunt` is ten times the gate, 100,000 worlds.
 */
export function hunt(numRuns: number): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: numRuns * TIMES, seed: Number(env.HUNT_SEED ?? 1) }
}

/** Milliseconds that a test of so many worlds may take. */
export function patience(ms: number): number {
  return ms * TIMES
}
