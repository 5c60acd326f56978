import { stripVTControlCharacters } from 'node:util'
import Table from 'cli-table3'
import type { Style } from './style.js'
import { clip, displayWidth } from './width.js'

const NO_BORDER = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

/** The only place that draws tables. Cells come clean; widths follow the widest characters. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], style: Style): string {
  const drawn = new Table({
    chars: NO_BORDER,
    head: head.map((title) => style.paint.bold(title)),
    // It would colour heads and borders by itself, in pipes too.
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  drawn.push(...rows.map((row) => [...row]))
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

const BETWEEN_COLUMNS = 2
const LEAST_COLUMNS = 8

/**
 * Rows of a table that a terminal shows without wrapping: cells of the columns that may shrink (by their place;
 * without colours) are cut, those of the widest first. In a pipe nothing is cut.
 */
export function fitted(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  mayShrink: readonly number[],
  { isTTY, columns, ellipsis }: Style,
): readonly (readonly string[])[] {
  if (!isTTY) return rows
  const widths = widthsOf(head, rows)
  const width = (place: number) => widths[place] ?? 0
  while (totalOf(widths) > columns) {
    const widest = mayShrink.reduce(
      (most, place) => (width(place) > width(most) ? place : most),
      mayShrink[0] ?? 0,
    )
    if (width(widest) <= LEAST_COLUMNS) break
    widths[widest] = width(widest) - 1
  }
  return rows.map((cells) =>
    cells.map((cell, place) => (mayShrink.includes(place) ? clip(cell, width(place), ellipsis) : cell)),
  )
}

/** How many columns a table of these takes. */
export function widthOf(head: readonly string[], rows: readonly (readonly string[])[]): number {
  return totalOf(widthsOf(head, rows))
}

function widthsOf(head: readonly string[], rows: readonly (readonly string[])[]): number[] {
  return head.map((_, place) =>
    Math.max(...[head, ...rows].map((cells) => displayWidth(stripVTControlCharacters(cells[place] ?? '')))),
  )
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, one) => sum + one, BETWEEN_COLUMNS * (widths.length - 1))
}
