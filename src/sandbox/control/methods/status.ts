import { validation } from '../../http/errors.js'
import { type Call, param } from '../operation.js'

export function isStatusCode(text: string): boolean {
  return /^[1-5]\d\d$/.test(text)
}

/** What is wrong with the status in the path. */
export function statusProblems(call: Call): readonly string[] {
  const status = param(call, 'status')
  if (isStatusCode(status)) return []
  return [
    `Value '${status}' at 'statusCode' failed to satisfy constraint: ` +
      'Member must satisfy regular expression pattern: [1-5]\\d\\d',
  ]
}

/** Constraints of the input come before anything is looked up. */
export function checkStatus(call: Call): void {
  const problems = statusProblems(call)
  if (problems.length > 0) throw validation(problems)
}
