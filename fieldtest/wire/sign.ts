import { SignatureV4 } from '@smithy/signature-v4'
import { Sha256 } from '../../src/io/aws/sha256.js'
import type { Message } from './send.js'

export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

export interface Scope {
  readonly service: string
  readonly region: string
  readonly keys: Keys
  /** When it is said to have been signed. */
  readonly at: number
}

/** The message with a signature of version 4 in its headers. */
export async function signed(message: Message, { service, region, keys, at }: Scope): Promise<Message> {
  const { method, origin, target, headers, body } = message
  const [path = '/', ...query] = target.split('?')
  const { accessKeyId, secretAccessKey, sessionToken } = keys
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256, applyChecksum: false })
  const request = {
    method,
    protocol: origin.protocol,
    hostname: origin.hostname,
    path,
    query: parametersOf(query.join('?')),
    headers: { host: origin.host, ...headers },
    ...(body === undefined ? {} : { body }),
  }
  return { ...message, headers: (await signer.sign(request, { signingDate: new Date(at) })).headers }
}

function parametersOf(query: string): Record<string, string[]> {
  const parameters: Record<string, string[]> = {}
  for (const part of query.split('&').filter((text) => text !== '')) {
    const [name = '', ...value] = part.split('=').map(decodeURIComponent)
    parameters[name] = [...(parameters[name] ?? []), value.join('=')]
  }
  return parameters
}
