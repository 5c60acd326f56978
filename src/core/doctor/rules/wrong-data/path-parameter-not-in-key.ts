import { unkeyedPaths } from '../../../exposure/wrong-data.js'
import { CACHING_GUIDE, cdk, terraform } from '../../links.js'
import type { CheapRule } from '../../rule.js'
import { storedWrongly } from '../../seen.js'
import { addingKeys } from '../../steps.js'

export const pathParameterNotInKey: CheapRule = {
  id: 'path-parameter-not-in-key',
  severity: 'error',
  fixes: true,
  title: 'a path parameter is not in the cache key',
  cheap: true,
  judge: (seen) =>
    storedWrongly(seen, unkeyedPaths).map(({ method, path, missing: keys }) => {
      const ref = { method, path }
      return {
        ...ref,
        message: `${ref.method} ${ref.path} is cached without ${keys.join(', ')} in its key: one answer serves all of its paths`,
        fix: addingKeys(seen, ref, keys),
        safe: { kind: 'uncache', ref },
      }
    }),
  page: {
    why: 'Without parameters in its key a method has one entry: what was stored for /pets/1 is the answer to /pets/2 until it expires. With {proxy+} this is true of everything below the path.',
    remedy: ({ option }) =>
      `Put the parameter into the key and deploy: keys add does both, and shows what else the deployment would publish. Until then ${option('fix')} turns caching of the method off, which needs no deployment.`,
    sources: [
      { says: 'which parameters make up the key is chosen for each method', url: CACHING_GUIDE },
      { says: 'the same answer was served for different paths', url: terraform(856) },
      { says: 'keys went with a template change while caching stayed on', url: cdk(32342) },
    ],
  },
}
