// Combining marks and invisible characters.
const NARROWEST = /^[\p{M}\p{Cf}]$/u
// Half-width forms of scripts that are otherwise wide.
const HALF_WIDTH = /^[\uff61-\uffdc]$/u
const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]$/u

/** Terminal columns of a clean text without colours. */
export function displayWidth(text: string): number {
  return [...text].reduce((sum, sign) => sum + widthOf(sign), 0)
}

/** At most `columns` columns of the text, ending in `mark` if it was cut. */
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
