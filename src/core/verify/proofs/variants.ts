import type { Candidate } from '../../answer/freshness.js'
import type { NamedFreshness } from '../../answer/named.js'
import type { Observation } from '../../answer/observation.js'
import { shownSource } from '../../answer/shown.js'
import { findOlder, type PastCache } from '../../evidence/bypass.js'
import { findRenewal } from '../../evidence/renewal.js'
import { contradicted, findReplay, identityOf, provenReplay, repeats } from '../../evidence/replay.js'
import { usable } from '../../evidence/series.js'
import { storedAt, timeOfStorage } from '../../evidence/stored.js'
import { hasKey } from '../../gateway/key.js'
import { shownValue } from '../../request/shown-value.js'
import { IDENTITY, type Labels } from '../../request/variants.js'
import type { Evidence, OtherAnswers } from '../evidence.js'
import { overTime } from '../judging/phrases.js'
import type { Check } from '../report.js'
import type { Finding, Proof } from './proof.js'
import { invokedIn } from './test-invoke.js'

export interface VariantsOptions {
  /**
   * Values that have to be told apart, such as `querystring.type=admin,regular`, `header.X-Tenant=a,b` or
   * `path.id=1,2`: each combination (at most 20) is asked for `samples` times. Fails where one gets another's entry.
   */
  readonly vary?: readonly string[] | undefined
}

/** One entry that answered two requests which differ in one dimension only. */
export interface SharedEntry {
  readonly dimension: string
  /** Asked first, and thereby the one whose answer it is. */
  readonly owner: string
  readonly other: string
}

/** Shown together by requests that differ in a value, or in who calls. */
export interface VariantsSay {
  readonly series: readonly (OtherAnswers & { readonly repeats: 'hit' | 'new' | 'unknown' })[]
  readonly shared: readonly SharedEntry[]
  /** Two of them were given equal answers, stored or not. */
  readonly alike: boolean
  /** A fresh answer to another value, while the first one's was an older one. */
  readonly older: (PastCache & { readonly label: string }) | null
}

export const variants: Proof<'variants', VariantsOptions, null, VariantsSay> = {
  id: 'variants',
  checkId: 'vary',
  input: {
    kind: 'texts',
    name: 'vary',
    value: 'values',
    summary: 'querystring.K=a,b, header.K=a,b or path.K=a,b: own entries; repeatable',
  },
  decisive: true,
  sends: () => [],
  requires: () => [],
  take: { with: 'probes' },
  weigh: (_, evidence) => weighVariants(evidence),
  check(said, _, evidence) {
    const varied = said.series.some(({ variant }) => variant.values.some(({ dimension }) => dimension !== IDENTITY))
    return varied ? [checkOf(said, evidence)] : []
  },
  because: findingOf,
  rows: () => [],
}

export function findingOf({ older }: VariantsSay): Finding | null {
  if (!older) return null
  const { label, answers, fresh } = older
  const what = fresh ? `${shownSource(fresh)} stayed ${shownValue(fresh, fresh.value)}` : 'the body stayed the same'
  const reason = `${what} over ${overTime(answers)}; a fresh answer for ${label} had another`
  return {
    layer: null,
    clause: null,
    verdict: { verdict: 'cached', by: 'older', reason, fresh, wholeBody: false },
  }
}

function checkOf({ series, shared }: VariantsSay, { known, expected }: Evidence): Omit<Check, 'id'> {
  const [found] = shared.filter(({ dimension }) => dimension !== IDENTITY)
  if (found) {
    const { dimension, owner, other } = found
    const why = hasKey(known?.keys, dimension)
      ? `${dimension} is in the stage's cache key, but not in that of another cache which answers`
      : hasKey(known?.pendingKeys, dimension)
        ? `${dimension} was added to the cache key, and is not deployed yet`
        : `${dimension} is not in the cache key${dimension.startsWith('path.') ? '' : ', which is a fault only if the answers should differ'}`
    return { outcome: 'fail', detail: `${other} was answered with the entry of ${owner}: ${why}` }
  }
  const by = (repeats: string) => series.filter((one) => one.repeats === repeats)
  const names = (list: typeof series) => list.map(({ variant }) => variant.label).join(', ')
  const fresh = by('new')
  if (fresh.length > 0 && (fresh.length < series.length || expected === 'cached')) {
    return { outcome: 'fail', detail: `every answer was a new one for ${names(fresh)}` }
  }
  if (fresh.length === series.length) {
    return { outcome: 'pass', detail: 'every answer was a new one for each value' }
  }
  const open = by('unknown')
  if (open.length > 0) return { outcome: 'unknown', detail: `nothing tells entries apart for ${names(open)}` }
  const detail = `each of ${series.length} values has an entry of its own, and repeats hit it`
  return { outcome: 'pass', detail }
}

/** Null where nothing was varied. PURE. */
export function weighVariants(evidence: Evidence): VariantsSay | null {
  const { main, named } = evidence
  const others = evidence.others.map(({ variant, answers }) => ({ variant, answers: usable(answers) }))
  if (!main || others.length === 0) return null
  const all: readonly OtherAnswers[] = [{ variant: main, answers: usable(evidence.probes) }, ...others]
  const seen = all.flatMap(({ answers }) => answers).sort((x, y) => x.sentAt - y.sentAt)
  const older = olderThan(evidence, others)
  const fresh = timeOfStorage(evidence.probes, invokedIn(evidence), named) ?? older?.fresh ?? null
  const stored = ({ answers }: OtherAnswers) => (fresh ? storedAt(answers, fresh) : null)
  return {
    series: all.map((one) => {
      const repeats = repeatsOf(one, seen, named)
      return { ...one, repeats: repeats === 'unknown' && stored(one) !== null ? 'hit' : repeats }
    }),
    shared: all.flatMap((one, index) =>
      all
        .slice(index + 1)
        .flatMap((other) => sharedBy(one, other, named) ?? sharedBefore(one, other, fresh, evidence) ?? []),
    ),
    alike: repeats(seen, named).some(
      (group) => all.filter(({ answers }) => answers.some((one) => group.includes(one))).length > 1,
    ),
    older,
  }
}

function repeatsOf(
  { answers }: OtherAnswers,
  seen: readonly Observation[],
  named: NamedFreshness | null,
): 'hit' | 'new' | 'unknown' {
  if (findReplay(answers, named, seen)) return 'hit'
  return findRenewal(answers, named) ? 'new' : 'unknown'
}

function olderThan({ probes, named }: Evidence, others: readonly OtherAnswers[]): VariantsSay['older'] {
  for (const { variant, answers } of others) {
    const found = findOlder(usable(probes), answers, named)
    // A record that is written all the time has the present time as well, but does not keep it.
    const kept = findReplay(answers, named)
    if (found && kept?.fresh.source === found.fresh?.source) return { ...found, label: variant.label }
  }
  return null
}

/** Requests that differ in more than one value say nothing about any of them. */
function onlyDifference(a: OtherAnswers, b: OtherAnswers): Labels['values'][number] | null {
  const differing = a.variant.values.filter(({ label }, index) => b.variant.values[index]?.label !== label)
  const [dimension, more] = differing
  return dimension && !more ? dimension : null
}

/** An entry from before the run that answered both: the whole answer, with the time at which it was made. */
function sharedBefore(
  a: OtherAnswers,
  b: OtherAnswers,
  fresh: Candidate | null,
  { named, known }: Evidence,
): SharedEntry | null {
  const dimension = onlyDifference(a, b)
  const [x] = a.answers
  const [y] = b.answers
  if (!fresh || !dimension || !x || !y) return null
  const value = storedAt(a.answers, fresh)
  if (value === null || value !== storedAt(b.answers, fresh)) return null
  if (identityOf(x, named) !== identityOf(y, named) || (!named && contradicted([x, y]))) return null
  // With the value in its key the stage has two entries: then a cache behind it answered both.
  if (hasKey(known?.keys, dimension.dimension)) return null
  return { dimension: dimension.dimension, owner: a.variant.label, other: b.variant.label }
}

function sharedBy(a: OtherAnswers, b: OtherAnswers, named: NamedFreshness | null): SharedEntry | null {
  const dimension = onlyDifference(a, b)
  if (!dimension) return null
  const together = [...a.answers, ...b.answers].sort((x, y) => x.sentAt - y.sentAt)
  for (const group of repeats(together, named)) {
    const first = [a, b].map(({ answers }) => group.find((one) => answers.includes(one)))
    const [x, y] = first.filter((one) => one !== undefined).sort((p, q) => p.sentAt - q.sentAt)
    if (!x || !y) continue
    // A fresh answer to the second one, as late as that, would have had another value.
    if (!provenReplay([x, y], together, named) || (!named && contradicted(group))) continue
    const [owner, other] = a.answers.includes(x) ? [a, b] : [b, a]
    return {
      dimension: dimension.dimension,
      owner: owner.variant.label,
      other: other.variant.label,
    }
  }
  return null
}
