import { DAY_MS, HOUR_MS, MINUTE_MS } from './timeline.js'

const MINUTES = [1, 2, 5, 10, 15, 30].map((count) => count * MINUTE_MS)
const HOURS = [1, 2, 3, 6, 12].map((count) => count * HOUR_MS)
const DAYS = [1, 2, 7, 14, 28, 56].map((count) => count * DAY_MS)

interface Scale {
  readonly upToMs: number
  readonly stepsMs: readonly number[]
  readonly label: (iso: string) => string
}

const YEARS: Scale = { upToMs: Number.POSITIVE_INFINITY, stepsMs: DAYS, label: (iso) => iso.slice(0, 10) }

/** The more time an axis spans, the coarser its labels. */
const SCALES: readonly Scale[] = [
  { upToMs: 1.5 * DAY_MS, stepsMs: [...MINUTES, ...HOURS], label: (iso) => iso.slice(11, 16) },
  { upToMs: 5 * DAY_MS, stepsMs: [...HOURS, ...DAYS], label: (iso) => iso.slice(5, 16).replace('T', ' ') },
  { upToMs: 300 * DAY_MS, stepsMs: DAYS, label: (iso) => iso.slice(5, 10) },
]

export interface TimeAxis {
  /** Columns that have a label. */
  readonly marks: readonly number[]
  /** The labels, each beginning below its mark. */
  readonly text: string
}

/** Round times in UTC under `columns` columns, as many as fit. PURE. */
export function timeAxis(since: number, columnMs: number, columns: number): TimeAxis {
  const lengthMs = columnMs * columns
  const { stepsMs, label } = SCALES.find(({ upToMs }) => lengthMs <= upToMs) ?? YEARS
  const width = label(new Date(since).toISOString()).length
  const fitting = stepsMs.find((stepMs) => stepMs >= (width + 2) * columnMs)
  const stepMs = fitting ?? Math.ceil(((width + 2) * columnMs) / DAY_MS) * DAY_MS
  const marks: number[] = []
  let text = ''
  for (let at = Math.ceil(since / stepMs) * stepMs; at < since + lengthMs; at += stepMs) {
    const column = Math.floor((at - since) / columnMs)
    if (column + width > columns) break
    marks.push(column)
    text = text.padEnd(column) + label(new Date(at).toISOString())
  }
  return { marks, text }
}
