/** Values for one parameter of a request: `querystring.type=admin,regular`. */
export interface ParameterValues {
  readonly in: 'querystring' | 'header' | 'path'
  readonly name: string
  readonly values: readonly string[]
}

/** Parses values separated by commas, with `\,` for a comma within one. Null for another form. PURE. */
export function parameterValues(text: string): ParameterValues | null {
  const [, place = '', name = '', list = ''] = /^(querystring|header|path)\.([^=]+)=(.*)$/s.exec(text) ?? []
  if (!isPlace(place)) return null
  return { in: place, name, values: list.split(/(?<!\\),/).map((value) => value.replaceAll('\\,', ',')) }
}

/** False for an empty value, `.` and `..`, which would lead to another path. PURE. */
export function isPathValue(value: string): boolean {
  return !/^\.{0,2}$/.test(value)
}

/** Merges the values of parameters that are named several times; the case of header names does not count. */
export function mergeValues<T extends ParameterValues>(all: readonly T[]): readonly T[] {
  const merged = new Map<string, T>()
  for (const one of all) {
    const key = `${one.in}.${one.in === 'header' ? one.name.toLowerCase() : one.name}`
    const values = [...(merged.get(key)?.values ?? []), ...one.values]
    merged.set(key, { ...one, values: [...new Set(values)] })
  }
  return [...merged.values()]
}

function isPlace(text: string): text is ParameterValues['in'] {
  return ['querystring', 'header', 'path'].includes(text)
}
