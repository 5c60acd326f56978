import type * as z from 'zod/mini'
import type { HandlerContext } from '../../world/lambda.js'
import type { World } from '../../world/world.js'

/** Names which of its fields is wrong, and nothing of what is in them. */
export function tellRefused(
  { onRefusedAnswer }: Pick<World, 'onRefusedAnswer'>,
  { functionName }: Pick<HandlerContext, 'functionName'>,
  why: string,
): void {
  onRefusedAnswer?.(`the function ${functionName} answered what API Gateway refuses: ${why}`)
}

export function whyRefused([issue]: readonly z.core.$ZodIssue[]): string {
  if (!issue) return 'its form'
  const where = issue.path.map(shownName).join('.') || 'the answer'
  switch (issue.code) {
    case 'unrecognized_keys':
      return `${where} has the unknown field ${shownName(issue.keys[0] ?? '')}`
    case 'invalid_type':
      return `${where} is no ${issue.expected === 'record' ? 'object' : issue.expected}`
    case 'invalid_value':
      return `${where} is none of ${issue.values.map(String).join(', ')}`
    case 'invalid_union': {
      const [inner] = issue.errors.flat().sort((one, other) => other.path.length - one.path.length)
      if (inner && inner.path.length > 0) return whyRefused([{ ...inner, path: [...issue.path, ...inner.path] }])
      return `${where} is of a wrong type`
    }
    default:
      return `${where} has a wrong value`
  }
}

/** What is no name of a field may be anything. */
function shownName(name: PropertyKey): string {
  return /^[\w-]{1,40}$/.test(String(name)) ? String(name) : '(…)'
}
