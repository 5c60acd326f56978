import { minute, number } from '../base/quantities.js'
import type { EffectiveMethod } from '../gateway/model.js'
import type { StatusReport } from '../status/report.js'
import { lasts } from './confidence.js'
import { EVERYTHING } from './judged.js'
import { type Basis, countedMethods, ENOUGH, throughCache } from './readings.js'
import type { NotJudged } from './report.js'

/** Questions about a billed cluster that the figures leave open. PURE. */
export function unjudged(basis: Basis): readonly NotJudged[] {
  const { status, traffic, after } = basis
  if (!status.price.billed) return []
  if (status.cluster.status !== 'AVAILABLE') {
    return everything(`the cluster is ${status.cluster.status}: look again when it is AVAILABLE`)
  }
  const asked = throughCache(basis)
  if (asked === null) return everything(whyUnknown(status))
  if (status.metrics.requests === 0 && after > 0) {
    return everything(
      `no request came until ${minute(traffic.until)} UTC, and ${number(after)} since, of which CloudWatch may not have all: look again later`,
    )
  }
  // One piece of advice says it all then.
  if (asked === 0) return []
  const few = asked < ENOUGH
  const week = lasts(traffic.until - traffic.since, 14)
  return [
    ...(few ? [{ what: 'capacity', reason: tooFew(`${number(asked)} requests`) }] : []),
    ...(few || week ? [] : [ruleOfThumb(basis)]),
    ...unjudgedMethods(basis),
  ]
}

function ruleOfThumb({ spelling }: Basis): NotJudged {
  const twoWeeks = spelling.option('since', '14d')
  return {
    what: "AWS's rule of thumb",
    reason: `it compares whole weeks, so it needs two of them without a change of the stage: ${twoWeeks}`,
  }
}

function unjudgedMethods(basis: Basis): readonly NotJudged[] {
  const { methods, warnings } = basis.status
  if (methods === null) return []
  const cached = methods.filter((method) => method.cached)
  if (cached.some(({ keys }) => keys === null)) {
    return about(cached, 'the export of the stage, which has the keys, may not be read')
  }
  const counted = countedMethods(basis)
  const uncounted = cached.filter((one) => !counted.some(({ method }) => method === one))
  const rare = counted.filter(({ hits, misses }) => hits + misses < ENOUGH).map(({ method }) => method)
  const denied = warnings.find(({ rule }) => rule === 'method-metrics-denied')
  const how = basis.spelling.option('detailedMetrics', 'on')
  const off = `detailed metrics are off, so CloudWatch does not tell its hits and misses from those of others (${how} for the defaults)`
  return [
    ...about(uncounted, denied?.message ?? off),
    ...about(rare, tooFew(rare.length === 1 ? 'its requests' : 'the requests of each')),
  ]
}

function everything(reason: string): readonly NotJudged[] {
  return [{ what: EVERYTHING, reason }]
}

const WHY_UNKNOWN = ['same-api-name', 'metrics-denied']

function whyUnknown({ warnings }: StatusReport): string {
  const known = warnings.find(({ rule }) => WHY_UNKNOWN.includes(rule))
  return known?.message ?? 'CloudWatch has no figures of this window'
}

const tooFew = (what: string) => `${what} through the cache are too few: at least ${ENOUGH} are needed`

/** No more than this are named. */
const NAMED = 3

function about(methods: readonly EffectiveMethod[], reason: string): readonly NotJudged[] {
  if (methods.length === 0) return []
  const names = methods.slice(0, NAMED).map(({ method, path }) => `${method} ${path}`)
  const rest = methods.length - names.length
  const all = [...names, ...(rest > 0 ? [`${rest} more`] : [])]
  const [last = '', ...others] = [...all].reverse()
  const list = others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`
  return [{ what: `TTL and keys of ${list}`, reason }]
}
