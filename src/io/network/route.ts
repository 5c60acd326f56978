import type { Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import type { Env } from '../aws/config.js'
import { trusted } from './certificates.js'
import { proxyFor, tunnel } from './proxy.js'

export interface Peer {
  readonly host: string
  /** Empty for the protocol's own. */
  readonly port: string
}

/** How a request gets to its peer. */
export interface Route {
  /** A connection that is there already, through a proxy. */
  readonly socket: Socket | null
  /** The proxy that takes the request itself, as is usual for plain HTTP. */
  readonly proxy: URL | null
  readonly trust: SecureContext | null
}

/** `elsewhere` says that the peer is not the host of the URL: a proxy would look that up. */
export type Routes = (url: URL, peer: Peer, elsewhere: boolean, signal: AbortSignal) => Promise<Route>

export function createRoutes(env: Env): Routes {
  let known: Promise<SecureContext | null> | null = null
  return async (url, peer, elsewhere, signal) => {
    const secure = url.protocol === 'https:'
    const proxy = proxyFor(url, env)
    if (secure) known ??= trusted(env)
    const trust = secure ? await known : null
    if (proxy === null) return { socket: null, proxy: null, trust }
    if (!secure && !elsewhere) return { socket: null, proxy, trust }
    return { socket: await tunnel(proxy, authorityOf(peer, secure), signal), proxy: null, trust }
  }
}

function authorityOf({ host, port }: Peer, secure: boolean): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port || (secure ? '443' : '80')}`
}
