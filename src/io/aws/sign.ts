import { SignatureV4 } from '@smithy/signature-v4'
import type { Sign } from '../../core/aws/connection.js'
import type { Clock } from '../../core/base/clock.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { requireSignable, signedQuery } from '../../core/request/signing.js'
import type { Credentials } from './config.js'
import { Sha256 } from './sha256.js'

/** Signs requests to a stage, for methods with AWS_IAM authorisation. */
export function createSign(region: string, credentials: () => Promise<Credentials>, clock: Pick<Clock, 'now'>): Sign {
  const signer = new SignatureV4({
    service: 'execute-api',
    region,
    credentials,
    sha256: Sha256,
    // The signature covers the payload's hash anyway; only S3 wants it as a header too.
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

/** As SigV4 signs them: lower-case names, the trimmed values of a repeated header joined. */
function joined(headers: readonly (readonly [string, string])[]): Record<string, string> {
  const byName: Record<string, string> = {}
  for (const [name, value] of headers) {
    const known = byName[name.toLowerCase()]
    byName[name.toLowerCase()] = known === undefined ? value.trim() : `${known},${value.trim()}`
  }
  return byName
}
