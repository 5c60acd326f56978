import type { Style } from './style.js'
import { displayWidth } from './width.js'

/** Any space but one between a number and its unit. */
const BREAKABLE = / (?!(?<=\d )(?:%|GB|h|min|ms|s)(?!\w))/

/**
 * `  label     text`. A terminal that is too narrow gets several lines, broken at spaces and indented under the
 * text; a pipe always gets one line.
 */
export function field(label: string, text: string, style: Style): string {
  return hanging(`  ${label.padEnd(9)} `, text, style)
}

/** Like `field`, after any start. */
export function hanging(start: string, text: string, { isTTY, columns }: Style): string {
  const indent = ' '.repeat(displayWidth(start))
  const room = Math.max(20, columns - indent.length)
  if (!isTTY) return start + text
  const lines: string[] = []
  for (const word of text.split(BREAKABLE)) {
    const last = lines.at(-1)
    const longer = last === undefined ? word : `${last} ${word}`
    if (last === undefined || displayWidth(longer) > room) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  return start + lines.join(`\n${indent}`)
}
