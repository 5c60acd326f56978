import { ServiceError } from '../http/errors.js'
import { sentHeader } from '../http/headers.js'
import type { HttpRequest } from '../http/message.js'
import { isLoopback, nameIn } from './hosts.js'

/**
 * The refusal of what a page of another site has its browser send: such a page may send almost anything to this
 * machine, though it cannot read the answer. Null for every other client, and for pages of this machine.
 */
export function crossSiteRefusal({ rawHeaders }: Pick<HttpRequest, 'rawHeaders'>): ServiceError | null {
  const origin = sentHeader(rawHeaders, 'origin')
  const site = sentHeader(rawHeaders, 'sec-fetch-site')
  const foreign = origin !== undefined && !isOwn(origin, sentHeader(rawHeaders, 'host') ?? '')
  if (!foreign && site !== 'cross-site') return null
  const message = 'a page of another site may call stages, but not the control plane and the administration'
  return new ServiceError(403, 'AccessDeniedException', message)
}

/** `null`, which pages without an origin send, is nobody's own. */
function isOwn(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false
  const { protocol, host: from } = new URL(origin)
  return /^https?:$/.test(protocol) && (from === host.toLowerCase() || isLoopback(nameIn(from)))
}
