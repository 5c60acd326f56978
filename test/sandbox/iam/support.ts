import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'
import type { HttpRequest } from '../../../src/sandbox/http/message.js'
import { identitiesOf } from '../../../src/sandbox/iam/identity.js'
import { buildRequest } from '../support/gateway.js'

const FIXTURE = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string(),
  requests: z.record(
    z.string(),
    z.object({
      method: z.string(),
      path: z.string(),
      headers: z.record(z.string(), z.string()),
      body: z.string(),
    }),
  ),
})

const { accessKeyId, secretAccessKey, sessionToken, requests } = FIXTURE.parse(
  JSON.parse(readFileSync(new URL('botocore-requests.json', import.meta.url), 'utf8')),
)

export interface Vector {
  readonly name: string
  readonly service: string
  readonly request: HttpRequest
  readonly sessionToken: string | undefined
}

/** What botocore sends, signed at `SIGNED_AT`. */
export const VECTORS: readonly Vector[] = Object.entries(requests).map(([name, sent]) => ({
  name,
  service: sent.headers.authorization?.match(/\/([a-z-]+)\/aws4_request/)?.[1] ?? '',
  request: buildRequest(sent.path, { ...sent, headers: Object.entries(sent.headers) }),
  sessionToken: sent.headers['x-amz-security-token'],
}))

export const SIGNED_AT = Date.UTC(2026, 0, 1, 0, 0, 30)
export const SESSION_TOKEN = sessionToken

/** A world in which botocore's key is known. */
export function knowing(token: string | undefined, nowMs = SIGNED_AT) {
  const identity = { accessKeyId, secretAccessKey, name: 'bo', policies: [] }
  return {
    identities: identitiesOf([token === undefined ? identity : { ...identity, sessionToken: token }], '000000000000'),
    roles: new Map(),
    iam: 'enforce' as const,
    clock: { now: () => nowMs, sleep: () => new Promise<void>(() => undefined) },
  }
}

/** The same request with other parts; headers keep both of their forms alike. */
export function changed(
  request: HttpRequest,
  parts: Partial<Omit<HttpRequest, 'headers' | 'rawHeaders'>> & {
    readonly header?: readonly [string, string]
  },
): HttpRequest {
  const { header, ...rest } = parts
  if (!header) return { ...request, ...rest }
  const [name, value] = header
  const headers = { ...request.headers, [name]: value }
  return { ...request, ...rest, headers, rawHeaders: Object.entries(headers).flat() }
}
