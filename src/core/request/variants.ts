import { decoded, decodedQuery } from '../base/decoded.js'
import { ApigwCacheError } from '../base/errors.js'
import type { HttpRequest } from '../base/http.js'
import { isSecretValue, shownUrl } from './shown-url.js'
import { encodedPart } from './url-encoding.js'
import type { Variation } from './variation.js'

/** The values of a variant by dimension: `querystring.type` → `type=admin`. */
export interface Labels {
  readonly label: string
  readonly values: readonly {
    /** `querystring.type`, `header.X`, `path.id`, or `IDENTITY`. */
    readonly dimension: string
    /** Never the value of a header. */
    readonly label: string
  }[]
}

/** The dimension in which callers differ. */
export const IDENTITY = 'identity'

/** One request of several that differ in a value. */
export interface Variant extends Labels {
  readonly url: string
  readonly headers: HttpRequest['headers']
}

/** The request to vary. */
export interface Varied {
  readonly url: string
  readonly headers: HttpRequest['headers']
  /** Path below the stage, with the query; null if the URL is not known to be a stage's. */
  readonly inside: string | null
  /** Resource path, such as `/pets/{id}`; null if unknown. */
  readonly template: string | null
}

/** More would take minutes and show nothing else. */
const MOST_VARIANTS = 20

/**
 * Makes every combination of the values, the first values first; only the request itself without any. Errors:
 * `usage` for a path parameter that the URL lacks, and for too many combinations.
 */
export function variantsOf(
  varied: Varied,
  variations: readonly Variation[],
  identities: readonly HttpRequest['headers'][],
): readonly [Variant, ...Variant[]] {
  const combinations = variations.reduce((count, { values }) => count * values.length, 1)
  const count = combinations * Math.max(1, identities.length)
  if (count > MOST_VARIANTS) {
    throw new ApigwCacheError('usage', 'vary-combinations', `the values give ${count} combinations`, {
      hint: `at most ${MOST_VARIANTS}`,
      data: { count },
    })
  }
  const base: Variant = { url: varied.url, headers: varied.headers, label: '', values: [] }
  const inValues = variations.reduce<readonly Variant[]>(
    (variants, variation) =>
      variants.flatMap((variant) =>
        variation.values.map((value, index) => withValue(varied, variant, variation, value, index)),
      ),
    [base],
  )
  const all =
    identities.length === 0
      ? inValues
      : inValues.flatMap((variant) => identities.map((headers, index) => withIdentity(variant, headers, index)))
  const [first = base, ...others] = all
  return [first, ...others]
}

function withValue(varied: Varied, variant: Variant, { kind, name }: Variation, value: string, index: number): Variant {
  const label = labelOf(kind, name, value, index)
  const labelled = withLabel(variant, `${kind}.${name}`, label)
  switch (kind) {
    case 'header':
      return { ...labelled, headers: withHeaders(variant.headers, [[name, value]]) }
    case 'querystring':
      return { ...labelled, url: withParameter(variant.url, name, value) }
    case 'path':
      return { ...labelled, url: withSegment(variant.url, varied, name, value) }
  }
}

/** Hides values that may be secret: those of headers, and some of parameters. */
function labelOf(kind: Variation['kind'], name: string, value: string, index: number): string {
  if (kind === 'header') return `value ${index + 1} of header ${name}`
  return isSecretValue(kind, name, value) ? `value ${index + 1} of ${name}` : `${name}=${value}`
}

const ORDINALS = ['the first identity', 'the second identity']

function withIdentity(variant: Variant, headers: HttpRequest['headers'], index: number): Variant {
  const label = ORDINALS[index] ?? `identity ${index + 1}`
  return { ...withLabel(variant, IDENTITY, label), headers: withHeaders(variant.headers, headers) }
}

function withLabel(variant: Variant, dimension: string, label: string): Variant {
  return {
    ...variant,
    label: variant.label === '' ? label : `${variant.label}, ${label}`,
    values: [...variant.values, { dimension, label }],
  }
}

function withHeaders(headers: HttpRequest['headers'], more: HttpRequest['headers']): HttpRequest['headers'] {
  const names = more.map(([name]) => name.toLowerCase())
  return [...headers.filter(([name]) => !names.includes(name.toLowerCase())), ...more]
}

function withParameter(url: string, name: string, value: string): string {
  const [path = '', query = ''] = split(url, '?')
  const kept = query.split('&').filter((part) => part !== '' && nameIn(part) !== name)
  return `${path}?${[...kept, `${encodedPart(name)}=${encodedPart(value)}`].join('&')}`
}

/** Puts the value at `{name}` in the template, or else in the URL itself. */
function withSegment(url: string, { url: own, inside, template }: Varied, name: string, value: string): string {
  const [path = '', query] = split(url, '?')
  const prefix = inside === null ? '' : own.slice(0, own.length - inside.length)
  const parts = path.slice(prefix.length).split('/')
  const wanted = template?.split('/') ?? parts.map((part) => decoded(part) ?? part)
  const at = wanted.findIndex((part) => part === `{${name}}` || part === `{${name}+}`)
  if (at < 0) {
    const path = template ?? shownUrl(own)
    const message = `there is no path.${name} in ${path}`
    throw new ApigwCacheError('usage', 'vary-without-place', message, {
      hint: template === null ? `write {${name}} into the path` : 'name a parameter of the path',
      data: { name, path },
    })
  }
  const greedy = wanted[at]?.endsWith('+}') === true
  const part = greedy ? value.split('/').map(encodedPart).join('/') : encodedPart(value)
  const changed = [...parts.slice(0, at), part, ...(greedy ? [] : parts.slice(at + 1))].join('/')
  return `${prefix}${changed}${query === undefined ? '' : `?${query}`}`
}

function split(text: string, at: string): readonly [string, string?] {
  const index = text.indexOf(at)
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)]
}

/** Decodes the name in one part of a query. */
function nameIn(part: string): string {
  const [name = ''] = part.split('=')
  return decodedQuery(name) ?? name
}
