/** A strict reader of RFC 4180, written apart from what it checks. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length) {
    let cell = ''
    if (text[at] === '"') {
      at++
      for (; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (at >= text.length) throw new Error('a quote is not closed')
        if (text[at] === '"') at++
        cell += text[at]
      }
      at++
    } else {
      for (; at < text.length && text[at] !== ',' && text[at] !== '\n'; at++) {
        if (text[at] === '"') throw new Error('a quote inside a cell without quotes')
        cell += text[at]
      }
    }
    row.push(cell)
    if (text[at] === ',') {
      at++
      continue
    }
    if (text[at] !== '\n') throw new Error(`something behind a cell: ${text.slice(at, at + 5)}`)
    at++
    rows.push(row)
    row = []
  }
  return rows
}
