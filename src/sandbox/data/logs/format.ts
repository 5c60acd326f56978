import { LRUCache } from 'lru-cache'
import { contextValue } from '../mapping/context.js'
import { type Concluded, concludedValue } from './concluded.js'

/** How a stage that has no format of its own is logged in the file of `accessLog`. */
export const DEFAULT_FORMAT = JSON.stringify(
  Object.fromEntries(
    [
      'requestId',
      'extendedRequestId',
      'apiId',
      'stage',
      'requestTime',
      'requestTimeEpoch',
      'httpMethod',
      'resourcePath',
      'path',
      'protocol',
      'status',
      'responseLength',
      'responseLatency',
      'integrationLatency',
      'integrationStatus',
      'identity.sourceIp',
      'identity.userAgent',
      'error.message',
      'error.responseType',
    ].map((name) => [camelCase(name), `$context.${name}`]),
  ),
)

const MOST_FORMATS = 100
const ABSENT = '-'

export type Format = (concluded: Concluded) => string

type Quote = (text: string) => string

/** Formats, each compiled once. */
export class Formats {
  readonly #compiled = new LRUCache<string, Format>({ max: MOST_FORMATS })

  get(text: string): Format {
    const known = this.#compiled.get(text)
    if (known) return known
    const compiled = compileFormat(text)
    this.#compiled.set(text, compiled)
    return compiled
  }
}

/** A line in the format, in which every `$context.…` has its value, or `-`. */
function compileFormat(text: string): Format {
  const line = text.trim().replaceAll(/\s*[\r\n]\s*/g, ' ')
  const quote = quoteIn(line)
  const parts = line.split(/\$context\.(\w+(?:\.\w+)*)/)
  return (concluded) => parts.map((part, index) => (index % 2 === 0 ? part : filled(concluded, part, quote))).join('')
}

function filled(concluded: Concluded, name: string, quote: Quote): string {
  const value = concludedValue(concluded, name) ?? contextValue(concluded.call, name)
  if (value === undefined || value === '') return ABSENT
  // The one variable that comes with its quotation marks.
  return name === 'error.messageString' ? value : quote(value)
}

/** What a caller sent stays inside its field, whatever it is. */
function quoteIn(line: string): Quote {
  if (/^[{[]/.test(line)) return (text) => JSON.stringify(text).slice(1, -1)
  return line.startsWith('<') ? (text) => onOneLine(asXml(text)) : onOneLine
}

function asXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replaceAll(/[&<>"]/g, (found) => entities[found] ?? found)
}

function onOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function camelCase(name: string): string {
  return name.replaceAll(/\.(\w)/g, (_, first: string) => first.toUpperCase())
}
