import type { Metrics } from '../../core/metrics/report.js'
import type { Style } from '../format/style.js'
import { duration, short } from '../format/units.js'
import { timeAxis } from './axis.js'
import { sparkline } from './sparkline.js'
import { MINUTE_MS, type Slot, timelineOf } from './timeline.js'

const ROWS = 12
const ROWS_PER_TICK = 3
const MAX_COLUMNS = 120
/** Width of the figures left of the axis. */
const MARGIN = 6
const BESIDE = 2 + MARGIN + 2
const MIN_COLUMNS = 20
/** Narrower terminals get the short legend. */
const ROOM_FOR_LEGEND = 64
const UNICODE = { hits: '█', misses: '░', tick: '┤', side: '│', corner: '└', floor: '─', mark: '┬' }
const ASCII = { hits: '#', misses: ':', tick: '+', side: '|', corner: '+', floor: '-', mark: '+' }

/**
 * Hits and misses per minute, stacked, with axes in UTC, and the ratio of each column below. Nothing depends on
 * colours or Unicode alone. PURE.
 */
export function plot(metrics: Metrics, style: Style, most = ROWS): string {
  const signs = style.unicode ? UNICODE : ASCII
  const room = Math.max(MIN_COLUMNS, Math.min(style.columns, MAX_COLUMNS) - BESIDE)
  const { since, slotMs, slots } = timelineOf(metrics, room)
  const repeat = Math.max(1, Math.floor(room / slots.length))
  const columns = slots.flatMap((slot) => Array.from({ length: repeat }, () => slot))
  const ticks = Math.max(1, Math.floor(most / ROWS_PER_TICK))
  const step = tickStep(Math.max(...slots.map(totalOf)), ticks)
  const scale: Scale = { rows: ticks * ROWS_PER_TICK, top: step * ticks }
  const axis = timeAxis(since, slotMs / repeat, columns.length)
  const floor = columns.map((_, column) => (axis.marks.includes(column) ? signs.mark : signs.floor))
  const bars = columns.map((slot) => barOf(slot, scale))
  const rows = Array.from({ length: scale.rows }, (_, down) => {
    const row = scale.rows - down
    const figure = row % ROWS_PER_TICK === 0 ? short((row / ROWS_PER_TICK) * step) : ''
    return withMargin(figure, figure === '' ? signs.side : signs.tick) + cells(bars, row, signs, style)
  })
  return [
    `${withMargin('', ' ')}${ofSlot(slotMs, style.columns)}: ${style.paint.green(signs.hits)} hits, ${style.paint.yellow(signs.misses)} misses`,
    ...rows,
    withMargin('0', signs.corner) + floor.join(''),
    `${withMargin('UTC', ' ')}${axis.text}`,
    `${withMargin('ratio', ' ')}${sparkline(columns.map(ratioOf), 1, style.unicode)}`,
  ]
    .map((line) => line.trimEnd())
    .join('\n')
}

/** A column may stand for many minutes, of which single ones may be higher. */
function ofSlot(slotMs: number, columns: number): string {
  if (slotMs <= MINUTE_MS || columns < ROOM_FOR_LEGEND) return 'a minute'
  return `a minute, averages of ${duration(slotMs)}`
}

interface Scale {
  readonly rows: number
  /** The value of a bar that fills all rows. */
  readonly top: number
}

/** Rows of one column: misses are stacked on hits. */
interface Bar {
  readonly hits: number
  readonly misses: number
}

function totalOf({ hits, misses }: Slot): number {
  return (hits ?? 0) + (misses ?? 0)
}

function ratioOf(slot: Slot): number | null {
  const total = totalOf(slot)
  return total === 0 ? null : (slot.hits ?? 0) / total
}

/** However few they are, hits and misses each get a row if there is room. */
function barOf(slot: Slot, { rows, top }: Scale): Bar {
  const total = totalOf(slot)
  if (total === 0) return { hits: 0, misses: 0 }
  const height = Math.max(1, Math.round((total / top) * rows))
  const share = Math.round(((slot.hits ?? 0) / total) * height)
  const least = height > 1 && slot.hits ? 1 : 0
  const most = height > 1 && slot.misses ? height - 1 : height
  const hits = Math.min(most, Math.max(least, share))
  return { hits, misses: height - hits }
}

function cells(bars: readonly Bar[], row: number, signs: typeof UNICODE, { paint }: Style): string {
  const line = bars
    .map(({ hits, misses }) => (row <= hits ? signs.hits : row <= hits + misses ? signs.misses : ' '))
    .join('')
    .trimEnd()
  const painted = (part: string) =>
    part.startsWith(signs.hits) ? paint.green(part) : part.startsWith(signs.misses) ? paint.yellow(part) : part
  return [...line.matchAll(/(.)\1*/gsu)].map(([part]) => painted(part)).join('')
}

function withMargin(figure: string, line: string): string {
  return `  ${figure.padStart(MARGIN)} ${line}`
}

/** Steps between ticks, at any power of ten. */
const STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]

function tickStep(highest: number, ticks: number): number {
  if (highest <= 0) return 1
  const wanted = highest / ticks
  const magnitude = 10 ** Math.floor(Math.log10(wanted))
  // The last bit of the division must not push a round maximum to the next step.
  return (STEPS.find((step) => step * magnitude >= wanted * (1 - 1e-9)) ?? 10) * magnitude
}
