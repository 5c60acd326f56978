/** Values for one parameter of a request: `querystring.type=admin,regular`. */
export interface ParameterValues {
  readonly in: 'querystring' | 'header' | 'path'
  readonly name: string
  readonly values: readonly string[]
}

/** Commas separate values; `\,` is a comma within one. Null where it is not in that form. PURE. */
export function parameterValues(text: string): ParameterValues | null {
  const [, place = '', name = '', list = ''] = /^(querystring|header|path)\.([^=]+)=(.*)$/s.exec(text) ?? []
  if (!isPlace(place)) return null
  return { in: place, name, values: list.split(/(?<!\\),/).map((value) => value.replaceAll('\\,', ',')) }
}

/** An empty value, `.` and `..` would lead to another path. PURE. */
export function isPathValue(value: string): boolean {
  return !/^\.{0,2}$/.test(value)
}

/** Of parameters that are named more than once, with the values of all; header names are one whatever their case. */
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
