import Table from 'cli-table3'
import type { Style } from './style.js'
import { clip, displayWidth, fold } from './width.js'

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

/** Cells must be clean. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], style: Style): string {
  const drawn = new Table({
    chars: NO_BORDER,
    head: head.map((title) => style.paint.bold(title)),
    // By default it colours heads and borders, even in pipes.
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
const MIN_CELL = 8

/**
 * Rows cut to the width of the terminal: cells of the `shrinkable` columns, which must have no colours, lose their
 * ends, the widest column first. In a pipe, nothing is cut.
 */
export function fitted(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  shrinkable: readonly number[],
  { isTTY, columns, ellipsis }: Style,
): readonly (readonly string[])[] {
  if (!isTTY) return rows
  const widths = widthsOf(head, rows)
  const width = (place: number) => widths[place] ?? 0
  while (totalOf(widths) > columns) {
    const widest = shrinkable.reduce((most, place) => (width(place) > width(most) ? place : most), shrinkable[0] ?? 0)
    if (width(widest) <= MIN_CELL) break
    widths[widest] = width(widest) - 1
  }
  return rows.map((cells) =>
    cells.map((cell, place) => (shrinkable.includes(place) ? clip(cell, width(place), ellipsis) : cell)),
  )
}

/** Like `fitted`, but nothing is lost: cells of the `foldable` columns get several lines. */
export function folded(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  foldable: readonly number[],
  style: Style,
): readonly (readonly string[])[] {
  const widths = widthsOf(head, fitted(head, rows, foldable, style))
  return rows.map((cells) =>
    cells.map((cell, place) =>
      style.isTTY && foldable.includes(place) ? fold(cell, widths[place] ?? 0).join('\n') : cell,
    ),
  )
}

/** Numbers under each other, the heading included. */
export function rightAligned(cells: readonly string[]): readonly string[] {
  const width = Math.max(...cells.map(displayWidth))
  return cells.map((cell) => ' '.repeat(width - displayWidth(cell)) + cell)
}

/** The rows, heading included, with the columns of numbers right-aligned. */
export function aligned(
  rows: readonly (readonly string[])[],
  numbers: readonly number[],
): readonly (readonly string[])[] {
  const columns = new Map(numbers.map((place) => [place, rightAligned(rows.map((cells) => cells[place] ?? ''))]))
  return rows.map((cells, row) => cells.map((cell, place) => columns.get(place)?.[row] ?? cell))
}

/** Terminal columns of the whole table. */
export function tableWidth(head: readonly string[], rows: readonly (readonly string[])[]): number {
  return totalOf(widthsOf(head, rows))
}

function widthsOf(head: readonly string[], rows: readonly (readonly string[])[]): number[] {
  return head.map((_, place) => Math.max(...[head, ...rows].map((cells) => displayWidth(cells[place] ?? ''))))
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, one) => sum + one, BETWEEN_COLUMNS * (widths.length - 1))
}
