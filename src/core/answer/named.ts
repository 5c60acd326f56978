import { createContext, Script } from 'node:vm'
import { ApigwCacheError } from '../base/errors.js'
import { isHeaderName } from '../base/http.js'
import { queryError, searchAsCli } from '../base/jmespath.js'
import type { Exchange } from './exchange.js'
import { isNoise } from './header-values.js'
import type { Json } from './json-values.js'

/** The place where, according to the user, answers carry the time at which they were made. */
export type NamedFreshness = { readonly source: string } & (
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'body'; readonly expression: string }
  | { readonly kind: 'regex'; readonly pattern: RegExp }
)

const FORMS = 'one of header:<name>, body:<JMESPath>, regex:<pattern>'
const REGEX_CHARACTERS = 262_144
/** Ends the search in milliseconds, as some patterns take years on some texts. */
const REGEX_MS = 250

/** Parses the place of a timestamp. Errors: `usage`, listing the three forms. */
export function parseTimestampSource(text: string): NamedFreshness {
  const match = /^(header|body|regex):(.+)$/s.exec(text.trim())
  const [, kind, what = ''] = match ?? []
  if (kind === 'header') return namedHeader(text, what.trim())
  if (kind === 'body') return namedBody(text, what.trim())
  if (kind === 'regex') return namedRegex(text, what)
  throw new ApigwCacheError('usage', 'timestamp-place', `"${text}" does not say where the timestamp is`, {
    hint: `use ${FORMS}`,
  })
}

/** Reads the value at the named place; null if the answer has none or the search took too long. */
export function readNamed(
  named: NamedFreshness,
  exchange: Exchange,
  text: string,
  json: Json | undefined,
): { readonly value: string | null; readonly tookTooLong: boolean } {
  switch (named.kind) {
    case 'header':
      return found(exchange.header(named.name))
    case 'body':
      return found(asText(evaluate(named.expression, json)))
    case 'regex': {
      const match = matchInTime(named.pattern, text.slice(0, REGEX_CHARACTERS))
      return match === 'too long' ? { value: null, tookTooLong: true } : found(match?.[1] ?? match?.[0])
    }
  }
}

const found = (value: string | null = null) => ({ value, tookTooLong: false })

/** A match that backtracks ignores signals; only the engine itself can end it. */
function matchInTime(pattern: RegExp, text: string): RegExpExecArray | null | 'too long' {
  try {
    return MATCH.runInContext(createContext({ pattern, text }), { timeout: REGEX_MS })
  } catch (error) {
    // The error comes from another realm, so `instanceof Error` is false.
    if ((error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'too long'
    throw error
  }
}

const MATCH = new Script('pattern.exec(text)')

function namedHeader(text: string, name: string): NamedFreshness {
  if (!isHeaderName(name)) {
    throw new ApigwCacheError('usage', 'timestamp-header', `"${text}" names no header`, {
      hint: `use ${FORMS}`,
    })
  }
  if (isNoise(name)) {
    const hint = 'name a header that the backend makes, such as header:X-Generated-At'
    throw new ApigwCacheError(
      'usage',
      'timestamp-header-proves-nothing',
      `header "${name}" is new in cached answers too and proves nothing`,
      { hint },
    )
  }
  return { kind: 'header', name, source: `header:${name.toLowerCase()}` }
}

function namedBody(text: string, expression: string): NamedFreshness {
  const cause = queryError(expression)
  if (cause !== null) {
    throw new ApigwCacheError('usage', 'timestamp-expression', `"${text}" is no JMESPath expression`, {
      hint: `use ${FORMS}`,
      cause,
    })
  }
  return { kind: 'body', expression, source: `body:${expression}` }
}

function namedRegex(text: string, pattern: string): NamedFreshness {
  try {
    return { kind: 'regex', pattern: new RegExp(pattern), source: `regex:${pattern}` }
  } catch (cause) {
    throw new ApigwCacheError('usage', 'timestamp-pattern', `"${text}" is no regular expression`, {
      hint: `use ${FORMS}`,
      cause,
    })
  }
}

// An expression that fails on the data means an answer without the value.
function evaluate(expression: string, json: Json | undefined): unknown {
  try {
    return isSearchable(json) ? searchAsCli(expression, json) : null
  } catch {
    return null
  }
}

// The library's type wants an object at the top, but it searches lists too.
function isSearchable(json: Json | undefined): json is { [key: string]: Json } {
  return typeof json === 'object' && json !== null
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
