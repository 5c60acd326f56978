import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { isHeaderName } from '../../core/base/http.js'

type Header = readonly [string, string]
type Reading = Pick<Context, 'env' | 'readFile' | 'hide'>

/** Harmless headers, whose values are not hidden. */
const PLAIN = /^(accept(-.*)?|cache-control|content-.*|host|if-.*|origin|pragma|range|referer|user-agent)$/i

/** True for a header whose value tells nobody apart and lets nobody in. */
export function isPlainHeader(name: string): boolean {
  return PLAIN.test(name)
}

/** Headers about the end of a message and the connection: a wrong one makes the server wait forever. */
const FRAMING =
  /^(connection|content-length|expect|http2-settings|keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade)$/i

/**
 * Reads `K: V`, `K: env:NAME`, `K: @file`, or `@file` with a header a line, so that secrets stay off the
 * command line. Errors name the header, never its value.
 */
export async function readHeaders(given: readonly string[], context: Reading): Promise<readonly Header[]> {
  const lists = await Promise.all(
    given.map(async (text) => {
      if (!text.startsWith('@')) return [await readHeader(text, context)]
      const lines = (await fileText(text.slice(1), context)).split(/\r?\n/).filter((line) => line.trim() !== '')
      return Promise.all(lines.map((line) => readHeader(line, context)))
    }),
  )
  return lists.flat()
}

/** Reads a plain value, `env:NAME` or `@file`, and hides it from now on. */
export async function secret(text: string, context: Reading): Promise<string> {
  const value = await resolved(text, context)
  context.hide(value)
  return value
}

async function resolved(text: string, context: Omit<Reading, 'hide'>): Promise<string> {
  if (text.startsWith('@')) return (await fileText(text.slice(1), context)).trim()
  if (!text.startsWith('env:')) return text
  const name = text.slice('env:'.length)
  const value = context.env[name]
  if (value !== undefined) return value
  throw new ApigwCacheError('usage', 'command-line', `the environment variable "${name}" is not set`)
}

async function readHeader(text: string, context: Reading): Promise<Header> {
  const colon = text.indexOf(':')
  const name = text.slice(0, Math.max(colon, 0)).trim()
  if (!isHeaderName(name)) {
    throw new ApigwCacheError('usage', 'command-line', 'a header is not in the form "Name: value"', {
      hint: "--header 'Accept: text/html'",
    })
  }
  if (FRAMING.test(name)) {
    throw new ApigwCacheError(
      'usage',
      'command-line',
      `the header "${name}" belongs to the connection, not to the request`,
      {
        hint: 'leave it out: what a body needs is sent by itself',
      },
    )
  }
  const value = await resolved(text.slice(colon + 1).trim(), context)
  if (!isPlainHeader(name)) context.hide(value)
  if (/[\r\n\0]/.test(value))
    throw new ApigwCacheError('usage', 'command-line', `the value of header "${name}" has a line break`)
  return [name, value]
}

async function fileText(path: string, { readFile }: Pick<Context, 'readFile'>): Promise<string> {
  const text = await readFile(path)
  if (text !== null) return text
  throw new ApigwCacheError('usage', 'command-line', `there is no file "${path}"`)
}
