import { ApigwCacheError } from '../base/errors.js'

/** Values for one parameter of a request: `querystring.type=admin,regular`. */
export interface Param {
  readonly in: 'querystring' | 'header' | 'path'
  readonly name: string
  readonly values: readonly string[]
}

export type HeaderSet = readonly (readonly [name: string, value: string])[]

/** How many combinations are made at most, so that a slip does not become a load test. */
const MAX_COMBINATIONS = 10_000

/** Commas separate values; `\,` is a comma within one. Errors: `usage`. */
export function parseParam(text: string): Param {
  const [, place = '', name = '', list = ''] =
    /^(querystring|header|path)\.([^=\s]+)=([\s\S]*)$/.exec(text) ?? []
  if (!isPlace(place)) {
    // What stands behind the equals sign may be secret.
    const [, named] = /^([\w.{}-]+)=/.exec(text) ?? []
    const what = named === undefined ? 'not in the form "place.name=values"' : `"${named}=…"`
    throw new ApigwCacheError('usage', 'param-syntax', `--param is ${what}`, {
      hint: "--param 'querystring.type=admin,regular', header.<name>=… or path.<name>=…",
    })
  }
  const values = list.split(/(?<!\\),/).map((value) => value.replaceAll('\\,', ','))
  const wrong = place === 'path' ? values.find((value) => /^\.{0,2}$/.test(value)) : undefined
  if (wrong === undefined) return { in: place, name, values }
  throw new ApigwCacheError(
    'usage',
    'param-path-value',
    `"${wrong}" cannot stand in a path, which --param path.${name} says`,
  )
}

/** Every path with every value of its own path parameters and of all query parameters. Errors: `usage`. */
export function expandPaths(paths: readonly string[], params: readonly Param[]): readonly string[] {
  const merged = mergeParams(params)
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

/** The combinations of header values; one without any where no header was named. */
export function headerSets(params: readonly Param[]): readonly HeaderSet[] {
  return headerParams(mergeParams(params)).reduce<readonly HeaderSet[]>(
    (sets, { name, values }) =>
      sets.flatMap((set) => values.map((value): HeaderSet => [...set, [name, value]])),
    [[]],
  )
}

/** A parameter that is named twice has the values of both. */
function mergeParams(params: readonly Param[]): readonly Param[] {
  const merged = new Map<string, Param>()
  for (const param of params) {
    const key = `${param.in}.${param.in === 'header' ? param.name.toLowerCase() : param.name}`
    const values = [...(merged.get(key)?.values ?? []), ...param.values]
    merged.set(key, { ...param, values: [...new Set(values)] })
  }
  return [...merged.values()]
}

function concerns(param: Param, path: string): boolean {
  return param.in === 'querystring' || (param.in === 'path' && placeholder(param).test(pathOf(path)))
}

function requireUse(paths: readonly string[], params: readonly Param[]): void {
  for (const param of params) {
    const { in: place, name } = param
    if (place === 'path' && !paths.some((path) => concerns(param, path))) {
      throw new ApigwCacheError(
        'usage',
        'param-without-place',
        `--param path.${name} has no place: no path has {${name}} in it`,
        {
          hint: `such as '/pets/{${name}}'`,
        },
      )
    }
    const twice = place === 'querystring' && paths.find((path) => queryNames(path).includes(name))
    if (twice) {
      const said = `"${pathOf(twice)}?${name}=…" and --param querystring.${name}`
      throw new ApigwCacheError('usage', 'param-named-twice', `${said} both say ${name}`)
    }
  }
}

function requireValues(path: string): void {
  const [, name] = /\{([^{}/+]+)\+?\}/.exec(pathOf(path)) ?? []
  if (name === undefined) return
  throw new ApigwCacheError('usage', 'param-without-value', `"${pathOf(path)}" has no value for {${name}}`, {
    hint: `--param path.${name}=1,2`,
  })
}

function requireFew(total: number): void {
  if (total <= MAX_COMBINATIONS) return
  const [made, most] = [total, MAX_COMBINATIONS].map((count) => count.toLocaleString('en-US'))
  throw new ApigwCacheError(
    'usage',
    'param-combinations',
    `that makes ${made} combinations, and ${most} are the most at once`,
    {
      hint: 'name fewer values, or flush',
    },
  )
}

function withValue(path: string, param: Param, value: string): string {
  if (param.in === 'querystring') {
    const separator = !path.includes('?') ? '?' : /[?&]$/.test(path) ? '' : '&'
    return `${path}${separator}${encoded(param.name)}=${encoded(value)}`
  }
  // Only a greedy parameter goes over slashes.
  return path.replace(placeholder(param), (found) =>
    found.endsWith('+}') ? value.split('/').map(encoded).join('/') : encoded(value),
  )
}

function placeholder({ name }: Param): RegExp {
  return new RegExp(`\\{${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\+?\\}`)
}

function pathOf(path: string): string {
  return path.replace(/[?#].*$/s, '')
}

function queryNames(path: string): readonly string[] {
  const [, query = ''] = /\?([^#]*)/.exec(path) ?? []
  return [...new URLSearchParams(query).keys()]
}

function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))
}

function headerParams(params: readonly Param[]): readonly Param[] {
  return params.filter((param) => param.in === 'header')
}

function product(factors: readonly number[]): number {
  return factors.reduce((made, factor) => made * factor, 1)
}

function isPlace(text: string): text is Param['in'] {
  return ['querystring', 'header', 'path'].includes(text)
}
