import type * as z from 'zod/mini'
import { invalidValue, missingParameter, validationError } from '../failure.js'

/** Checks the input. Throws CloudWatch's complaint about what is wrong. */
export function parseInput<S extends z.ZodMiniType>(shape: S, input: unknown): z.infer<S> {
  const parsed = shape.safeParse(input)
  if (parsed.success) return parsed.data
  const { issues } = parsed.error
  for (const { path } of issues) {
    if (valueAt(input, path) === undefined) throw missingParameter(`The parameter ${spelled(path)} is required.`)
  }
  const problems = issues.map((issue) => constraint(issue, valueAt(input, issue.path)))
  const unreadable = issues.find((_, index) => problems[index] === null)
  if (unreadable) throw invalidValue(`The value for parameter ${spelled(unreadable.path)} is invalid.`)
  const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'}`
  throw validationError(`${count} detected: ${problems.join('; ')}`)
}

/** Null where the value is not even of the right type. */
function constraint(issue: z.core.$ZodIssue, value: unknown): string | null {
  const rule = ruleOf(issue)
  if (rule === null) return null
  const place = issue.path.map((step) => (typeof step === 'number' ? `${step + 1}.member` : lowered(step)))
  return `Value '${shown(value)}' at '${place.join('.')}' failed to satisfy constraint: Member must ${rule}`
}

function ruleOf(issue: z.core.$ZodIssue): string | null {
  switch (issue.code) {
    case 'invalid_value':
      return `satisfy enum value set: [${issue.values.map(String).join(', ')}]`
    case 'invalid_format':
      return issue.format === 'regex' ? `satisfy regular expression pattern: ${patternOf(issue)}` : null
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `have length greater than or equal to ${issue.minimum}`
        : `have value greater than or equal to ${issue.minimum}`
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `have length less than or equal to ${issue.maximum}`
        : `have value less than or equal to ${issue.maximum}`
    default:
      return null
  }
}

function patternOf({ pattern = '' }: { readonly pattern?: string | undefined }): string {
  return pattern.replace(/^\/(.*)\/[a-z]*$/, '$1')
}

function shown(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

function spelled(path: readonly PropertyKey[]): string {
  return path.map((step) => (typeof step === 'number' ? `member.${step + 1}` : String(step))).join('.')
}

function lowered(step: PropertyKey): string {
  const name = String(step)
  return name.slice(0, 1).toLowerCase() + name.slice(1)
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined,
    value,
  )
}
