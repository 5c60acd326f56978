import { ApigwCacheError } from '../../core/base/errors.js'
import type { Http } from '../../core/base/http.js'
import { causeOf } from '../../core/base/trouble.js'

/**
 * Gives up a host that does not answer the first request in time. The error is none that passes: of twenty regions
 * the one that cannot be reached must not hold up the others.
 */
export function givingUp(http: Http, reachMs: number): Http {
  const reached = new Set<string>()
  return async (request) => {
    const { host } = new URL(request.url)
    if (reached.has(host)) return http(request)
    try {
      const reply = await http({ ...request, timeoutMs: Math.min(reachMs, request.timeoutMs) })
      reached.add(host)
      return reply
    } catch (error) {
      if (reached.has(host) || !(error instanceof ApigwCacheError) || causeOf(error)?.kind !== 'lost') throw error
      throw new ApigwCacheError('failure', 'unreachable', `${host} cannot be reached: ${error.message}`)
    }
  }
}
