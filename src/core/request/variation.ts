import { ApigwCacheError } from '../base/errors.js'

/** As in `querystring.type=admin,regular`; `\,` is a comma within a value. */
export interface Variation {
  readonly kind: 'querystring' | 'header' | 'path'
  readonly name: string
  readonly values: readonly string[]
}

const HINT = 'such as querystring.type=admin,regular, header.X-Tenant=a,b or path.id=1,2'

/**
 * Reads what is varied; a parameter that is named twice has the values of both. Errors: `usage` with the forms,
 * and for a parameter with one value only.
 */
export function parseVariations(texts: readonly string[]): readonly Variation[] {
  const found = new Map<string, Variation>()
  for (const one of texts.map(parse)) {
    // Header names are one whatever their case.
    const key = one.kind === 'header' ? `header.${one.name.toLowerCase()}` : `${one.kind}.${one.name}`
    const values = [...(found.get(key)?.values ?? []), ...one.values]
    found.set(key, { ...one, values: [...new Set(values)] })
  }
  for (const { kind, name, values } of found.values()) {
    if (values.length > 1) continue
    const message = `there is only one value for ${kind}.${name}`
    throw new ApigwCacheError('usage', 'vary-one-value', message, { hint: HINT, data: { kind, name } })
  }
  return [...found.values()]
}

function parse(text: string): Variation {
  const [, kind = '', name = '', list = ''] = /^([a-z]+)\.([^=]+)=(.*)$/s.exec(text) ?? []
  const values = list.split(/(?<!\\),/).map((value) => value.replaceAll('\\,', ','))
  const valid = isKind(kind) && isName(kind, name) && values.every((value) => isValue(kind, value))
  // A header's value may be a secret: it is not repeated.
  if (valid) return { kind, name, values }
  const [what] = text.split('=')
  throw new ApigwCacheError('usage', 'vary-syntax', `"${what}" does not say what to vary`, {
    hint: HINT,
    data: { what },
  })
}

function isKind(text: string): text is Variation['kind'] {
  return text === 'querystring' || text === 'header' || text === 'path'
}

function isName(kind: Variation['kind'], name: string): boolean {
  return kind !== 'header' || /^[!#$%&'*+.^_`|~\w-]+$/.test(name)
}

function isValue(kind: Variation['kind'], value: string): boolean {
  if (kind === 'header') return !/[\r\n\0]/.test(value)
  return kind === 'querystring' || !/^\.{0,2}$/.test(value)
}
