import { isUtf8 } from 'node:buffer'
import { type HeaderList, hasHeader, headerOf } from '../../http/headers.js'
import type { Call } from '../call.js'

/** A payload counts as binary where its type is among the API's binary media types. */
export function isBinary(call: Call, contentType: string | undefined): boolean {
  const { binaryMediaTypes } = call.served.deployment.snapshot
  if (binaryMediaTypes.length === 0) return false
  const type = mediaType(contentType)
  const [family, subtype] = type.split('/')
  return binaryMediaTypes.some((one) => {
    const known = one.toLowerCase()
    if (known.startsWith('*')) return known === '*/*'
    return known === type || (subtype !== undefined && known === `${family}/*`)
  })
}

/** Of a list of types, as in `Accept`, only the first counts. */
export function mediaType(header: string | undefined): string {
  return (header ?? 'application/json').split(/[,;]/, 1)[0]?.trim().toLowerCase() ?? ''
}

/** What a conversion makes of a body. */
export interface Payload {
  readonly body: Buffer
  /** Whether it was made binary, or was and stayed so. Templates work on text alone. */
  readonly binary: boolean
}

/** Why a conversion fails. */
export const NO_BASE64 = 'Unable to base64 decode the body.'
export const NO_TEXT = 'Unable to transform a binary body by a template.'

/** What the integration gets: text is decoded and binary encoded only where it is told so. Null for no base 64. */
export function toIntegration(body: Buffer, binary: boolean, contentHandling: string | null): Payload | null {
  return converted(body, binary, contentHandling === null ? binary : isToBinary(contentHandling))
}

/** What the caller gets: without a choice it follows from what the caller accepts. Null for no base 64. */
export function toCaller(
  body: Buffer,
  { binary, accepted }: { readonly binary: boolean; readonly accepted: boolean },
  contentHandling: string | null,
): Payload | null {
  return converted(body, binary, contentHandling === null ? accepted : isToBinary(contentHandling))
}

function isToBinary(contentHandling: string): boolean {
  return contentHandling === 'CONVERT_TO_BINARY'
}

function converted(body: Buffer, isBinary: boolean, binary: boolean): Payload | null {
  if (binary && isBinary) return { body, binary }
  if (isBinary) return { body: Buffer.from(body.toString('base64')), binary }
  if (!binary) return { body: asText(body), binary }
  const text = body.toString('latin1')
  return isBase64(text) ? { body: Buffer.from(text, 'base64'), binary } : null
}

export function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.replace(/=+$/, '').length % 4 !== 1
}

/** The body of a request to a proxied backend. */
export function toProxied(call: Call): Buffer {
  const { body, headers } = call.request
  return isStreamed(call) || isBinary(call, headers['content-type']) ? body : asText(body)
}

/** The body that a proxied backend answered. What is compressed is no text, whatever its type, and is left alone. */
export function fromProxied(call: Call, headers: HeaderList, body: Buffer): Buffer {
  const isKept =
    isStreamed(call) ||
    isBinary(call, call.request.headers.accept ?? '*/*') ||
    isBinary(call, headerOf(headers, 'content-type')) ||
    hasHeader(headers, 'content-encoding')
  return isKept ? body : asText(body)
}

function isStreamed({ method }: Call): boolean {
  return method.integration?.responseTransferMode === 'STREAM'
}

/** Bytes that are no text are replaced. */
function asText(body: Buffer): Buffer {
  return isUtf8(body) ? body : Buffer.from(body.toString('utf8'))
}
