import { ApigwCacheError } from '../base/errors.js'
import { isRecord, jsonIn } from '../base/json.js'

/**
 * Refuses an answer to a read without a field that the service always sends, as no answer at all: an empty one
 * must not be taken for "there is none". The caller may ask again.
 */
export function requireField<T>(value: T | null | undefined, operation: string, field: string): T {
  if (value !== undefined && value !== null && value !== '') return value
  throw incomplete(operation, `has no ${field}`)
}

/** Reads the body of an export. */
export function exported(body: Uint8Array | undefined): unknown {
  // The SDK gives an empty body another type.
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body).trim() : ''
  const document = jsonIn(text)
  if (isRecord(document) && isRecord(document.paths)) return document
  throw incomplete('GetExport', 'is no OpenAPI document')
}

function incomplete(operation: string, why: string): ApigwCacheError {
  const cause = Object.assign(new Error('not an answer of the service'), { code: 'unreadable-read' })
  const message = `the answer to ${operation} ${why}`
  return new ApigwCacheError('failure', 'incomplete-answer', message, { cause })
}
