import { shown, shownSource } from '../answer/shown.js'
import { isSecretName } from '../base/secrets/identity-name.js'
import { HIDDEN, JWT_IN_TEXT } from '../base/secrets/secret-text.js'
import { shownUrl } from './shown-url.js'

const URL_VALUE = /^[a-z][a-z\d+.-]*:\/\//i

/**
 * A value of an answer, to show and keep it: bounded, and without what lets somebody in, be it by the name of its
 * source (`body:access_token`), by its form, or within a presigned URL. PURE.
 */
export function shownValue({ source }: { readonly source: string }, value: string): string {
  if (isSecretName(shownSource({ source }))) return HIDDEN
  return shown((URL_VALUE.test(value) ? shownUrl(value) : value).replace(JWT_IN_TEXT, HIDDEN))
}
