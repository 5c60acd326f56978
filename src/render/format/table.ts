import Table from 'cli-table3'
import type { Style } from './style.js'

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
