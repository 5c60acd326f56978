import { randomInt } from 'node:crypto'

/** Uniform in [0, 1): mulberry32, the same sequence for the same seed. */
export function seededRandom(seed: number = randomInt(2 ** 32)): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** True at this rate, 0..1. Draws nothing at the rate 0. */
export function happens(rate: number, random: () => number): boolean {
  return rate > 0 && random() < rate
}

/** 32 bits that depend on all of these and on nothing else. */
export function mixed(seed: number, ...parts: readonly (number | string)[]): number {
  let state = seed >>> 0
  for (const part of parts) {
    if (typeof part === 'number') state = stir(state, part)
    else for (const character of part) state = stir(state, character.codePointAt(0) ?? 0)
  }
  return state
}

/** Uniform in [0, 1), and always the same for the same arguments. */
export function chance(seed: number, ...parts: readonly (number | string)[]): number {
  return seededRandom(mixed(seed, ...parts))()
}

/** The finaliser of MurmurHash3. */
function stir(state: number, value: number): number {
  let mix = state ^ Math.imul(value | 0, 0x9e3779b1)
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b)
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35)
  return (mix ^ (mix >>> 16)) >>> 0
}
