// Marks that stand on the sign before them, and signs that are not shown.
const NARROWEST = /^[\p{M}\p{Cf}]$/u
/** Of scripts that are wide elsewhere. */
const HALF_WIDTH = /^[\uff61-\uffdc]$/u
const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]$/u

/** How many columns of a terminal a clean text without colours takes. */
export function displayWidth(text: string): number {
  return [...text].reduce((sum, sign) => sum + widthOf(sign), 0)
}

/** The text in at most so many columns; what was cut off is a mark at its end. */
export function clip(text: string, columns: number, mark: string): string {
  if (displayWidth(text) <= columns) return text
  let kept = ''
  let width = displayWidth(mark)
  for (const sign of text) {
    width += widthOf(sign)
    if (width > columns) break
    kept += sign
  }
  return kept + mark
}

function widthOf(sign: string): number {
  if (NARROWEST.test(sign)) return 0
  return WIDE.test(sign) && !HALF_WIDTH.test(sign) ? 2 : 1
}
