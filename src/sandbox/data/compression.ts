import { promisify } from 'node:util'
import { deflate, gunzipSync, gzip, inflateSync } from 'node:zlib'
import { hasHeader } from '../http/headers.js'
import type { HttpRequest } from '../http/message.js'
import { type Reply, requestBodyRefused, unsupportedMediaType } from './gateway-responses.js'

const ENCODERS = { gzip: promisify(gzip), deflate: promisify(deflate) }
const DECODERS = { gzip: gunzipSync, deflate: inflateSync }
const LARGEST_BYTES = 10_485_760

type Coding = keyof typeof ENCODERS

/** Null for an answer that stays as it is: too small, encoded already, or for a caller who takes no such encoding. */
export function compressed(
  reply: Reply,
  minimumBytes: number,
  acceptEncoding: string | undefined,
): Promise<Reply> | null {
  const { body, headers } = reply
  if (body.length === 0 || body.length < minimumBytes || hasHeader(headers, 'content-encoding')) return null
  const coding = codingFor(acceptEncoding)
  if (!coding) return null
  return ENCODERS[coding](body).then((encoded) => ({
    ...reply,
    headers: [...headers, ['Content-Encoding', coding]],
    body: encoded,
  }))
}

/** The request with its body decoded, or a refusal. */
export function decompressed(request: HttpRequest): HttpRequest | { readonly refusal: Reply } {
  const coding = request.headers['content-encoding']?.trim().toLowerCase()
  if (coding === undefined || coding === 'identity') return request
  if (!isCoding(coding)) return { refusal: unsupportedMediaType() }
  try {
    return {
      ...withoutEncoding(request),
      body: DECODERS[coding](request.body, { maxOutputLength: LARGEST_BYTES }),
    }
  } catch {
    return { refusal: requestBodyRefused('[Unable to decompress body]') }
  }
}

/** The one with the greatest weight; gzip before deflate. */
function codingFor(accept: string | undefined): Coding | undefined {
  const weights = new Map<string, number>()
  for (const part of (accept ?? '').toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim())
    const weight = parameters.find((text) => text.startsWith('q='))?.slice(2)
    weights.set(name, weight === undefined ? 1 : Number(weight) || 0)
  }
  const weightOf = (coding: Coding) => weights.get(coding) ?? weights.get('*') ?? 0
  const best = weightOf('deflate') > weightOf('gzip') ? 'deflate' : 'gzip'
  return weightOf(best) > 0 ? best : undefined
}

function isCoding(name: string): name is Coding {
  return Object.hasOwn(DECODERS, name)
}

function withoutEncoding(request: HttpRequest): HttpRequest {
  const kept = (name: string) => name.toLowerCase() !== 'content-encoding'
  const { rawHeaders, headers } = request
  return {
    method: request.method,
    path: request.path,
    rawQuery: request.rawQuery,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => kept(name))),
    rawHeaders: rawHeaders.filter((_, at) => kept(rawHeaders[at - (at % 2)] ?? '')),
    body: request.body,
    sourceIp: request.sourceIp,
  }
}
