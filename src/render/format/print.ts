import { type Format, json } from './formats.js'
import type { Style } from './style.js'
import { cleanAdvice, cleanAll, cleanInline, jsonText } from './text.js'

type Cell = string | number | boolean | null

/** One column of the formats that machines read. */
export interface Column<Row> {
  readonly name: string
  readonly value: (row: Row) => Cell
}

/** A result as a screen for people, and as its one list for every other format. */
export interface View<Result, Row = never> {
  readonly screen: (result: Result, style: Style) => string
  readonly rows: (result: Result) => readonly Row[]
  readonly columns: readonly Column<Row>[]
  /** The rows as Markdown has them, which people read: all of them where left out. */
  readonly readable?: (rows: readonly Row[]) => readonly Row[]
}

/** Columns that show fields of the row under the fields' own names. */
export function fields<const Name extends string>(
  ...names: readonly Name[]
): readonly Column<Readonly<Record<Name, Cell>>>[] {
  return names.map((name) => ({ name, value: (row) => row[name] }))
}

/** Columns of something that the row contains. */
export function within<Row, Part>(part: (row: Row) => Part, columns: readonly Column<Part>[]): readonly Column<Row>[] {
  return columns.map(({ name, value }) => ({ name, value: (row) => value(part(row)) }))
}

/** A result as text that ends with a newline. Formats never compute. PURE. */
export function render<Result, Row>(format: Format, result: Result, view: View<Result, Row>, style: Style): string {
  const { readable = (rows) => rows } = view
  switch (format) {
    case 'table':
      return lineOf(view.screen(cleanAll(result), style))
    case 'json':
      return json(result)
    case 'ndjson':
      return view
        .rows(result)
        .map((row) => `${jsonText(row)}\n`)
        .join('')
    case 'csv':
      return delimited(view, result, csvCell, ',', true)
    case 'text':
      return delimited(view, result, cleanInline, '\t', false)
    case 'markdown':
      return markdown(readable(view.rows(result)), view.columns)
  }
}

/** Nothing is no line, not an empty one. */
function lineOf(screen: string): string {
  return screen === '' ? '' : `${screen}\n`
}

const HEAD_LINES: Readonly<Partial<Record<Format, number>>> = { csv: 1, markdown: 2 }

/** For results that are printed one after the other: leaves out the head of a table after the first time. */
export function headOnce(format: Format): (text: string) => string {
  let lines = 0
  return (text) => {
    const rest = text.split('\n').slice(lines).join('\n')
    lines = HEAD_LINES[format] ?? 0
    return rest
  }
}

function delimited<Result, Row>(
  { rows, columns }: View<Result, Row>,
  result: Result,
  cell: (text: string) => string,
  separator: string,
  head: boolean,
): string {
  const names = head ? [columns.map(({ name }) => cell(name))] : []
  const body = rows(result).map((row) => columns.map(({ value }) => cell(String(value(row) ?? ''))))
  return [...names, ...body].map((cells) => `${cells.join(separator)}\n`).join('')
}

/** A spreadsheet reads a leading `=`, `+`, `-` or `@` as a formula; a quote before it makes it text. */
function csvCell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
  const safe = cleanInline(plain)
  return /[",;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function markdown<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const row = (cells: readonly Cell[]) => `| ${cells.map((cell) => markdownCell(String(cell ?? ''))).join(' | ')} |\n`
  const body = rows.map((one) => row(columns.map(({ value }) => value(one))))
  return row(columns.map(({ name }) => name)) + row(columns.map(() => '---')) + body.join('')
}

/** Names and their values, as a table of two columns. */
export function markdownFacts(facts: readonly (readonly [string, string])[]): string {
  return markdown(facts, [
    { name: 'what', value: ([name]) => name },
    { name: 'is', value: ([, value]) => value },
  ])
}

/** Escaped, so that it can neither end the cell nor start markup or HTML. Commands have lines of their own. */
export function markdownCell(text: string): string {
  return cleanAdvice(text)
    .split('\n')
    .map((line) =>
      line
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replace(/[\\`*_[\]|~]/g, (sign) => `\\${sign}`),
    )
    .join('<br>')
}
