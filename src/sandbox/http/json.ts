import type * as z from 'zod/mini'
import english from 'zod/v4/locales/en.js'

export type Checked<T> =
  | { readonly value: T; readonly problem: null }
  | { readonly value: null; readonly problem: string }

/** Checks JSON from outside; `what` names it in the problem where all of it is wrong. */
export function checkJson<T extends z.ZodMiniType>(
  schema: T,
  json: unknown,
  what: string,
): Checked<z.infer<T>> {
  const parsed = schema.safeParse(json, { error: english().localeError })
  if (parsed.success) return { value: parsed.data, problem: null }
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || what}: ${message}`)
  return { value: null, problem: problems.join('; ') }
}

/** Undefined where the text is not JSON. */
export function parseJson(text: Buffer | string): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return undefined
  }
}

/** A token of a JSON pointer, as in paths of patches and keys of method settings. */
export function escapeToken(text: string): string {
  return text.replaceAll('~', '~0').replaceAll('/', '~1')
}

export function unescapeToken(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~')
}
