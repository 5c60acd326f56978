import { number, percent } from '../base/quantities.js'
import { probing } from '../doctor/steps.js'
import { CANARY_FIRST, deploying } from '../gateway/canary.js'
import { samplePath, servingMethod } from '../gateway/method.js'
import type { EffectiveMethod } from '../gateway/model.js'
import { type Adviser, type Basis, countedMethods, ENOUGH, type StageAdvice } from './readings.js'

const POOR_RATIO = 0.3
const LONG_ENOUGH_SECONDS = 300
/** Differs with each request or link, and says nothing of what is asked for. */
const NOISE =
  /^(header\.(x-request-id|x-correlation-id|x-amzn-trace-id|traceparent|tracestate)|querystring\.(_|nonce|cb|cachebust(er)?|utm_\w+|fbclid|gclid))$/i
/** Differs between requests for the same thing, but an answer may depend on it. */
const MAY_MATTER = /^(header\.(user-agent|referer|date)|querystring\.(t|ts|time|timestamp|rand(om)?))$/i

/** Keys that split the cache so finely that an entry is hardly asked for again. */
export const fineKeys: Adviser = (basis) =>
  countedMethods(basis).flatMap(({ method, hits, misses }): readonly StageAdvice[] => {
    const asked = hits + misses
    const ratio = hits / asked
    if (asked < ENOUGH || ratio >= POOR_RATIO || (method.keys ?? []).length === 0) return []
    const found = suspects(basis, method)
    if (found.length === 0 && method.ttlSeconds < LONG_ENOUGH_SECONDS) return []
    const name = `${method.method} ${method.path}`
    const times = asked / Math.max(misses, 1)
    const often = times < 1.1 ? 'about once' : `about ${number(times)} times`
    const figures = `${name} has a ratio of ${percent(ratio)} (${number(hits)} of ${number(asked)}): each entry is asked for ${often} while it lives (${method.ttlSeconds} s)`
    const about = found.length === 0 ? ofManyValues(method) : removal(basis, method, found)
    return [{ ...about, action: 'keys', reason: `${figures}; ${about.reason}`, monthlyUsdChange: null }]
  })

type About = Pick<StageAdvice, 'reason' | 'step' | 'confidence'>

function ofManyValues({ method, path, keys }: EffectiveMethod): About {
  return {
    reason: `its keys (${(keys ?? []).join(', ')}) may have too many values`,
    step: { verb: 'keys list', words: [method, path] },
    confidence: 'low',
  }
}

/** Without the key, all callers get one answer: where that could be another one than now, a look comes first. */
function removal(
  { spelling, identities, status }: Basis,
  { method, path }: EffectiveMethod,
  found: readonly string[],
): About {
  const it = found.length === 1 ? 'it' : 'them'
  const reason = `${found.join(', ')} in its key ${found.length === 1 ? 'differs' : 'differ'} between callers that want the same`
  const hasCanary = status.canary !== null
  const open = found.filter((key) => MAY_MATTER.test(key))
  if (open.length === 0) {
    const words = [servingMethod(identities, { method, path })?.method ?? method, path, ...found]
    const step = { verb: 'keys remove', words, options: deploying(hasCanary) }
    return { reason: `${reason}: remove ${it}${hasCanary ? ` (${CANARY_FIRST})` : ''}`, step, confidence: 'medium' }
  }
  const vary = open.map((key) => `${key}=1,2`)
  const parameters = samplePath(path) === path ? '' : ' and with your own path'
  return {
    reason: `${reason}, unless the answer depends on ${it}: ask with two values that your clients send (instead of 1 and 2)${parameters}, compare the answers, and only where they are the same remove ${it} (${hasCanary ? CANARY_FIRST : `keys remove ${spelling.option('deploy')}`})`,
    step: probing({ method, path }, { vary }),
    confidence: 'low',
  }
}

/** The keys of a method that usually differ with every caller, but for those by which callers are told apart. */
export function suspects({ identities }: Pick<Basis, 'identities'>, method: EffectiveMethod): readonly string[] {
  const callers = servingMethod(identities, method)?.keys ?? []
  return (method.keys ?? []).filter((key) => (NOISE.test(key) || MAY_MATTER.test(key)) && !callers.includes(key))
}
