import type { VerifyReport } from '../../core/verify/report.js'
import type { Style } from '../format/style.js'
import { folded, table, tableWidth } from '../format/table.js'
import { clean } from '../format/text.js'
import { duration } from '../format/units.js'

/** The first column after those of fixed width. */
const VALUE_PLACE = 4

interface Group {
  readonly name: string
  readonly rows: readonly (readonly string[])[]
}

/**
 * One group of answers after the other, each compared with its own first one. A line for each answer: where a
 * terminal is too narrow for that, what they have in common is said once.
 */
export function probeTable({ probes, freshness }: VerifyReport, style: Style): string {
  const heads = headsOf(freshness)
  const isNarrow = (groups: readonly Group[]) =>
    style.isTTY && tableWidth([...heads, 'REQUEST'], inColumns(groups)) > style.columns
  const groups = groupsOf(probes, style)
  if (!isNarrow(groups)) return drawn(heads, groups, style)
  const date = sharedDate(probes)
  if (date === null) return drawn(heads, groups, style)
  const timed = probes.map((probe) => ({ ...probe, value: probe.value?.slice(date.length + 1) ?? null }))
  const shorter = groupsOf(timed, style)
  const lines = isNarrow(shorter) ? underNames(heads, shorter, style) : drawn(heads, shorter, style)
  return `${lines}\n\n  ${heads[VALUE_PLACE]} has the date ${date}`
}

function headsOf(freshness: VerifyReport['freshness']): readonly string[] {
  return ['  #', 'AT (UTC)', 'STATUS', 'TOOK', freshness ? clean(freshness.source) : 'VALUE', ' ']
}

function groupsOf(probes: VerifyReport['probes'], style: Style): readonly Group[] {
  const numbered = probes.map((probe, index) => ({ ...probe, number: index + 1 }))
  return [...new Set(probes.map(({ group }) => group))].map((group) => {
    const own = numbered.filter((probe) => probe.group === group)
    return {
      name: clean(own[0]?.label ?? group ?? ''),
      rows: own.map(({ number, at, status, latencyMs, value, sameAsFirst }, index) => [
        `  ${number}`,
        at.slice(11, 23),
        String(status),
        duration(latencyMs),
        clean(value ?? ''),
        sameAsFirst === null || index === 0 ? '' : sameAsFirst ? 'same' : style.paint.yellow('new'),
      ]),
    }
  })
}

/** With the name of its group in each row, where there are several. */
function inColumns(groups: readonly Group[]): readonly (readonly string[])[] {
  return groups.flatMap(({ name, rows }) => rows.map((row) => (groups.length > 1 ? [...row, name] : row)))
}

function drawn(heads: readonly string[], groups: readonly Group[], style: Style): string {
  const hasValues = groups.some(({ rows }) => rows.some((row) => row[VALUE_PLACE] !== ''))
  const all = [[...heads, ...(groups.length > 1 ? ['REQUEST'] : [])], ...inColumns(groups)]
  const shown = hasValues ? all : all.map((row) => row.filter((_, place) => place !== VALUE_PLACE))
  const [first = []] = shown
  const foldable = [...(hasValues ? [VALUE_PLACE] : []), ...(groups.length > 1 ? [first.length - 1] : [])]
  const [shownHeads = first, ...rows] = folded(first, shown, foldable, style)
  return table(shownHeads, rows, style)
}

/** The name of a group stands above its answers, which have a line each. */
function underNames(heads: readonly string[], groups: readonly Group[], style: Style): string {
  const rows = groups.flatMap((group) => group.rows)
  const [head = '', ...lines] = table(heads, rows, style).split('\n')
  const named = groups.map(({ name, rows: own }) => [`  ${name}`, ...lines.splice(0, own.length)])
  return [head, ...named.flat()].join('\n')
}

/** `2026-11-23`, where every value is a time of that day. */
function sharedDate(probes: VerifyReport['probes']): string | null {
  const values = probes.flatMap(({ value }) => (value === null ? [] : [value]))
  const dates = new Set(values.map((value) => /^(\d{4}-\d\d-\d\d)T\d\d:\d\d/.exec(value)?.[1] ?? null))
  const [date = null, ...others] = dates
  return others.length === 0 ? date : null
}
