import { ApigwCacheError } from '../base/errors.js'
import { jsonIn } from '../base/json.js'

export interface Line {
  /** For people: `accounts.csv:3`. */
  readonly place: string
  readonly value: unknown
}

/** JSON, one value a line; a list in brackets is taken too. Errors: `usage`. PURE. */
export function jsonLines(name: string, text: string): readonly Line[] {
  const whole = text.trimStart().startsWith('[') ? jsonIn(text) : undefined
  if (Array.isArray(whole)) {
    return whole.map((value: unknown, index) => ({ place: `${name}, entry ${index + 1}`, value }))
  }
  return linesOf(text).flatMap((line, index) => {
    if (line.trim() === '') return []
    const place = `${name}:${index + 1}`
    const value = jsonIn(line)
    if (value === undefined) throw new ApigwCacheError('usage', 'not-json', `${place}: not JSON`)
    return [{ place, value }]
  })
}

/** CSV whose first row names the columns; cells may be quoted. Errors: `usage`. PURE. */
export function csvRows(name: string, text: string): readonly Line[] {
  const [head, ...rows] = linesOf(text)
    .map((line, index) => ({ place: `${name}:${index + 1}`, line }))
    .filter(({ line }) => line.trim() !== '' && !line.startsWith('#'))
  const names = cells(head?.line ?? '').map((cell) => cell.trim())
  return rows.map(({ place, line }) => {
    const values = cells(line)
    return {
      place,
      value: Object.fromEntries(names.map((column, index) => [column, values[index]?.trim() ?? ''])),
    }
  })
}

function linesOf(text: string): readonly string[] {
  return text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)
}

function cells(line: string): readonly string[] {
  const found = `,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)
  return Array.from(found, ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
}
