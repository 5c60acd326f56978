import type * as z from 'zod/mini'
import { nearestWithin } from './near.js'

export type Checked<T> =
  | { readonly value: T; readonly problem: null }
  | { readonly value: null; readonly problem: string }

/** Of more problems the number is told. */
const MOST_PROBLEMS = 20

type Path = readonly PropertyKey[]

/** Checks JSON from outside; `what` names it in the problem where all of it is wrong. */
export function checkJson<T extends z.ZodMiniType>(
  schema: T,
  json: unknown,
  what: string,
  placeOf: (path: Path) => string = (path) => path.join('.'),
): Checked<z.infer<T>> {
  const parsed = schema.safeParse(json, { error: wordsFor })
  if (parsed.success) return { value: parsed.data, problem: null }
  const { issues } = parsed.error
  const problems = issues.slice(0, MOST_PROBLEMS).map(({ path, message }) => `${placeOf(path) || what}: ${message}`)
  if (issues.length > MOST_PROBLEMS) problems.push(`and ${issues.length - MOST_PROBLEMS} more`)
  return { value: null, problem: problems.join('; ') }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

/** The problem in our words; a schema's own come before. */
function wordsFor(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `is not ${KINDS[issue.expected] ?? issue.expected}`
    case 'unrecognized_keys':
      return `does not have ${issue.keys.map((key) => `"${key}"${meant(key, issue)}`).join(', ')}`
    case 'invalid_value':
      return `is not one of ${issue.values.map(String).join(', ')}`
    case 'too_small':
      return `is less than ${issue.minimum}`
    case 'too_big':
      return `is more than ${issue.maximum}`
    case 'invalid_union':
      return 'has none of the forms that are possible here'
    default:
      return 'is not in the form that is needed here'
  }
}

/** The field whose name differs by a slip. */
function meant(key: string, { inst }: z.core.$ZodRawIssue): string {
  const { shape = {} } = (inst?._zod.def ?? {}) as { readonly shape?: Readonly<Record<string, unknown>> }
  const near = nearest(key, Object.keys(shape))
  return near === undefined ? '' : ` (did you mean "${near}"?)`
}

/** The name that differs by a slip, capitals not counted; undefined where none does. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const turned = names.find((name) => lettersOf(name) === lettersOf(typed))
  return turned ?? nearestWithin(typed, names, Math.max(1, Math.floor(typed.length / 3)))
}

/** The same for names of which letters changed places. */
function lettersOf(name: string): string {
  return [...name.toLowerCase()].sort().join('')
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
