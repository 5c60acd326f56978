import type { Observation } from '../../answer/observation.js'
import { shownSource } from '../../answer/shown.js'
import { figure } from '../../base/quantities.js'
import type { PastCache } from '../../evidence/bypass.js'
import type { Renewal } from '../../evidence/renewal.js'
import { valueAt } from '../../evidence/series.js'
import { LARGEST_ENTRY_BYTES } from '../../gateway/limits.js'
import { shownValue } from '../../request/shown-value.js'
import { overTime } from './phrases.js'

export function becausePastCache({ fresh, answers, pastValue }: PastCache): string {
  if (!fresh) return `the body stayed the same over ${overTime(answers)}; each test-invoke past the cache had another`
  const stayed = `${shownSource(fresh)} stayed ${shownValue(fresh, fresh.value)} over ${overTime(answers)}`
  return `${stayed}; a test-invoke past the cache had ${shownValue(fresh, pastValue ?? '')}`
}

export function becauseRenewed({ fresh, distinct }: Renewal, probes: readonly Observation[]): string {
  const what = fresh ? shownSource(fresh) : 'the body'
  const values = fresh
    ? [probes[0], probes.at(-1)].map((probe) => shownValue(fresh, probe ? (valueAt(probe, fresh.source) ?? '') : ''))
    : []
  const range = fresh ? ` (${values.join(' … ')})` : ''
  return distinct === probes.length
    ? `${what} was another one in each of ${overTime(probes)}${range}${tooLarge(probes)}`
    : `${what} had ${distinct} values in ${overTime(probes)}${range} and moved on whenever its clock had ticked`
}

/** The commonest reason why a method with caching on is not cached, and the least visible one. */
function tooLarge(probes: readonly Observation[]): string {
  const bytes = Math.max(...probes.map((probe) => probe.bodyBytes))
  return bytes > LARGEST_ENTRY_BYTES
    ? `; the body has ${figure(bytes)} bytes, and API Gateway stores at most ${figure(LARGEST_ENTRY_BYTES)}`
    : ''
}
