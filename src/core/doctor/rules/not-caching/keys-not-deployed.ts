import { hasKey, shortKey } from '../../../gateway/key.js'
import { sameMethod } from '../../../gateway/method.js'
import type { MethodFacts } from '../../facts.js'
import { DEPLOY_GUIDE, terraform } from '../../links.js'
import type { Finding, Rule } from '../../rule.js'
import type { Seen } from '../../seen.js'

export const keysNotDeployed: Rule = {
  id: 'keys-not-deployed',
  severity: 'warning',
  title: 'cache keys wait for a deployment',
  needs: 'current',
  judge: (seen) => seen.deployed.flatMap((one) => findingFor(seen, one)),
  page: {
    why: 'Cache keys belong to the API, and a stage runs a deployment of it: a key that was added yesterday does nothing until somebody deploys. The other way round a key that was lost from the API is lost from the cache with the next deployment, whoever makes it.',
    remedy:
      'The command deploys, after it has shown every other change that would go live with it. Where the API is wrong and the deployment is right, add the keys to the API again.',
    sources: [
      { says: 'a change of methods or integrations needs a new deployment', url: DEPLOY_GUIDE },
      { says: 'keys were dropped from the integration without a word', url: terraform(25736) },
    ],
  },
}

function findingFor(seen: Seen, { method, path, keys, identity }: MethodFacts): readonly Finding[] {
  const now = seen.current?.find((one) => sameMethod(one, { method, path }))
  if (!now) return []
  const waiting = now.cacheKeyParameters.map(shortKey)
  const added = waiting.filter((key) => !hasKey(keys, key))
  const gone = keys.filter((key) => !hasKey(waiting, key))
  if (added.length + gone.length === 0) return []
  const changes = [...added.map((key) => `+${key}`), ...gone.map((key) => `-${key}`)].join(' ')
  const message = `the cache keys of ${method} ${path} are not deployed: ${changes}`
  const needed = gone.filter((key) => key.startsWith('path.') || hasKey(identity, key))
  if (needed.length > 0) {
    return [
      {
        method,
        path,
        message: `${message}; where it is cached, the next deployment lets callers share answers that ${needed.join(', ')} keeps apart; this puts it back`,
        fix: { verb: 'keys add', words: [method, path, ...needed] },
      },
    ]
  }
  if (seen.stage.canary !== null) {
    return [
      {
        method,
        path,
        message: `${message}; the stage has a canary, which has to be promoted or removed before`,
        fix: { verb: 'keys list', words: [method, path] },
      },
    ]
  }
  const [verb, named] = added.length > 0 ? ['keys add', added] : ['keys remove', gone]
  return [{ method, path, message, fix: { verb, words: [method, path, ...named], options: { deploy: true } } }]
}
