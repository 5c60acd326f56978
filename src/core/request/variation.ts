import { ApigwCacheError } from '../base/errors.js'
import { isHeaderName } from '../base/http.js'
import { meantParameter } from '../gateway/meant-parameter.js'
import { isPathValue, mergeValues, type ParameterValues, parameterValues } from './parameter-values.js'

/** A parameter to vary, as in `querystring.type=admin,regular`; `\,` is a comma within a value. */
export interface Variation {
  readonly kind: 'querystring' | 'header' | 'path'
  readonly name: string
  readonly values: readonly string[]
}

const HINT = 'such as querystring.type=admin,regular, header.X-Tenant=a,b or path.id=1,2'

/**
 * Parses the parameters to vary; a parameter that is named twice gets the values of both. Errors: `usage`,
 * listing the forms, and for a parameter with one value.
 */
export function parseVariations(texts: readonly string[]): readonly Variation[] {
  const merged = mergeValues(texts.map(parse))
  for (const { in: kind, name, values } of merged) {
    if (values.length > 1) continue
    const message = `there is only one value for ${kind}.${name}`
    throw new ApigwCacheError('usage', 'vary-one-value', message, { hint: HINT, data: { kind, name } })
  }
  return merged.map(({ in: kind, name, values }) => ({ kind, name, values }))
}

function parse(text: string): ParameterValues {
  const found = parameterValues(text)
  if (found && isName(found) && found.values.every((value) => isValue(found, value))) return found
  // A header's value may be a secret, so the error does not repeat it.
  const [what = ''] = text.split('=')
  const meant = meantParameter(what)
  throw new ApigwCacheError('usage', 'vary-syntax', `"${what}" does not say what to vary`, {
    hint: meant === null || meant === what ? HINT : `did you mean ${meant}=…?`,
    data: { what },
  })
}

function isName({ in: kind, name }: ParameterValues): boolean {
  return kind !== 'header' || isHeaderName(name)
}

function isValue({ in: kind }: ParameterValues, value: string): boolean {
  if (kind === 'header') return !/[\r\n\0]/.test(value)
  return kind === 'querystring' || isPathValue(value)
}
