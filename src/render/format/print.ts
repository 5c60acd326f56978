import { type Format, json } from './formats.js'
import type { Style } from './style.js'
import { clean, cleanAll, jsonText } from './text.js'

/** One column: `value` is for machines. A row is one element of the result's list. */
export interface Column<Row> {
  readonly name: string
  readonly value: (row: Row) => string | number | boolean | null
}

/** How a result is shown: as a screen for people, and as its one list for everything else. */
export interface View<Result, Row = never> {
  readonly screen: (result: Result, style: Style) => string
  readonly rows: (result: Result) => readonly Row[]
  readonly columns: readonly Column<Row>[]
}

/** A result as text that ends with a newline. Formats never compute. PURE. */
export function render<Result, Row>(
  format: Format,
  result: Result,
  view: View<Result, Row>,
  style: Style,
): string {
  switch (format) {
    case 'table':
      return `${view.screen(cleanAll(result), style)}\n`
    case 'json':
      return json(result)
    case 'ndjson':
      return view
        .rows(result)
        .map((row) => `${jsonText(row)}\n`)
        .join('')
    case 'csv':
      return lines(view, result, csvCell, ',', true)
    case 'text':
      return lines(view, result, clean, '\t', false)
    case 'markdown':
      return markdown(view, result)
  }
}

function lines<Result, Row>(
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

/** A spreadsheet takes a leading `=`, `+`, `-` or `@` for a formula: a quote before it makes it text. */
function csvCell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
  const safe = clean(plain)
  return /[",;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function markdown<Result, Row>(
  view: Pick<View<Result, Row>, 'rows' | 'columns'>,
  result: Result,
): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  const head = view.columns.map(({ name }) => markdownCell(name))
  const body = view
    .rows(result)
    .map((one) => row(view.columns.map(({ value }) => markdownCell(String(value(one) ?? '')))))
  return row(head) + row(head.map(() => '---')) + body.join('')
}

/** Neither ends the cell nor starts markup or HTML. */
export function markdownCell(text: string): string {
  return clean(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]|~]/g, (sign) => `\\${sign}`)
}
