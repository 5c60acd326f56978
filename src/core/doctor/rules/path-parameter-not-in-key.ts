import { pathParameters } from '../../gateway/export.js'
import { keysFix } from '../keys-fix.js'
import type { Rule } from '../rule.js'
import { cachedMethods } from '../seen.js'
import { CACHING_GUIDE, cdk, terraform } from '../sources.js'

export const pathParameterNotInKey: Rule = {
  id: 'path-parameter-not-in-key',
  severity: 'error',
  title: 'a path parameter is not in the cache key',
  judge: (seen) =>
    cachedMethods(seen).flatMap((one) => {
      const { method, path, facts } = one
      const missing = pathParameters(path)
        .filter((name) => !facts.keyedPathParameters.includes(name))
        .map((name) => `path.${name}`)
      if (missing.length === 0) return []
      return {
        method,
        path,
        message: `${method} ${path} is cached without ${missing.join(', ')} in its key: one answer serves all of its paths`,
        fix: keysFix(seen, one, missing),
        safe: { kind: 'uncache', ref: { method, path } },
      }
    }),
  page: {
    why: 'Without parameters in its key a method has one entry: what was stored for /pets/1 is the answer to /pets/2 until it expires. With {proxy+} this is true of everything below the path.',
    remedy:
      'Put the parameter into the key and deploy: keys add does both, and shows what else the deployment would publish. Until then --fix turns caching of the method off, which needs no deployment.',
    sources: [
      { says: 'which parameters make up the key is chosen for each method', url: CACHING_GUIDE },
      { says: 'the same answer was served for different paths', url: terraform(856) },
      { says: 'keys went with a template change while caching stayed on', url: cdk(32342) },
    ],
  },
}
