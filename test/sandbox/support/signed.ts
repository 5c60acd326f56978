import { SignatureV4 } from '@smithy/signature-v4'
import { Sha256 } from '../../../src/io/aws/sha256.js'

export interface Signing {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export interface ToSign {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly region?: string
  /** `execute-api` where left out. */
  readonly service?: string
}

/** The headers with which a client of a stage sends this request, signed at that moment. */
export async function signedHeaders(
  url: URL,
  credentials: Signing,
  nowMs: number,
  { method = 'GET', headers = {}, body, region = 'us-east-1', service = 'execute-api' }: ToSign = {},
): Promise<Record<string, string>> {
  const signer = new SignatureV4({
    service,
    region,
    credentials,
    sha256: Sha256,
    applyChecksum: false,
  })
  const query = Object.fromEntries(
    [...new Set(url.searchParams.keys())].map((name) => [name, url.searchParams.getAll(name)]),
  )
  const request = {
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query,
    headers: { host: url.host, ...headers },
    ...(body === undefined ? {} : { body }),
  }
  const signed = await signer.sign(request, { signingDate: new Date(nowMs) })
  return signed.headers
}

/** The text of an `Authorization` header that nobody verifies. */
export function claimed(accessKeyId: string, service = 'execute-api'): readonly [string, string] {
  const scope = `${accessKeyId}/20260101/us-east-1/${service}/aws4_request`
  return ['Authorization', `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=x`]
}
