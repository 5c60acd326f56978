import { badRequest } from '../http/errors.js'
import { isSendable } from '../http/headers.js'

/** Refuses a map by content type in which a name is no type, or could not stand in a `Content-Type`. */
export function checkContentTypes(byType: Readonly<Record<string, unknown>>): void {
  const wrong = Object.keys(byType).find((type) => !type.includes('/') || !isSendable(['Content-Type', type]))
  if (wrong === undefined) return
  const shown = /^[\x20-\x7e]*$/.test(wrong) ? wrong : JSON.stringify(wrong)
  throw badRequest(`Validation Result: warnings : [], errors : [Invalid content type specified: ${shown}]`)
}
