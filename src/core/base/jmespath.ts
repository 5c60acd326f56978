import { JMESPathTypeError, search } from '@aws-lambda-powertools/jmespath'
import { ApigwCacheError } from './errors.js'
import { field, jsonIn } from './json.js'

/** Refuses a malformed JMESPath query before there is a result to apply it to. Errors: `usage`. */
export function checkQuery(query: string): void {
  const cause = queryError(query)
  if (cause === null) return
  const message = `"${query}" is not a JMESPath query: ${problemOf(query, cause)}`
  throw new ApigwCacheError('usage', 'query', message, { cause })
}

/** Returns the error of a malformed query; null for a well-formed one, whatever data it needs. */
export function queryError(query: string): unknown {
  try {
    searchAsCli(query, {})
    return null
  } catch (error) {
    return error instanceof JMESPathTypeError ? null : error
  }
}

/** Applies a JMESPath query, like the AWS CLI's `--query`. Errors: `usage` if it does not fit the result. */
export function searchJson(query: string, value: unknown): unknown {
  try {
    return searchAsCli(query, JSON.parse(JSON.stringify(value))) ?? null
  } catch (cause) {
    const message = `"${query}" is not a JMESPath query for this result`
    throw new ApigwCacheError('usage', 'query', message, { cause })
  }
}

/** Applies a well-formed query. PURE. */
export function searchAsCli(query: string, value: Parameters<typeof search>[1]): unknown {
  return search(quotedWords(query).text, value)
}

/** Texts, quoted names and literals; the last is what stands in backticks. */
const QUOTED = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`((?:\\.|[^`\\])*)`/gs

/**
 * Makes a JSON text of a bare word in backticks, as the AWS CLI does. `shifts` says after which offsets of the
 * text how much was added. PURE.
 */
function quotedWords(query: string) {
  const shifts: { readonly at: number; readonly by: number }[] = []
  const text = query.replace(QUOTED, (whole, word: string | undefined, at: number) => {
    if (word === undefined || jsonIn(unticked(word)) !== undefined) return whole
    const quoted = `\`"${word.trimStart()}"\``
    if (jsonIn(unticked(quoted.slice(1, -1))) === undefined) return whole
    shifts.push({ at, by: quoted.length - whole.length })
    return quoted
  })
  return { text, shifts }
}

function unticked(word: string): string {
  return word.replaceAll('\\`', '`')
}

function problemOf(query: string, cause: unknown): string {
  const name = field(cause, 'functionName') ?? /^Unknown function: (\w+)/.exec(String(field(cause, 'message')))?.[1]
  if (name !== undefined) return `there is no function ${String(name)}()`
  const found = Number(field(cause, 'lexerPosition') ?? field(cause, 'lexPosition'))
  if (!Number.isInteger(found)) return 'it cannot be read'
  let position = found
  for (const { at, by } of quotedWords(query).shifts) if (at < position) position -= by
  if (position >= query.length) return `it breaks off at column ${query.length + 1}`
  return `column ${position + 1} is not understood, at ${query.slice(position, position + 20)}`
}
