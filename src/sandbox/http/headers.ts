export type HeaderList = readonly (readonly [string, string])[]

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Node's flat list of names and values as pairs. */
export function pairs(rawHeaders: readonly string[]): [string, string][] {
  const list: [string, string][] = []
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) list.push([rawHeaders[i] ?? '', rawHeaders[i + 1] ?? ''])
  return list
}

/** The headers to pass on: without those of the connection and those that `Connection` names. */
export function endToEnd(headers: HeaderList): [string, string][] {
  const named = new Set(headers.filter(([name]) => name.toLowerCase() === 'connection').flatMap(listed))
  const passes = (name: string) => !HOP_BY_HOP.has(name) && !named.has(name)
  return headers.filter(([name]) => passes(name.toLowerCase())).map(([name, value]) => [name, value])
}

/** All values of one header, in order. `name` is in lower case. */
export function headerValues(rawHeaders: readonly string[], name: string): string[] {
  const values: string[] = []
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const candidate = rawHeaders[i]
    if (candidate?.length === name.length && candidate.toLowerCase() === name)
      values.push(rawHeaders[i + 1] ?? '')
  }
  return values
}

export function hasHeader(headers: HeaderList, name: string): boolean {
  return headers.some(([candidate]) => candidate.toLowerCase() === name)
}

/** The last value of a header. `name` is in lower case. */
export function headerOf(headers: HeaderList, name: string): string | undefined {
  return headers.findLast(([candidate]) => candidate.toLowerCase() === name)?.[1]
}

/** The values of each name. The map keeps names apart from what every object inherits. */
export function groupByName(list: HeaderList): Record<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [name, value] of list) groups.set(name, [...(groups.get(name) ?? []), value])
  return Object.fromEntries(groups)
}

/** HTTP carries a token as the name, and one line of Latin-1 as the value. */
export function isSendable([name, value]: readonly [string, string]): boolean {
  return /^[!#$%&'*+\-.^_`|~\w]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
}

function listed([, value]: readonly [string, string]): string[] {
  return value.split(',').map((name) => name.trim().toLowerCase())
}
