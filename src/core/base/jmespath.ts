import { JMESPathTypeError, search } from '@aws-lambda-powertools/jmespath'
import { ApigwCacheError } from './errors.js'

/** Refuses a malformed JMESPath query before there is a result to apply it to. Errors: `usage`. */
export function checkQuery(query: string): void {
  const cause = queryError(query)
  if (cause !== null) throw notAQuery(query, cause)
}

/** Returns the error of a malformed query; null for a well-formed one, whatever data it needs. */
export function queryError(query: string): unknown {
  try {
    search(query, {})
    return null
  } catch (error) {
    return error instanceof JMESPathTypeError ? null : error
  }
}

/** Applies a JMESPath query, like the AWS CLI's `--query`. Errors: `usage` if it does not fit the result. */
export function searchJson(query: string, value: unknown): unknown {
  try {
    return search(query, JSON.parse(JSON.stringify(value))) ?? null
  } catch (cause) {
    throw notAQuery(query, cause)
  }
}

function notAQuery(query: string, cause: unknown): ApigwCacheError {
  return new ApigwCacheError('usage', 'query', `"${query}" is not a JMESPath query for this result`, {
    cause,
  })
}
