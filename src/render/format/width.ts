import stringWidth from 'string-width'

// Each of these takes one column. Any other character makes the engine compile a regular expression of all emoji,
// which takes longer than drawing the table.
const NARROW = /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2500-\u259f–…→✓✗]*$/

/** Terminal columns of a text; colours take none. */
export function displayWidth(text: string): number {
  return NARROW.test(text) ? text.length : stringWidth(text)
}

/** At most `columns` columns of the text, ending in `mark` if it was cut. */
export function clip(text: string, columns: number, mark: string): string {
  if (displayWidth(text) <= columns) return text
  let kept = ''
  let width = displayWidth(mark)
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width += displayWidth(segment)
    if (width > columns) break
    kept += segment
  }
  return kept + mark
}
