import { CACHING_GUIDE, plugin } from '../../links.js'
import type { Finding, Rule } from '../../rule.js'
import { type CachedMethod, cachedMethods } from '../../seen.js'
import { cachingOff } from '../../steps.js'

export const nonGetCached: Rule = {
  id: 'non-get-cached',
  severity: 'error',
  fixes: true,
  title: 'a method other than GET is cached',
  judge: (seen) =>
    cachedMethods(seen)
      .filter(({ method }) => !['GET', 'OPTIONS'].includes(method))
      .map(findingFor),
  page: {
    why: 'A cached answer means that the backend never sees the request: the second POST writes nothing. Request bodies are not in the key unless somebody maps them there. API Gateway caches such a method only where an override says so, and an override that was made for throttling or logging copies the caching of the defaults.',
    remedy: ({ option }) =>
      `Turn caching of the method off; ${option('fix')} does. A POST that only searches, with its body in the key, and a HEAD are shown as info and left alone.`,
    sources: [
      { says: 'only GET is cached by default, which keeps an API safe and available', url: CACHING_GUIDE },
      { says: 'how a body becomes part of the key', url: plugin(72) },
    ],
  },
}

function findingFor({ method, path, facts }: CachedMethod): Finding {
  const ref = { method, path }
  const fix = cachingOff(ref)
  if (method === 'HEAD') {
    return { ...ref, message: `${method} ${path} is cached, which only GET needs`, fix, severity: 'info' }
  }
  if (method === 'POST' && facts.bodyKeyed) {
    const message = `${method} ${path} is cached with its body in the key: right for a search, wrong for anything that writes`
    return { ...ref, message, fix, severity: 'info' }
  }
  const body = facts.bodyKeyed || method === 'DELETE' ? '' : ', whatever their bodies say'
  const message = `${method} ${path} is cached: the backend does not see requests that are hits${body}`
  return { ...ref, message, fix, safe: { kind: 'uncache', ref } }
}
