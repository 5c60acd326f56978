import { CORS_GUIDE } from '../../links.js'
import type { Finding, Rule } from '../../rule.js'
import { type CachedMethod, cachedMethods, type Seen } from '../../seen.js'
import { addingKeys } from '../../steps.js'

const ORIGIN = /(^|\.)header\.origin$/i

export const originNotInKey: Rule = {
  id: 'origin-not-in-key',
  severity: 'warning',
  title: 'CORS answers may vary, and Origin is not in the cache key',
  judge: (seen) =>
    cachedMethods(seen)
      .filter(({ method, facts }) => method === 'GET' && !facts.keys.some((key) => ORIGIN.test(key)))
      .flatMap((one) => findingFor(seen, one)),
  page: {
    why: 'A cached answer repeats its Access-Control-Allow-Origin for every page that asks. Where the backend names the origin that asked, a browser on another origin refuses the answer. With a proxy integration the export does not tell what the backend answers: where the path has an OPTIONS method too, this is shown as info.',
    remedy:
      'Answer Access-Control-Allow-Origin: * where that is right, or put header.Origin into the key and deploy. Each origin then has entries of its own.',
    sources: [
      { says: 'with a proxy integration the backend has to send the CORS headers', url: CORS_GUIDE },
      {
        says: 'CORS headers of cached answers were wrong',
        url: 'https://github.com/serverless/serverless/issues/4270',
      },
    ],
  },
}

function findingFor(seen: Seen, one: CachedMethod): readonly Finding[] {
  const { method, path, facts } = one
  const fix = addingKeys(seen, one, ['header.Origin'])
  if (facts.allowsOrigin === 'from-backend') {
    const message = `${method} ${path} takes Access-Control-Allow-Origin from its backend and is cached without header.Origin in its key`
    return [{ method, path, message, fix }]
  }
  const preflight = seen.deployed.some((other) => other.path === path && other.method === 'OPTIONS')
  if (!facts.proxy || facts.allowsOrigin === 'fixed' || !preflight) return []
  const message = `${method} ${path} is asked across origins (its path has OPTIONS) and is cached without header.Origin in its key: wrong where its backend names the origin that asked`
  return [{ method, path, message, fix, severity: 'info' }]
}
