import { ApigwCacheError } from '../base/errors.js'
import { hasKey } from '../gateway/key.js'
import { matchMethod } from '../gateway/match.js'
import { requireValues } from '../request/placeholders.js'
import { keyedIn, type Plan, type Plans, pathOf } from '../request/plan.js'
import { shownUrl } from '../request/shown-url.js'
import type { ReadOptions } from './options.js'
import { isAsked, type Need, type Proof } from './proofs/proof.js'

/** Refuses what contradicts itself, before anything is read. Errors: `usage`. */
export function requireMeaningful(options: ReadOptions, proofs: readonly Proof[]): void {
  const { layer, expected, identities } = options
  const telling = proofs.filter(({ tellsLayer }) => tellsLayer)
  if (layer !== null && !telling.some((proof) => isAsked(proof, options.asked))) {
    throw new ApigwCacheError('usage', 'layer-without-proof', 'nothing would show which layer answers', {
      data: { options: telling.map(({ input }) => input.name) },
    })
  }
  if (layer !== null && expected === 'not-cached') {
    throw new ApigwCacheError('usage', 'layer-of-uncached', 'what is not cached has no layer')
  }
  if (identities.length !== 0 && identities.length !== 2) {
    throw new ApigwCacheError('usage', 'two-identities', `${identities.length} identities cannot be compared`, {
      hint: 'give two of them',
      data: { count: identities.length },
    })
  }
  if (options.sign) requireSignable(options)
}

function requireSignable({ headers, identities, variations }: ReadOptions): void {
  const sent = [...headers, ...identities.flat()].map(([name]) => name)
  const varied = variations.flatMap(({ kind, name }) => (kind === 'header' ? [name] : []))
  if (![...sent, ...varied].some((name) => name.toLowerCase() === 'authorization')) return
  const message = 'a signature is an Authorization header, and there is another one'
  throw new ApigwCacheError('usage', 'own-authorization', message)
}

/** Refuses proofs that the URLs do not allow, before anything is probed. Errors: `usage`. */
export function requirePossible(options: ReadOptions, { plans, seen }: Plans, proofs: readonly Proof[]): void {
  for (const plan of plans) {
    requireValues(plan, options.variations)
    const { method, layer } = options
    for (const [need, refusal] of Object.entries(REFUSALS) as [Need, Refuse][]) {
      const proof = proofs.find((one) => isAsked(one, options.asked) && one.requires(options.asked).includes(need))
      const option = proof?.input.name ?? (need === 'stage' && layer !== null ? 'layer' : null)
      const error = option === null ? null : refusal({ option, method, plan, seen })
      if (error) throw error
    }
    if (options.sign) requireSteadyKey(plan)
  }
}

interface Asking extends Pick<Plans, 'seen'> {
  readonly option: string
  readonly method: string
  readonly plan: Plan
}

type Refuse = (asking: Asking) => ApigwCacheError | null

/** In the order in which they are looked at. Null where there is what is needed. */
const REFUSALS: Readonly<Record<Need, Refuse>> = {
  'test-invoke': ({ method, plan, seen }) => {
    const path = pathOf(plan)
    if (path !== null && matchMethod(seen?.current ?? [], method, path)) return null
    const message = `no test-invoke is possible for ${shownUrl(plan.url, plan.deployed)}`
    return new ApigwCacheError('usage', 'no-test-invoke', message)
  },
  stage: ({ option, plan }) => {
    if (plan.inside !== null) return null
    const message = `${option} needs the stage that answers at ${shownUrl(plan.url, plan.deployed)}`
    return new ApigwCacheError('usage', 'proof-needs-stage', message, {
      data: { option, url: shownUrl(plan.url, plan.deployed) },
    })
  },
  ttl: ({ option, plan: { method, url, deployed } }) => {
    if (method?.cached) return null
    const why = method
      ? `the settings of the stage do not cache ${method.method} ${method.path}`
      : `the TTL of ${shownUrl(url, deployed)} is not known`
    return new ApigwCacheError('usage', 'nothing-to-expire', `${why}: there is nothing to expire`, {
      data: { option, known: method !== null },
    })
  },
}

/** Each signature is another one, and thereby another entry. */
function requireSteadyKey(plan: Plan): void {
  const { method } = plan
  if (!method || !hasKey(keyedIn(plan), 'header.Authorization')) return
  const name = `${method.method} ${method.path}`
  const message = `${name} has header.Authorization in its cache key, and each signature is another one`
  throw new ApigwCacheError('usage', 'signed-key', message, {
    hint: 'no signed request can hit such an entry',
  })
}
