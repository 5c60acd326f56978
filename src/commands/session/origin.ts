import type { Env } from '../../context.js'
import { ApigwCacheError, rephrased } from '../../core/base/errors.js'

/** Reads a value, and names where it came from if it is wrong. Errors: `usage`. */
export function from<T>(origin: string, read: (text: string) => T, text: string): T {
  try {
    return read(text)
  } catch (error) {
    throw error instanceof ApigwCacheError ? rephrased(error, `${error.message} (${origin})`) : error
  }
}

/** The first of flag, variables and file that says something. */
export function originOf(
  flag: string | undefined,
  env: Env,
  variables: readonly string[],
  inFile: string | undefined,
): string | undefined {
  return flag || variables.find((name) => env[name]) || inFile || undefined
}

/** Names where a value came from that was refused later, by the code of the error. */
export function withOrigin(error: unknown, origins: Readonly<Record<string, string | undefined>>): unknown {
  const origin = error instanceof ApigwCacheError ? origins[error.code] : undefined
  return error instanceof ApigwCacheError && origin ? rephrased(error, `${error.message} (${origin})`) : error
}
