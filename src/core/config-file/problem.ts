import type * as z from 'zod/mini'

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
}

/** What is wrong with a value, in our words; `isThere` is false for one that is missing. */
export function problemOf(issue: z.core.$ZodIssue | undefined, isThere: boolean): string {
  switch (issue?.code) {
    case 'invalid_type':
      return isThere ? `is not ${KINDS[issue.expected] ?? 'a text'}` : 'is missing'
    case 'unrecognized_keys':
    case 'invalid_key':
      return 'is not known here'
    case 'invalid_union':
    case 'invalid_element':
    case undefined:
      return 'is wrong'
    default:
      return issue?.message ?? 'is wrong'
  }
}
