import { pairs } from './headers.js'
import { parseQuery } from './query.js'

const SECRET = /^(?:authorization|proxy-authorization|x-api-key|x-amz-security-token|x-amz-signature)$/i
/** Of a longer value so many of its last characters are shown. */
const SHOWN = 6

export interface Proving {
  readonly rawHeaders: readonly string[]
  readonly rawQuery: string
}

/** Takes what the caller proved itself with out of texts, wherever and however they spell it. */
export function hidingSecrets({ rawHeaders, rawQuery }: Proving): (text: string) => string {
  const values = [...pairs(rawHeaders), ...parseQuery(rawQuery)]
    .filter(([name, value]) => SECRET.test(name) && value !== '')
    .map(([, value]) => value)
  const spellings = new Set(
    values.flatMap((value) => [value, quoted(value), quoted(quoted(value)), encodeURIComponent(value)]),
  )
  return (text) => [...spellings].reduce((shown, value) => shown.replaceAll(value, () => masked(value)), text)
}

/** As it stands in JSON; a function's answer has JSON within JSON. */
function quoted(value: string): string {
  return JSON.stringify(value).slice(1, -1)
}

export function masked(value: string): string {
  const end = value.length > 2 * SHOWN ? value.slice(-SHOWN) : ''
  return '*'.repeat(value.length - end.length) + end
}
