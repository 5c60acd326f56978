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

// Of these Node keeps the first where there are several, as it does in `headers`.
const ONCE = new Set(['authorization', 'content-length', 'content-type', 'host', 'user-agent'])

/** The value that `headers` has, found without making them: nothing is allocated for those that nobody asks for. */
export function sentHeader(rawHeaders: readonly string[], name: string): string | undefined {
  let found: string | undefined
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (!isNamed(rawHeaders[at] ?? '', name)) continue
    const value = rawHeaders[at + 1] ?? ''
    if (found !== undefined && ONCE.has(name)) return found
    found = found === undefined ? value : `${found}, ${value}`
  }
  return found
}

/** Whether this is the name, which is in lower case. */
function isNamed(candidate: string, name: string): boolean {
  if (candidate.length !== name.length) return false
  for (let at = 0; at < name.length; at++) {
    const code = candidate.charCodeAt(at)
    const lower = code >= 65 && code <= 90 ? code + 32 : code
    if (lower !== name.charCodeAt(at)) return false
  }
  return true
}

/** All values of one header, in order. `name` is in lower case. */
export function headerValues(rawHeaders: readonly string[], name: string): string[] {
  const values: string[] = []
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (isNamed(rawHeaders[i] ?? '', name)) values.push(rawHeaders[i + 1] ?? '')
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
