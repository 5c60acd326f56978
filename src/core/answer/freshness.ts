import type { Exchange } from './exchange.js'
import { headerCandidates } from './header-values.js'
import { jsonCandidates, parseJson } from './json-values.js'
import { type NamedFreshness, readNamed } from './named.js'
import { textCandidates } from './text-values.js'
import { parseTimestamp, type Timestamp } from './timestamp.js'

/** A value of an answer that could show that the answer was made anew. */
export interface Candidate {
  /** Where it stands: `body:data.generatedAt`, `header:x-generated-at`, `text:generated`. */
  readonly source: string
  readonly kind: 'timestamp' | 'token'
  readonly value: string
  /** Null for a token. */
  readonly time: Timestamp | null
}

export interface Found {
  readonly candidates: readonly Candidate[]
  /** The named value was not found because looking for it took too long. */
  readonly tookTooLong: boolean
}

/** The named value alone where one was named, else everything in the answer that could tell. */
export function candidatesOf(exchange: Exchange, named: NamedFreshness | null, near: number): Found {
  const text = exchange.text()
  const json = parseJson(text)
  if (named) {
    const { value, tookTooLong } = readNamed(named, exchange, text, json)
    return { candidates: value === null ? [] : [candidate(named.source, value, near)], tookTooLong }
  }
  const inBody = json === undefined ? textCandidates(text) : jsonCandidates(json)
  const all = [...inBody, ...headerCandidates(exchange.headers)]
  return { candidates: all.map(([source, value]) => candidate(source, value, near)), tookTooLong: false }
}

function candidate(source: string, value: string, near: number): Candidate {
  const time = parseTimestamp(value, near)
  return { source, kind: time ? 'timestamp' : 'token', value, time }
}
