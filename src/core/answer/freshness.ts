import type { Exchange } from './exchange.js'
import { headerCandidates } from './header-values.js'
import { jsonCandidates, parseJson } from './json-values.js'
import { type NamedFreshness, readNamed } from './named.js'
import { findTimestamps, parseTimestamp, type Timestamp } from './timestamp.js'

/** A value of an answer that could show that the answer is new. */
export interface Candidate {
  /** Place of the value: `body:data.generatedAt`, `header:x-generated-at`, `text:generated`. */
  readonly source: string
  readonly kind: 'timestamp' | 'token'
  readonly value: string
  /** Null for a token. */
  readonly time: Timestamp | null
}

export interface Found {
  readonly candidates: readonly Candidate[]
  /** True if the search for the named value took too long. */
  readonly tookTooLong: boolean
}

/** Finds the named value, or else every value that could tell. */
export function candidatesOf(exchange: Exchange, named: NamedFreshness | null, near: number): Found {
  const text = exchange.text()
  const json = parseJson(text)
  if (named) {
    const { value, tookTooLong } = readNamed(named, exchange, text, json)
    return { candidates: value === null ? [] : [namedCandidate(named.source, value, near)], tookTooLong }
  }
  const inBody = json === undefined ? textCandidates(text) : jsonCandidates(json)
  const all = [...inBody, ...headerCandidates(exchange.headers)]
  return { candidates: all.map(([source, value]) => candidate(source, value, near)), tookTooLong: false }
}

function candidate(source: string, value: string, near: number): Candidate {
  const time = parseTimestamp(value, near)
  return { source, kind: time ? 'timestamp' : 'token', value, time }
}

/** A place that somebody named may hold more than the time: `Generated Thu Jan 01 2026 09:14:02 GMT+0000`. */
function namedCandidate(source: string, value: string, near: number): Candidate {
  const whole = candidate(source, value, near)
  const [part] = whole.time ? [] : findTimestamps(value.slice(0, SCANNED_CHARACTERS), 1)
  const time = part ? parseTimestamp(part.value, near) : null
  return time ? { source, kind: 'timestamp', value, time } : whole
}

const SCANNED_CHARACTERS = 262_144
const MAX_TIMES = 200
const LABEL_CHARACTERS = 60

/** Finds times in XML, HTML or plain text, named after the element, attribute or label before them. */
function textCandidates(text: string): [string, string][] {
  const scanned = text.slice(0, SCANNED_CHARACTERS)
  const seen = new Map<string, number>()
  let end = 0
  return findTimestamps(scanned, MAX_TIMES).map(({ value, at }) => {
    const label = labelBefore(scanned.slice(Math.max(end, at - LABEL_CHARACTERS), at))
    end = at + value.length
    const count = (seen.get(label) ?? 0) + 1
    seen.set(label, count)
    return [count === 1 ? `text:${label}` : `text:${label}#${count}`, value]
  })
}

/** Markup and small words, which say nothing of the value behind them. */
const EMPTY = /^(?:[biup]|em|strong|span|small|time|datetime|code|tt|font|div|t[dhr]|d[dtl]|li|br|at|on|is|was|class)$/i
const QUALIFIES = /^(?:first|last|latest|previous|next|newest)$/i

// The last telling word before the value: `<generated>`, `Generated: <b>`, `"generated": "`, `last generated at `.
function labelBefore(text: string): string {
  const words = text.match(/[A-Za-z_][\w-]*/g) ?? []
  const at = words.findLastIndex((word) => !EMPTY.test(word))
  const [before, word = words.at(-1) ?? 'time'] = at < 0 ? [] : [words[at - 1], words[at]]
  return (before && QUALIFIES.test(before) ? `${before}-${word}` : word).toLowerCase()
}
