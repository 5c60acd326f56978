import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { syncBuiltinESMExports } from 'node:module'
import { constants } from 'node:os'
import { pathToFileURL } from 'node:url'
import { ApigwCacheError } from '../core/base/errors.js'
import type { Env } from './aws/config.js'

/**
 * Runs a program on this terminal and returns its exit code. When `signal` aborts, the program gets the signal that
 * `forward` names; null if it has had one already, as a terminal sends Ctrl-C to every program that runs on it.
 */
export function runProgram(
  [program = '', ...args]: readonly string[],
  env: Env,
  signal: AbortSignal,
  forward: () => NodeJS.Signals | null,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', env: { ...env } })
    const forwardSignal = () => {
      const name = forward()
      if (name !== null) child.kill(name)
    }
    signal.addEventListener('abort', forwardSignal)
    child.on('error', (cause) => {
      signal.removeEventListener('abort', forwardSignal)
      reject(notStarted(program, cause))
    })
    child.on('exit', (code, ended) => {
      signal.removeEventListener('abort', forwardSignal)
      resolve(code ?? (ended === null ? 1 : 128 + constants.signals[ended]))
    })
  })
}

function notStarted(program: string, cause: Error): ApigwCacheError {
  const code: unknown = Reflect.get(cause, 'code')
  const why = code === 'ENOENT' ? 'there is no such program' : String(code)
  return new ApigwCacheError('failure', 'cannot-start', `"${program}" cannot be started: ${why}`, { cause })
}

/**
 * What the module prints goes to stderr, from now on for everything that asks the process for its stdout. Errors:
 * whatever the module throws, and Node's own where it cannot run it.
 */
export function importModule(path: string, program: Pick<NodeJS.Process, 'stderr'>): Promise<unknown> {
  Object.defineProperty(program, 'stdout', { configurable: true, enumerable: true, get: () => program.stderr })
  syncBuiltinESMExports()
  const { href: moduleOfUser } = pathToFileURL(path)
  return import(moduleOfUser)
}

/** Opens a file as a double click would. Errors: `failure` if the system has no program for it. */
export async function openWithSystem(path: string): Promise<void> {
  try {
    const { default: open } = await import('open')
    const program = await open(path)
    await once(program, 'spawn')
  } catch (cause) {
    throw new ApigwCacheError('failure', 'cannot-open', `"${path}" could not be opened`, {
      hint: 'open it in a browser by hand',
      cause,
    })
  }
}
