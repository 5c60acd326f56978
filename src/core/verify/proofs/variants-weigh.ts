import type { Candidate } from '../../answer/freshness.js'
import type { NamedFreshness } from '../../answer/named.js'
import type { Observation } from '../../answer/observation.js'
import { findOlder, type PastCache } from '../../evidence/bypass.js'
import { findRenewal } from '../../evidence/renewal.js'
import { contradicted, findReplay, identityOf, provenReplay, repeats } from '../../evidence/replay.js'
import { usable } from '../../evidence/series.js'
import { storedAt, timeOfStorage } from '../../evidence/stored.js'
import { controlsOf, type Evidence, type Labels } from '../evidence.js'

/** One request of several that differ in a value, with its answers. */
export interface Series {
  readonly variant: Labels
  readonly answers: readonly Observation[]
}

/** One entry that answered two requests which differ in one dimension only. */
export interface SharedEntry {
  readonly dimension: string
  /** Asked first, and thereby the one whose answer it is. */
  readonly owner: string
  readonly other: string
}

export interface VariantsProof {
  readonly series: readonly (Series & { readonly repeats: 'hit' | 'new' | 'unknown' })[]
  readonly shared: readonly SharedEntry[]
  /** Whether two of them were given equal answers, stored or not. */
  readonly alike: boolean
  /** A fresh answer to another value, while the first one's was an older one. */
  readonly older: (PastCache & { readonly label: string }) | null
}

/** Null where nothing was varied. */
export function weighVariants(evidence: Evidence): VariantsProof | null {
  const { main, named } = evidence
  const others = controlsOf(evidence, 'variant').map(({ variant, answers }) => ({
    variant,
    answers: usable(answers),
  }))
  if (!main || others.length === 0) return null
  const all: readonly Series[] = [{ variant: main, answers: usable(evidence.probes) }, ...others]
  const seen = all.flatMap(({ answers }) => answers).sort((x, y) => x.sentAt - y.sentAt)
  const older = olderThan(evidence, others)
  const fresh = timeOfStorage(evidence) ?? older?.fresh ?? null
  const stored = ({ answers }: Series) => (fresh ? storedAt(answers, fresh) : null)
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
  { answers }: Series,
  seen: readonly Observation[],
  named: NamedFreshness | null,
): 'hit' | 'new' | 'unknown' {
  if (findReplay(answers, named, seen)) return 'hit'
  return findRenewal(answers, named) ? 'new' : 'unknown'
}

function olderThan({ probes, named }: Evidence, others: readonly Series[]): VariantsProof['older'] {
  for (const { variant, answers } of others) {
    const found = findOlder(usable(probes), answers, named)
    // A record that is written all the time has the present time as well, but does not keep it.
    const kept = findReplay(answers, named)
    if (found && kept?.fresh.source === found.fresh?.source) return { ...found, label: variant.label }
  }
  return null
}

/** What two requests differ in. Those that differ in more than one value say nothing about any of them. */
function onlyDifference(a: Series, b: Series): Labels['values'][number] | null {
  const differing = a.variant.values.filter(({ label }, index) => b.variant.values[index]?.label !== label)
  const [dimension, more] = differing
  return dimension && !more ? dimension : null
}

/** An entry from before the run that answered both: the whole answer, with the time at which it was made. */
function sharedBefore(
  a: Series,
  b: Series,
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
  if (known?.keys?.some((key) => key.toLowerCase() === dimension.dimension.toLowerCase())) return null
  return { dimension: dimension.dimension, owner: a.variant.label, other: b.variant.label }
}

function sharedBy(a: Series, b: Series, named: NamedFreshness | null): SharedEntry | null {
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
