import { type Answer, outcome } from './wire/answer.js'

/** The account does not let these credentials do what was asked for. */
const DENIED = /^40[13] (AccessDenied|Unauthorized)/
/** Or does not take them at all, any more. */
const NOT_TAKEN = /^40[13] (ExpiredToken|UnrecognizedClient|InvalidClientTokenId)/
const MOST = 5
/** So many one after the other, and nothing that is allowed between them. */
const IN_A_ROW = 20

export interface Denials {
  readonly seen: (line: string, answer: Answer) => void
  /** Each once, with how often it was said. */
  readonly lines: () => readonly string[]
}

/** Calls that an account has denied; `hopeless` is told of credentials with which nothing more can be asked. */
export function countDenials(hopeless: (why: string) => void): Denials {
  const times = new Map<string, number>()
  let row = 0
  return {
    seen: (line, answer) => {
      const said = outcome(answer)
      if (NOT_TAKEN.test(said)) hopeless(said)
      if (answer.status < 300) row = 0
      if (!DENIED.test(said)) return
      row++
      if (row === IN_A_ROW) hopeless(said)
      const what = `${line.split(' ')[0]}: ${said}`
      times.set(what, (times.get(what) ?? 0) + 1)
    },
    lines: () => {
      const all = [...times].map(([what, count]) => (count === 1 ? what : `${what} (${count} times)`))
      const more = all.length - MOST
      return more > 0 ? [...all.slice(0, MOST), `and ${more} more`] : all
    },
  }
}
