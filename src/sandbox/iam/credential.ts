import type { HttpRequest } from '../http/message.js'

/** The parts of an `Authorization` header with a version 4 signature. */
export interface Signed {
  readonly accessKeyId: string
  readonly date: string
  readonly region: string
  readonly service: string
  readonly terminator: string
  /** In lower case, in the order in which they were signed. */
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

const ALGORITHM = 'AWS4-HMAC-SHA256'
const PARTS = ['Credential', 'Signature', 'SignedHeaders'] as const

/** The header's parts, or the names of those that are not there exactly once. */
export function parseAuthorization(header: string): Signed | { readonly missing: readonly string[] } {
  const fields = fieldsOf(header)
  const [credential, signature, signedHeaders] = PARTS.map((part) => onlyOne(fields, part))
  if (!credential || !signature || !signedHeaders) {
    return { missing: PARTS.filter((part) => !onlyOne(fields, part)) }
  }
  // An access key may hold slashes, the rest of a scope never does.
  const scope = credential.split('/')
  const [date = '', region = '', service = '', terminator = ''] = scope.slice(-4)
  return {
    accessKeyId: scope.slice(0, -4).join('/'),
    date,
    region,
    service,
    terminator,
    signedHeaders: signedHeaders.split(';'),
    signature,
  }
}

/** Who says to have signed a request, in which region and for which service. */
export interface Scope {
  readonly accessKeyId: string
  readonly region?: string | undefined
  readonly service?: string | undefined
}

/** Checks nothing; undefined without a credential. */
export function scopeOf({ headers }: Pick<HttpRequest, 'headers'>): Scope | undefined {
  const [credential] = fieldsOf(headers.authorization ?? '').get('Credential') ?? []
  if (!credential) return undefined
  const parts = credential.split('/')
  if (parts.length < 5) return { accessKeyId: parts[0] ?? '' }
  const [, region, service] = parts.slice(-4)
  return { accessKeyId: parts.slice(0, -4).join('/'), region, service }
}

export function isSignature([name, value]: readonly [string, string]): boolean {
  return name.toLowerCase() === 'authorization' && value.startsWith(ALGORITHM)
}

function fieldsOf(header: string): Map<string, string[]> {
  const fields = new Map<string, string[]>()
  if (!header.startsWith(`${ALGORITHM} `)) return fields
  for (const field of header.slice(ALGORITHM.length).split(',')) {
    const [name, value] = splitAt(field.trim(), '=')
    fields.set(name, [...(fields.get(name) ?? []), value])
  }
  return fields
}

/** Of two credentials one could be verified and the other obeyed. */
function onlyOne(fields: ReadonlyMap<string, readonly string[]>, name: string): string | undefined {
  const values = fields.get(name) ?? []
  return values.length === 1 ? values[0] : undefined
}

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
