import type { Socket } from 'node:net'
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { Env } from '../aws/config.js'
import { readTextFile } from '../files.js'
import { proxyFor, tunnel, unbracketed } from './proxy.js'

export interface Peer {
  readonly host: string
  /** Empty for the protocol's default. */
  readonly port: string
}

/** The URL's own host, or the one of `--connect-to`. Errors: `usage`. */
export function peerOf(connectTo: string | undefined, { hostname, port }: URL): Peer {
  if (connectTo === undefined) return { host: unbracketed(hostname), port }
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(connectTo)
  const host = match?.[1] ?? match?.[2]
  const wanted = match?.[3] ?? port
  if (host && (wanted === '' || (Number(wanted) >= 1 && Number(wanted) <= 65_535))) return { host, port: wanted }
  throw new ApigwCacheError('usage', 'connect-to', `"${connectTo}" is no host to connect to`, {
    hint: 'use HOST or HOST:PORT',
  })
}

export interface Route {
  /** An open connection to the peer, through a proxy. */
  readonly socket: Socket | null
  /** The proxy that gets the request itself, as is usual for plain HTTP. */
  readonly proxy: URL | null
  readonly trust: SecureContext | null
}

/** `elsewhere`: the peer is not the URL's host, so a proxy must not resolve the URL itself. */
export type Routes = (url: URL, peer: Peer, elsewhere: boolean, signal: AbortSignal) => Promise<Route>

export function createRoutes(env: Env): Routes {
  let known: Promise<SecureContext | null> | null = null
  return async (url, peer, elsewhere, signal) => {
    const secure = url.protocol === 'https:'
    const proxy = proxyFor(url, env)
    if (secure) known ??= trustedAuthorities(env)
    const trust = secure ? await known : null
    if (proxy === null) return { socket: null, proxy: null, trust }
    if (!secure && !elsewhere) return { socket: null, proxy, trust }
    return { socket: await tunnel(proxy, authorityOf(peer, secure), signal), proxy: null, trust }
  }
}

function authorityOf({ host, port }: Peer, secure: boolean): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port || (secure ? '443' : '80')}`
}

/** Node's own authorities and those of `AWS_CA_BUNDLE`; null if that is not set. Errors: `usage`. */
async function trustedAuthorities({ AWS_CA_BUNDLE, NODE_EXTRA_CA_CERTS }: Env): Promise<SecureContext | null> {
  // Node reads NODE_EXTRA_CA_CERTS by itself, but not for a context of our own.
  if (!AWS_CA_BUNDLE) return null
  const bundle = await readTextFile(AWS_CA_BUNDLE)
  if (!bundle?.includes('-----BEGIN')) throw unusable(AWS_CA_BUNDLE)
  const extra = NODE_EXTRA_CA_CERTS ? await readTextFile(NODE_EXTRA_CA_CERTS) : null
  try {
    return createSecureContext({ ca: [...rootCertificates, bundle, ...(extra === null ? [] : [extra])] })
  } catch (cause) {
    throw unusable(AWS_CA_BUNDLE, cause)
  }
}

function unusable(path: string, cause?: unknown): ApigwCacheError {
  return new ApigwCacheError('usage', 'certificate-file', `"${path}" is no file of certificates`, {
    hint: 'check AWS_CA_BUNDLE',
    cause,
  })
}
