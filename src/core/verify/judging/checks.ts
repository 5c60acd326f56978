import { shown } from '../../answer/shown.js'
import { identityOf } from '../../evidence/replay.js'
import { groupsBy } from '../../evidence/series.js'
import type { Evidence } from '../evidence.js'
import type { Weighed } from '../proofs/weighed.js'
import type { Check, Verdict } from '../report.js'
import { overTime } from './phrases.js'

/** A line for each thing that was looked at. `pass` means: as it was expected to be. */
export function checksOf(evidence: Evidence, verdict: Verdict, weighed: readonly Weighed[]): readonly Check[] {
  return [
    repeatsCheck(evidence, verdict),
    statusCheck(evidence),
    ...weighed.flatMap(({ proof, taken, says }) =>
      proof.check(says, taken, evidence).map((check) => ({ id: proof.checkId, ...check })),
    ),
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

function notes({ probes, named }: Evidence): readonly Check[] {
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
  const behind = probes.filter(({ cacheBehind }) => cacheBehind !== null)
  const cacheBehind = behind[0]?.cacheBehind
  if (cacheBehind) {
    const detail = `${behind.length} of ${probes.length} answers name a cache behind the stage (${shown(cacheBehind)}): what is stored may be stored there`
    found.push({ id: 'other-cache', outcome: 'unknown', detail })
  }
  const missed = probes.find((one) => one.xCache !== null && !one.otherCache && !one.cacheBehind)
  if (missed?.xCache) {
    const detail = `X-Cache (${shown(missed.xCache)}) speaks of CloudFront or a proxy, not of the stage`
    found.push({ id: 'x-cache', outcome: 'skip', detail })
  }
  if (probes.some(({ truncated }) => truncated)) {
    const detail = 'the body was longer than what was read; only that was compared'
    found.push({ id: 'size', outcome: 'unknown', detail })
  }
  return found
}
