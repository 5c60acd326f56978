import { seededRandom } from './random.js'

/** A number of 32 bits that depends on all of these and on nothing else. */
export function mixed(seed: number, ...parts: readonly (number | string)[]): number {
  let state = seed >>> 0
  for (const part of parts) {
    if (typeof part === 'number') state = stir(state, part)
    else for (const character of part) state = stir(state, character.codePointAt(0) ?? 0)
  }
  return state
}

/** Uniform in [0, 1), and the same whenever it is asked again. */
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
