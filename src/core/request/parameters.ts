import { ApigwCacheError } from '../base/errors.js'
import { figure } from '../base/quantities.js'
import { HIDDEN } from '../base/secrets/secret-text.js'
import { meantParameter } from '../gateway/meant-parameter.js'
import { isPathValue, mergeValues, type ParameterValues, parameterValues } from './parameter-values.js'
import { isSecretValue, shownUrl } from './shown-url.js'
import { encodedPart } from './url-encoding.js'

export type HeaderSet = readonly (readonly [name: string, value: string])[]

/** Keeps a slip from becoming a load test. */
const MAX_COMBINATIONS = 10_000

/** Parses `querystring.type=admin,regular`. Errors: `usage`, without the values, which may be secret. */
export function parseParam(text: string): ParameterValues {
  const param = parameterValues(text)
  if (param === null || /\s/.test(param.name)) {
    const [, named = null] = /^([\w.{}-]+)=/.exec(text) ?? []
    const what = named === null ? 'it' : `"${named}=…"`
    throw new ApigwCacheError('usage', 'param-syntax', `${what} is not in the form "place.name=values"`, {
      hint: 'such as querystring.type=admin,regular, header.X-Tenant=a,b or path.id=1,2',
      data: { named, meant: named === null ? null : meantParameter(named) },
    })
  }
  const { name } = param
  const wrong = param.in === 'path' ? param.values.find((value) => !isPathValue(value)) : undefined
  if (wrong === undefined) return param
  const value = isSecretValue('path', name, wrong) ? HIDDEN : wrong
  const message = `"${value}" cannot stand in a path, which path.${name} says`
  throw new ApigwCacheError('usage', 'param-path-value', message, { data: { name, value } })
}

/** Combines every path with all values of its path parameters and of the query parameters. Errors: `usage`. */
export function expandPaths(paths: readonly string[], params: readonly ParameterValues[]): readonly string[] {
  const merged = mergeValues(params)
  requireUse(paths, merged)
  const chosen = paths.map((path) => ({ path, own: merged.filter((param) => concerns(param, path)) }))
  const total = chosen.reduce((sum, { own }) => sum + product(own.map(({ values }) => values.length)), 0)
  requireFew(total * product(headerParams(merged).map(({ values }) => values.length)))
  return chosen.flatMap(({ path, own }) => {
    const made = own.reduce<readonly string[]>(
      (some, param) => some.flatMap((one) => param.values.map((value) => withValue(one, param, value))),
      [path.replace(/#.*$/s, '')],
    )
    for (const one of made) requireValues(one)
    return made
  })
}

/** Combines header values; without headers, one empty combination. */
export function headerSets(params: readonly ParameterValues[]): readonly HeaderSet[] {
  return headerParams(mergeValues(params)).reduce<readonly HeaderSet[]>(
    (sets, { name, values }) => sets.flatMap((set) => values.map((value): HeaderSet => [...set, [name, value]])),
    [[]],
  )
}

function concerns(param: ParameterValues, path: string): boolean {
  return param.in === 'querystring' || (param.in === 'path' && placeholder(param).test(pathOf(path)))
}

function requireUse(paths: readonly string[], params: readonly ParameterValues[]): void {
  for (const param of params) {
    const { in: place, name } = param
    if (place === 'path' && !paths.some((path) => concerns(param, path))) {
      const message = `path.${name} has no place: no path has {${name}} in it`
      throw new ApigwCacheError('usage', 'param-without-place', message, {
        hint: `such as '/pets/{${name}}'`,
        data: { name },
      })
    }
    const twice = place === 'querystring' && paths.find((path) => queryNames(path).includes(name))
    if (twice) {
      const path = shownUrl(pathOf(twice))
      const message = `"${path}?${name}=…" and querystring.${name} both say ${name}`
      throw new ApigwCacheError('usage', 'param-named-twice', message, { data: { path, name } })
    }
  }
}

function requireValues(path: string): void {
  const [, name] = /\{([^{}/+]+)\+?\}/.exec(pathOf(path)) ?? []
  if (name === undefined) return
  const message = `"${shownUrl(pathOf(path))}" has no value for {${name}}`
  throw new ApigwCacheError('usage', 'param-without-value', message, { data: { name } })
}

function requireFew(total: number): void {
  if (total <= MAX_COMBINATIONS) return
  const [made, most] = [total, MAX_COMBINATIONS].map((count) => figure(count))
  throw new ApigwCacheError(
    'usage',
    'param-combinations',
    `that makes ${made} combinations, and ${most} are the most at once`,
    {
      hint: 'name fewer values, or flush',
    },
  )
}

function withValue(path: string, param: ParameterValues, value: string): string {
  if (param.in === 'querystring') {
    const separator = !path.includes('?') ? '?' : /[?&]$/.test(path) ? '' : '&'
    return `${path}${separator}${encodedPart(param.name)}=${encodedPart(value)}`
  }
  // Only a greedy parameter may contain slashes.
  return path.replace(placeholder(param), (found) =>
    found.endsWith('+}') ? value.split('/').map(encodedPart).join('/') : encodedPart(value),
  )
}

function placeholder({ name }: ParameterValues): RegExp {
  return new RegExp(`\\{${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\+?\\}`)
}

function pathOf(path: string): string {
  return path.replace(/[?#].*$/s, '')
}

function queryNames(path: string): readonly string[] {
  const [, query = ''] = /\?([^#]*)/.exec(path) ?? []
  return [...new URLSearchParams(query).keys()]
}

function headerParams(params: readonly ParameterValues[]): readonly ParameterValues[] {
  return params.filter((param) => param.in === 'header')
}

function product(factors: readonly number[]): number {
  return factors.reduce((made, factor) => made * factor, 1)
}
