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

/** The header's parts, or the names of those that are missing. */
export function parseAuthorization(header: string): Signed | { readonly missing: readonly string[] } {
  const fields = new Map(
    header.startsWith(`${ALGORITHM} `)
      ? header
          .slice(ALGORITHM.length)
          .split(',')
          .map((field) => splitAt(field.trim(), '='))
      : [],
  )
  const missing = PARTS.filter((part) => !fields.get(part))
  if (missing.length > 0) return { missing }
  // An access key may hold slashes, the rest of a scope never does.
  const scope = (fields.get('Credential') ?? '').split('/')
  const [date = '', region = '', service = '', terminator = ''] = scope.slice(-4)
  return {
    accessKeyId: scope.slice(0, -4).join('/'),
    date,
    region,
    service,
    terminator,
    signedHeaders: (fields.get('SignedHeaders') ?? '').split(';'),
    signature: fields.get('Signature') ?? '',
  }
}

/** The access key that a request names, without checking the signature. */
export function accessKeyOf({ headers }: Pick<HttpRequest, 'headers'>): string | undefined {
  return headers.authorization?.match(/Credential=([^/,\s]+)/)?.[1]
}

/** The region of the credential scope, which the client chose. */
export function scopeRegionOf({ headers }: Pick<HttpRequest, 'headers'>): string | undefined {
  return headers.authorization?.match(/Credential=[^,\s]*\/([a-z0-9-]+)\/[a-z0-9-]+\/aws4_request/)?.[1]
}

/** The service of the credential scope. */
export function scopeServiceOf({ headers }: Pick<HttpRequest, 'headers'>): string | undefined {
  return headers.authorization?.match(/Credential=[^,\s]*\/([a-z0-9-]+)\/aws4_request/)?.[1]
}

export function isSignature([name, value]: readonly [string, string]): boolean {
  return name.toLowerCase() === 'authorization' && value.startsWith(ALGORITHM)
}

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
