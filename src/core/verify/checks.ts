import type { Observation } from '../answer/observation.js'
import { shown } from '../answer/shown.js'
import { identityOf } from '../evidence/replay.js'
import { groupsBy } from '../evidence/series.js'
import { controlChecks } from './checks-proofs.js'
import { controlsOf, type Evidence } from './evidence.js'
import type { Proofs } from './proofs/proofs.js'
import { overTime } from './reason.js'
import type { Verdict, VerifyReport } from './report.js'

type Check = VerifyReport['checks'][number]

/** What was looked at, one line each. `pass` means: as it was expected to be. */
export function checksOf(evidence: Evidence, verdict: Verdict, proofs: Proofs): readonly Check[] {
  return [
    repeatsCheck(evidence, verdict),
    statusCheck(evidence),
    ...testInvokeChecks(evidence),
    ...controlChecks(evidence, proofs),
    ...notes(evidence),
  ]
}

function repeatsCheck({ probes, named, expected }: Evidence, verdict: Verdict): Check {
  const kinds = groupsBy(probes, (probe) => identityOf(probe, named)).length
  const outcome = verdict === 'inconclusive' ? 'unknown' : verdict === expected ? 'pass' : 'fail'
  return { id: 'repeats', outcome, detail: `${overTime(probes)}, ${kinds} distinct` }
}

function statusCheck({ probes }: Evidence): Check {
  const errors = probes.filter((probe) => probe.status >= 400).length
  const statuses = [...new Set(probes.map((probe) => probe.status))].join(', ')
  if (errors > 0) {
    const detail = `${errors} of ${probes.length} answers were errors and were left out (${statuses})`
    return { id: 'status', outcome: 'fail', detail }
  }
  const redirect = probes.some((probe) => probe.status >= 300)
  return {
    id: 'status',
    outcome: 'pass',
    detail: redirect ? `${statuses}; redirects are not followed` : statuses,
  }
}

function testInvokeChecks(evidence: Evidence): Check[] {
  const { probes, named } = evidence
  const [first] = probes
  if (!first) return []
  return controlsOf(evidence, 'test-invoke').map(({ kind, answer }) => {
    if (answer.status !== first.status) {
      return { id: 'control', outcome: 'unknown', detail: `${kind} answered ${answer.status}` }
    }
    const same = identityOf(answer, named) === identityOf(first, named)
    const detail = `${kind} past the cache gave ${same ? 'the same answer' : 'another answer'}`
    return { id: 'control', outcome: same ? 'unknown' : 'pass', detail }
  })
}

function notes({ probes, named }: Evidence): Check[] {
  const found: Check[] = []
  const late = probes.filter(({ tookTooLong }) => tookTooLong)
  if (named && late.length > 0) {
    const detail = `looking for ${shown(named.source)} took too long in ${late.length} of ${probes.length} answers; write a pattern that needs no backtracking`
    found.push({ id: 'timestamp', outcome: 'unknown', detail })
  }
  const through = probes.filter((probe) => probe.otherCache !== null)
  const [example] = through
  if (example?.otherCache) {
    const detail = `${through.length} of ${probes.length} answers came through another cache (${shown(example.otherCache)}) and were left out`
    found.push({ id: 'other-cache', outcome: 'unknown', detail })
  }
  const missed = probes.find(({ xCache, otherCache }) => xCache !== null && otherCache === null)
  if (missed?.xCache) {
    const detail = `X-Cache (${shown(missed.xCache)}) speaks of CloudFront or a proxy, not of the stage`
    found.push({ id: 'x-cache', outcome: 'skip', detail })
  }
  if (probes.some((probe: Observation) => probe.truncated)) {
    found.push({
      id: 'size',
      outcome: 'unknown',
      detail: 'the body was longer than what was read; only that was compared',
    })
  }
  return found
}
