import { CORS_GUIDE } from '../../links.js'
import type { Rule } from '../../rule.js'
import { cachedMethods } from '../../seen.js'
import { cachingOff } from '../../steps.js'

export const optionsCached: Rule = {
  id: 'options-cached',
  severity: 'warning',
  fixes: true,
  title: 'preflight answers (OPTIONS) are cached',
  judge: (seen) =>
    cachedMethods(seen)
      .filter(({ method }) => method === 'OPTIONS')
      .map(({ method, path }) => ({
        method,
        path,
        message: `OPTIONS ${path} is cached: the preflight answer for one origin goes to all of them`,
        fix: cachingOff({ method, path }),
        safe: { kind: 'uncache', ref: { method, path } },
      })),
  page: {
    why: 'A preflight answer depends on the Origin and the requested method and headers. From the cache a browser gets the answer that was made for another page, and refuses the request that follows. CORS headers have been seen to be missing once answers came from the cache.',
    remedy: ({ option }) =>
      `Turn caching of OPTIONS off; ${option('fix')} does. Browsers keep preflight answers themselves.`,
    sources: [
      { says: 'how API Gateway answers preflight requests', url: CORS_GUIDE },
      {
        says: 'CORS headers went missing once answers were cached',
        url: 'https://github.com/serverless/serverless/issues/4270',
      },
    ],
  },
}
