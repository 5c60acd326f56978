import { BlockList, isIP } from 'node:net'

/** Only this machine answers there, so a proxy cannot help. Sandboxes and emulators just work. */
const LOOPBACK = 'localhost,127.0.0.0/8,::1'

/**
 * True for this machine and for hosts in `NO_PROXY`, which is read as curl does: a name includes its subdomains, an
 * address may be a network, `*` is everything. PURE.
 */
export function goesDirect(host: string, noProxy: string): boolean {
  if (noProxy.trim() === '*') return true
  const name = normalized(host)
  return `${LOOPBACK},${noProxy}`.split(/[\s,]+/).some((entry) => entry !== '' && matches(name, normalized(entry)))
}

function normalized(name: string): string {
  return name
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/^\.|\.$/g, '')
}

function matches(name: string, entry: string): boolean {
  const family = isIP(name)
  if (family === 0) return name === entry || name.endsWith(`.${entry}`)
  const [network = '', bits = ''] = entry.split('/')
  if (isIP(network) !== family) return false
  const width = family === 4 ? 32 : 128
  const prefix = bits === '' ? width : Number(bits)
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > width) return false
  const type = family === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(network, prefix, type)
  return list.check(name, type)
}
