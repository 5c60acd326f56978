import { extname, resolve } from 'node:path'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { wrong } from './wrong.js'

export const USAGE =
  '--handler name=./file.mjs: the name of a Lambda function, and a module that exports "handler"; ' +
  'name=./file.mjs#export for an export of another name'
const SCRIPT = /^(?:\.[cm]?[jt]s)?$/i
const TYPED = /^\.[cm]?ts$/i

export type AnyFunction = (...args: never[]) => unknown

interface Place {
  readonly file: string
  /** `handler` where left out. */
  readonly exported: string | undefined
}

type Door = Pick<Context, 'cwd' | 'importModule' | 'readFile'>

/** The function that a module exports. Errors: `usage`. */
export async function functionIn({ file, exported = 'handler' }: Place, door: Door): Promise<AnyFunction> {
  const path = resolve(door.cwd, file)
  if ((await door.readFile(path)) === null) throw wrong(`there is no file "${file}"`, USAGE)
  if (!SCRIPT.test(extname(file))) throw wrong(`"${file}" is no JavaScript`, ONLY_SCRIPTS)
  const loaded = await door.importModule(path).catch((cause: unknown) => {
    throw notLoaded(file, cause)
  })
  const functions = functionsIn(loaded)
  const found = functions.get(exported)
  if (!found) throw wrong(`"${file}" exports no function "${exported}"`, exportsOf(file, [...functions.keys()]))
  if (found.length > 2) {
    throw wrong(
      `the function "${exported}" of "${file}" takes a callback`,
      'make it async: it gets an event and a context',
    )
  }
  return found
}

const ONLY_SCRIPTS =
  'functions are run in JavaScript (.mjs, .js, .cjs), and in TypeScript where Node strips types; no other runtime is there'

/** Those of CommonJS are in its default export; what Node has found of them by itself is there twice. */
function functionsIn(loaded: unknown): ReadonlyMap<string, AnyFunction> {
  const fields = (value: unknown) => (typeof value === 'object' && value !== null ? Object.entries(value) : [])
  const all = [...fields(fieldOf(loaded, 'default')), ...fields(loaded)]
  return new Map(all.flatMap(([name, value]) => (isFunction(value) ? [[name, value] as const] : [])))
}

function exportsOf(file: string, names: readonly string[]): string {
  return names.length === 0 ? USAGE : `it exports ${names.join(', ')}: name=${file}#${names[0]}`
}

function notLoaded(file: string, cause: unknown): ApigwCacheError {
  if (fieldOf(cause, 'code') === 'ERR_UNKNOWN_FILE_EXTENSION' && TYPED.test(extname(file))) {
    return wrong(
      `"${file}" cannot be loaded: this version of Node runs no such file`,
      'TypeScript needs Node 22.18 or later; or compile it to JavaScript (.mjs)',
    )
  }
  return new ApigwCacheError('usage', 'command-line', `"${file}" cannot be loaded: ${reasonOf(cause)}`, {
    cause,
  })
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
