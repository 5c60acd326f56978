import { endToEnd, type HeaderList } from '../../http/headers.js'

// API Gateway writes these itself and shows the backend's own under another name.
const REMAPPED = new Set([
  'authorization',
  'connection',
  'content-length',
  'date',
  'server',
  'www-authenticate',
  'x-amz-apigw-id',
  'x-amzn-requestid',
])

/** A backend's headers as the client of API Gateway sees them. */
export function toClient(headers: HeaderList): HeaderList {
  const remapped = headers.map(
    ([name, value]) => [REMAPPED.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name, value] as const,
  )
  return endToEnd(remapped)
}
