import stringWidth from 'string-width'

// Each of these takes one column. Any other character makes the engine compile regular expressions of all emoji,
// which takes longer than drawing the table.
const NARROW = /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2500-\u259f–…→✓✗]*$/

const COLOR = /\p{Cc}\[[\d;]*m/gu

/** Terminal columns of a text; colours take none. */
export function displayWidth(text: string): number {
  const plain = text.replace(COLOR, '')
  return NARROW.test(plain) ? plain.length : stringWidth(plain)
}

/** Behind the signs between the parts of paths and parameters. */
const WITHIN_WORD = /(?<=[/._,-])/

/** Lines of at most `columns` columns, broken at spaces; a longer word between its parts, or where it must be. */
export function fold(text: string, columns: number): readonly string[] {
  const fits = (part: string) => displayWidth(part.trimEnd()) <= columns
  const finer = (parts: readonly string[], split: (part: string) => readonly string[]) =>
    parts.flatMap((part) => (fits(part) ? [part] : split(part)))
  const parts = finer(
    finer(text.split(/(?<= )/), (word) => word.split(WITHIN_WORD)),
    segmentsOf,
  )
  const lines: string[] = []
  for (const part of parts) {
    const longer = `${lines.at(-1) ?? ''}${part}`
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer
    else lines.push(part)
  }
  return lines.map((line) => line.trimEnd())
}

function segmentsOf(text: string): readonly string[] {
  return [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
}

/** At most `columns` columns of the text, ending in `mark` if it was cut. */
export function clip(text: string, columns: number, mark: string): string {
  if (displayWidth(text) <= columns) return text
  let kept = ''
  let width = displayWidth(mark)
  for (const segment of segmentsOf(text)) {
    width += displayWidth(segment)
    if (width > columns) break
    kept += segment
  }
  return kept + mark
}
