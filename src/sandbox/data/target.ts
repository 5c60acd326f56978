import { sentHeader } from '../http/headers.js'
import type { HttpRequest } from '../http/message.js'

export interface DataTarget {
  readonly apiId: string
  readonly stage: string
  /** Below the stage, starting with `/`, still percent-encoded. */
  readonly rawPath: string
  /** Where the host is a custom domain name, which a disabled default endpoint does not concern: `/v1`, or empty. */
  readonly basePath?: string
}

const PREFIX = '/restapis/'
const MARKER = '/_user_request_'

/** Knows `/restapis/{id}/{stage}/_user_request_/…`, and `/{stage}/…` with `Host: {id}.execute-api.…`. */
export function dataTarget({ path, rawHeaders }: Pick<HttpRequest, 'path' | 'rawHeaders'>): DataTarget | null {
  const host = sentHeader(rawHeaders, 'host') ?? ''
  const label = host.indexOf('.execute-api.')
  if (label > 0) return hosted(host.slice(0, label), path)
  return addressed(path)
}

function addressed(path: string): DataTarget | null {
  if (!path.startsWith(PREFIX)) return null
  const apiEnd = path.indexOf('/', PREFIX.length)
  const stageEnd = path.indexOf('/', apiEnd + 1)
  const end = stageEnd + MARKER.length
  if (apiEnd < 0 || !path.startsWith(MARKER, stageEnd) || (path.length > end && path[end] !== '/')) return null
  const rawPath = path.slice(end) || '/'
  return { apiId: path.slice(PREFIX.length, apiEnd), stage: path.slice(apiEnd + 1, stageEnd), rawPath }
}

function hosted(label: string, sent: string): DataTarget {
  // The host name of a private API has the VPC endpoint after the API id.
  const apiId = label.split('-')[0] ?? label
  // Several slashes before the stage are one.
  const path = sent.replace(/^\/{2,}/, '/')
  const end = path.indexOf('/', 1)
  if (end < 0) return { apiId, stage: path.slice(1), rawPath: '/' }
  return { apiId, stage: path.slice(1, end), rawPath: path.slice(end) }
}
