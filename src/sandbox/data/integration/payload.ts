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

/** What the integration gets: text is decoded and binary encoded only where it is told so. */
export function toIntegration(body: Buffer, binary: boolean, contentHandling: string | null): Buffer {
  if (contentHandling === 'CONVERT_TO_BINARY') return binary ? body : fromBase64(body)
  return contentHandling === 'CONVERT_TO_TEXT' && binary ? toBase64(body) : body
}

/** What the caller gets: without a choice it follows from what the caller accepts. */
export function toCaller(
  body: Buffer,
  { binary, accepted }: { readonly binary: boolean; readonly accepted: boolean },
  contentHandling: string | null,
): Buffer {
  const wantsBinary = contentHandling === null ? accepted : contentHandling === 'CONVERT_TO_BINARY'
  if (binary === wantsBinary) return body
  return wantsBinary ? fromBase64(body) : toBase64(body)
}

function fromBase64(body: Buffer): Buffer {
  return Buffer.from(body.toString('latin1'), 'base64')
}

function toBase64(body: Buffer): Buffer {
  return Buffer.from(body.toString('base64'))
}
