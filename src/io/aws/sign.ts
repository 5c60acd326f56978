import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Sign } from '../../core/aws/connection.js'
import type { Clock } from '../../core/base/clock.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { requireSignable, signedQuery } from '../../core/request/signing.js'
import type { Credentials } from './config.js'

/** Signs what goes to a stage, as API Gateway's AWS_IAM authorisation wants it. */
export function createSign(
  region: string,
  credentials: () => Promise<Credentials>,
  clock: Pick<Clock, 'now'>,
): Sign {
  const signer = new SignatureV4({
    service: 'execute-api',
    region,
    credentials,
    sha256: Sha256,
    // The payload's hash is part of the signature; the header of that name is S3's.
    applyChecksum: false,
  })
  return async ({ method, url: text, headers, body }) => {
    const own = headers.find(([name]) => name.toLowerCase() === 'authorization')
    if (own)
      throw new ApigwCacheError(
        'usage',
        'own-authorization',
        'a signed request cannot have an Authorization header of its own',
      )
    requireSignable({ url: text, headers })
    const url = new URL(text)
    const signed = await signer.sign(
      {
        method,
        protocol: url.protocol,
        hostname: url.hostname,
        path: url.pathname,
        query: signedQuery(text),
        headers: { host: url.host, ...joined(headers) },
        ...(body === undefined ? {} : { body }),
      },
      { signingDate: new Date(clock.now()) },
    )
    const added = Object.entries(signed.headers).filter(([name]) => /^(authorization|x-amz-)/i.test(name))
    const names = added.map(([name]) => name.toLowerCase())
    return [...headers.filter(([name]) => !names.includes(name.toLowerCase())), ...added]
  }
}

/** As they are signed: names in lower case, the values of a repeated one joined without the spaces around them. */
function joined(headers: readonly (readonly [string, string])[]): Record<string, string> {
  const byName: Record<string, string> = {}
  for (const [name, value] of headers) {
    const known = byName[name.toLowerCase()]
    byName[name.toLowerCase()] = known === undefined ? value.trim() : `${known},${value.trim()}`
  }
  return byName
}

/** Node's own hash under the interface that the signer asks for. */
class Sha256 {
  readonly #hash: { update(data: Uint8Array): unknown; digest(): Buffer }

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret))
  }

  update(data: Uint8Array | string): void {
    this.#hash.update(typeof data === 'string' ? Buffer.from(data) : data)
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()))
  }

  reset(): void {
    throw new Error('a digest is made once')
  }
}

function bytesOf(secret: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof secret === 'string') return Buffer.from(secret)
  return ArrayBuffer.isView(secret)
    ? Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength)
    : Buffer.from(secret)
}
