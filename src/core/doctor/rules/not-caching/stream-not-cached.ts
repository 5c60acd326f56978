import { STREAMING_GUIDE } from '../../links.js'
import type { Rule } from '../../rule.js'
import { switchedOn } from '../../seen.js'
import { cachingOff } from '../../steps.js'

export const streamNotCached: Rule = {
  id: 'stream-not-cached',
  severity: 'warning',
  fixes: true,
  title: 'a method that streams its answers is set to be cached',
  judge: (seen) =>
    switchedOn(seen)
      .filter(({ facts }) => facts.streams)
      .map(({ method, path }) => ({
        method,
        path,
        message: `${method} ${path} streams its answers, which API Gateway does not cache, whatever its settings say`,
        fix: cachingOff({ method, path }),
        safe: { kind: 'uncache', ref: { method, path } },
      })),
  page: {
    why: 'An integration with the response transfer mode STREAM passes bytes on as they come; caching is not supported with it. The settings say "cached" and each request reaches the backend.',
    remedy: ({ option }) =>
      `Turn caching of the method off, so that the settings say what happens; ${option('fix')} does. To have it cached, set the transfer mode to BUFFERED and deploy.`,
    sources: [{ says: 'endpoint caching is not supported with response streaming', url: STREAMING_GUIDE }],
  },
}
