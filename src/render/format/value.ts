import { type Format, json } from './formats.js'
import { type Column, render } from './print.js'
import type { Style } from './style.js'
import { table } from './table.js'
import { clean } from './text.js'

/** The result of `--query`, which has rows and columns of its own. As in the AWS CLI, text keeps a flat list on one line. PURE. */
export function renderValue(format: Format, value: unknown, style: Style): string {
  if (format === 'json') return json(value)
  const list = Array.isArray(value) ? value : [value]
  const rows: readonly unknown[] = format === 'text' && list.every(isScalar) ? [list] : list
  if (rows.length === 0) return ''
  const columns = columnsOf(rows)
  const view = { screen: () => screen(rows, columns, style), rows: () => rows, columns }
  return render(format, value, view, style)
}

function screen(rows: readonly unknown[], columns: readonly Column<unknown>[], style: Style): string {
  const cells = rows.map((row) => columns.map(({ value }) => clean(String(value(row) ?? ''))))
  if (rows.every(isScalar)) return cells.map(([cell = '']) => cell).join('\n')
  return table(
    columns.map(({ name }) => clean(name)),
    cells,
    style,
  )
}

function columnsOf(rows: readonly unknown[]): readonly Column<unknown>[] {
  const keyed = rows.filter((row): row is object => typeof row === 'object' && row !== null)
  if (keyed.length < rows.length) return [{ name: 'value', value: cell }]
  const names = [...new Set(keyed.flatMap((row) => Object.keys(row)))]
  return names.map((name) => ({
    name,
    value: (row) => (typeof row === 'object' && row !== null ? cell(Reflect.get(row, name)) : null),
  }))
}

function cell(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null
  return isScalar(value) ? value : JSON.stringify(value)
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || typeof value !== 'object'
}
