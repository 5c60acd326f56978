import type { Context } from '../../context.js'
import { clean } from '../../render/format/text.js'
import type { Handler } from '../../sandbox/index.js'
import { type AnyFunction, functionIn, USAGE } from './module.js'
import { wrong } from './wrong.js'

const MOST_LINES = 5

type Door = Pick<Context, 'cwd' | 'importModule' | 'readFile'> & { readonly io: Pick<Context['io'], 'err'> }

/** The functions of `--handler name=FILE#export`. Errors: `usage`, for a module that cannot be loaded too. */
export async function functionsOf(words: readonly string[], door: Door): Promise<Record<string, Handler>> {
  const functions = new Map<string, Handler>()
  for (const word of words) {
    const [, name, file, exported] = /^([\w-]{1,64})=(.+?)(?:#([\w$]+))?$/s.exec(word) ?? []
    if (name === undefined || file === undefined) throw wrong(`--handler is "${word}"`, USAGE)
    if (functions.has(name)) throw wrong(`--handler names the function "${name}" twice`)
    functions.set(name, runLikeLambda(name, await functionIn({ file, exported }, door), door))
  }
  return Object.fromEntries(functions)
}

/** As Lambda does: what it says is JSON, and what it throws is told where logs would be. */
function runLikeLambda(name: string, handler: AnyFunction, { io }: Door): Handler {
  return async (event, context) => {
    try {
      const result: unknown = await Reflect.apply(handler, undefined, [event, context])
      return JSON.parse(JSON.stringify(result) ?? 'null')
    } catch (error) {
      if (isRefusal(event, error)) throw error
      const lines = stackOf(error).split('\n').slice(0, MOST_LINES)
      for (const line of [`the function ${name} failed: ${lines[0]}`, ...lines.slice(1)]) io.err(clean(line))
      throw error
    }
  }
}

/** How an authorizer says that it does not know the caller. */
function isRefusal(event: object, error: unknown): boolean {
  return 'methodArn' in event && (error instanceof Error ? error.message : error) === 'Unauthorized'
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
