import type { HttpRequest } from '../http/message.js'

const MAX_SKEW_MS = 5 * 60_000

/** The time of signing as signatures spell it; null where the request has none. */
export function timestampOf({ headers }: Pick<HttpRequest, 'headers'>): string | null {
  const given = headers['x-amz-date'] ?? headers.date ?? ''
  if (/^\d{8}T\d{6}Z$/.test(given)) return given
  const ms = Date.parse(given)
  return Number.isNaN(ms) ? null : compact(ms)
}

/** The service's words where the time is too far from now; null where it is near enough. */
export function skewProblem(timestamp: string, nowMs: number): string | null {
  const atMs = epochMs(timestamp)
  // Signatures count in whole seconds.
  const now = Math.floor(nowMs / 1000) * 1000
  if (!(atMs >= now - MAX_SKEW_MS)) {
    return `Signature expired: ${timestamp} is now earlier than ${compact(now - MAX_SKEW_MS)} (${compact(now)} - 5 min.)`
  }
  if (atMs > now + MAX_SKEW_MS) {
    return `Signature not yet current: ${timestamp} is still later than ${compact(now + MAX_SKEW_MS)} (${compact(now)} + 5 min.)`
  }
  return null
}

function epochMs(timestamp: string): number {
  return Date.parse(timestamp.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

function compact(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}
