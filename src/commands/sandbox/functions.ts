import { resolve } from 'node:path'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { clean } from '../../render/format/text.js'
import type { Handler } from '../../sandbox/index.js'

const USAGE = '--handler name=./file.mjs: the name of a Lambda function, and a module that exports "handler"'
const MOST_LINES = 5

type AnyFunction = (...args: never[]) => unknown

type Door = Pick<Context, 'cwd' | 'importModule' | 'io' | 'readFile'>

/** The functions of `--handler name=FILE`. Errors: `usage`, for a module that cannot be loaded too. */
export async function functionsOf(words: readonly string[], door: Door): Promise<Record<string, Handler>> {
  const functions = new Map<string, Handler>()
  for (const word of words) {
    const [, name, file] = /^([\w-]{1,64})=(.+)$/s.exec(word) ?? []
    if (name === undefined || file === undefined) throw wrong(`--handler is "${word}"`, USAGE)
    if (functions.has(name)) throw wrong(`--handler names the function "${name}" twice`)
    functions.set(name, runLikeLambda(name, await handlerIn(file, door), door))
  }
  return Object.fromEntries(functions)
}

async function handlerIn(file: string, door: Door): Promise<AnyFunction> {
  const path = resolve(door.cwd, file)
  if ((await door.readFile(path)) === null) throw wrong(`there is no file "${file}"`, USAGE)
  const loaded = await door.importModule(path).catch((cause: unknown) => {
    throw notLoaded(file, cause)
  })
  const handler = fieldOf(loaded, 'handler') ?? fieldOf(fieldOf(loaded, 'default'), 'handler')
  if (!isFunction(handler)) throw wrong(`"${file}" exports no function "handler"`, USAGE)
  if (handler.length > 2) {
    throw wrong(`the handler of "${file}" takes a callback`, 'make it async: it gets an event and a context')
  }
  return handler
}

function notLoaded(file: string, cause: unknown): ApigwCacheError {
  if (fieldOf(cause, 'code') === 'ERR_UNKNOWN_FILE_EXTENSION') {
    return wrong(
      `"${file}" cannot be loaded: this version of Node runs no such file`,
      'TypeScript needs Node 22.18 or later; or compile it to JavaScript (.mjs)',
    )
  }
  return new ApigwCacheError('usage', 'command-line', `"${file}" cannot be loaded: ${reasonOf(cause)}`, {
    cause,
  })
}

/** As Lambda does: what it says is JSON, and what it throws is told where logs would be. */
function runLikeLambda(name: string, handler: AnyFunction, { io }: Door): Handler {
  return async (event, context) => {
    try {
      const result: unknown = await Reflect.apply(handler, undefined, [event, context])
      return JSON.parse(JSON.stringify(result) ?? 'null')
    } catch (error) {
      const lines = stackOf(error).split('\n').slice(0, MOST_LINES)
      for (const line of [`the function ${name} failed: ${lines[0]}`, ...lines.slice(1)]) io.err(clean(line))
      throw error
    }
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function'
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function wrong(message: string, hint?: string): ApigwCacheError {
  return new ApigwCacheError('usage', 'command-line', message, hint === undefined ? {} : { hint })
}
