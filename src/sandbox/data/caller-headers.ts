import { pairs } from '../http/headers.js'

/** What callers say to API Gateway, or to the sandbox, alone: neither templates nor mappings nor what is behind them see it. */
const KEPT_BACK = new Set([
  'connection',
  'content-md5',
  'expect',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
  'x-sandbox-source-ip',
])

/** The name is in lower case. */
export function isSeen(name: string): boolean {
  return !KEPT_BACK.has(name)
}

/** The caller's headers, as everything behind the gateway sees them. */
export function seenHeaders(rawHeaders: readonly string[]): [string, string][] {
  return pairs(rawHeaders).filter(([name]) => isSeen(name.toLowerCase()))
}
