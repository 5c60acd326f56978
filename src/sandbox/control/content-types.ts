import { badRequest } from '../http/errors.js'
import { isSendable } from '../http/headers.js'

/** Refuses a map by content type in which a name could not stand in a `Content-Type`. */
export function checkContentTypes(byType: Readonly<Record<string, unknown>>): void {
  const wrong = Object.keys(byType).find((type) => !isSendable(['Content-Type', type]))
  if (wrong !== undefined) throw badRequest(`Invalid content type specified: ${JSON.stringify(wrong)}`)
}
