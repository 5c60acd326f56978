import { chance } from '../../world/random.js'

/** The same fleet always, whatever else is drawn. */
const FLEET = 0xf1ee7

/** Chances of the API of this number, each under a name of its own. */
export interface Chances {
  /** Uniform in [0, 1). */
  of(what: string): number
  /** True at this rate. */
  is(what: string, rate: number): boolean
  /** One of these, all as likely. */
  one<T>(what: string, from: readonly [T, ...T[]]): T
  /** One of these by their shares, which add up to 1. */
  shared<T extends string>(what: string, shares: Readonly<Record<T, number>>): T
  /** Between the two, small ones more often: a power law as of real traffic. */
  between(what: string, least: number, most: number): number
  /** So many digits of base 16, capital ones. */
  hex(what: string, digits: number): string
}

export function chancesOf(index: number): Chances {
  const of = (what: string) => chance(FLEET, index, what)
  return {
    of,
    is: (what, rate) => of(what) < rate,
    one: (what, from) => from[Math.floor(of(what) * from.length)] ?? from[0],
    shared: (what, shares) => chosen(shares, of(what)),
    between: (what, least, most) => least * (most / least) ** of(what),
    hex: (what, digits) =>
      Math.floor(of(what) * 16 ** digits)
        .toString(16)
        .toUpperCase()
        .padStart(digits, '0'),
  }
}

function chosen<T extends string>(shares: Readonly<Record<T, number>>, drawn: number): T {
  let below = 0
  const names = Object.keys(shares) as T[]
  const found = names.find((name) => {
    below += shares[name]
    return drawn < below
  })
  const name = found ?? names.at(-1)
  if (name === undefined) throw new Error('there is nothing to choose from')
  return name
}
