import { isIP } from 'node:net'

/** Names that only AWS can point anywhere: its clients send them with an endpoint of their own. */
const OF_AWS = /\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/
const LOOPBACK = /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|::1)$/

/** Whose name a request was sent to: the sandbox's own, one that only AWS can point here, or a custom domain name. */
export type HostKind = 'own' | 'aws' | 'domain'

export interface OwnHosts {
  /** The address that the server listens on. */
  readonly host: string
  /** Further names; what is below them is meant too. */
  readonly allowed: readonly string[]
  /** Names that are added and removed while the sandbox runs. */
  readonly isDomain?: (name: string) => boolean
}

/**
 * Tells whose a `Host` is; null for a stranger's. A page in a browser can make any name of its own lead to this machine
 * (DNS rebinding), and would then be of the same origin; a name that it cannot own gives it away.
 */
export function hostCheck({
  host,
  allowed,
  isDomain,
}: OwnHosts): (given: string, localAddress: () => string) => HostKind | null {
  const own = [host, ...allowed].map(nameIn).filter((name) => name !== '')
  let last: { readonly given: string; readonly kind: HostKind } | null = null
  return (given, localAddress) => {
    if (given === last?.given) return last.kind
    const name = nameIn(given)
    const isOwn =
      isLoopback(name) ||
      own.some((one) => name === one || name.endsWith(`.${one}`)) ||
      (isIP(name) !== 0 && name === localAddress().replace(/^::ffff:/, ''))
    const kind = isOwn ? 'own' : OF_AWS.test(name) ? 'aws' : null
    if (kind) last = { given, kind }
    return kind ?? (isDomain?.(name) ? 'domain' : null)
  }
}

/** By its name or address, without a port. */
export function isLoopback(name: string): boolean {
  return LOOPBACK.test(name)
}

/** `Localhost.:4780` → `localhost`, `[::1]:4780` → `::1`. */
export function nameIn(host: string): string {
  const [, bracketed] = /^\[([^\]]*)\](?::\d*)?$/.exec(host) ?? []
  const name = bracketed ?? (isIP(host) === 6 ? host : host.replace(/:\d*$/, ''))
  return name.toLowerCase().replace(/\.$/, '')
}
