import { gunzipSync } from 'node:zlib'
import type { HttpRequest } from '../../http/message.js'
import { unreadable } from './protocol.js'

const MOST_BYTES = 10 * 1024 * 1024

/** The request with its body as it was before the client compressed it, as clients do with much metric data. */
export function uncompressed(request: HttpRequest): HttpRequest {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  if (encoding === 'identity') return request
  if (encoding !== 'gzip') throw unreadable('gzip, the only content encoding')
  try {
    const { method, path, rawQuery, headers, rawHeaders, sourceIp } = request
    const body = gunzipSync(request.body, { maxOutputLength: MOST_BYTES })
    return { method, path, rawQuery, headers, rawHeaders, body, sourceIp }
  } catch {
    throw unreadable(`gzip of at most ${MOST_BYTES} bytes`)
  }
}
