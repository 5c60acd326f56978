import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

// A few kilobytes can unpack to gigabytes.
const MAX_DECODED_BYTES = 8 * 1024 * 1024

/** Decodes a body. What cannot be decoded is read unchanged: evidence may be poorer, but never fails. */
export function decodeBody(body: Uint8Array, encoding: string | null, contentType: string | null): string {
  const steps = (encoding ?? '').toLowerCase().split(',').slice(0, 3)
  const bytes = steps.reduceRight((current, step) => unpack(current, step.trim()), body)
  return decoderFor(contentType).decode(bytes)
}

function unpack(bytes: Uint8Array, encoding: string): Uint8Array {
  const zlib = { maxOutputLength: MAX_DECODED_BYTES, finishFlush: constants.Z_SYNC_FLUSH }
  try {
    switch (encoding) {
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(bytes, zlib)
      case 'deflate':
        return inflate(bytes, zlib)
      case 'br':
        return brotliDecompressSync(bytes, {
          maxOutputLength: MAX_DECODED_BYTES,
          finishFlush: constants.BROTLI_OPERATION_FLUSH,
        })
      default:
        return bytes
    }
  } catch {
    return bytes
  }
}

// "deflate" means the zlib format, but some servers send the raw stream.
function inflate(bytes: Uint8Array, options: { maxOutputLength: number; finishFlush: number }): Uint8Array {
  try {
    return inflateSync(bytes, options)
  } catch {
    return inflateRawSync(bytes, options)
  }
}

function decoderFor(contentType: string | null): InstanceType<typeof TextDecoder> {
  const charset = /charset\s*=\s*"?([\w:.-]{1,40})/i.exec(contentType ?? '')?.[1]
  try {
    return new TextDecoder(charset ?? 'utf-8')
  } catch {
    return new TextDecoder('utf-8')
  }
}
