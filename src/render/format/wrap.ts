import type { Style } from './style.js'
import { isCommand } from './text.js'
import { displayWidth } from './width.js'

export type Room = Pick<Style, 'isTTY' | 'columns'>

/** Any space but one between a number and its unit. */
const BREAKABLE = / (?!(?<=\d )(?:%|GB|h|min|ms|s)(?!\w))/

/**
 * `  label     text`. A terminal that is too narrow gets several lines, broken at spaces and indented under the
 * text; a pipe always gets one line.
 */
export function field(label: string, text: string, style: Style): string {
  return hanging(`  ${label.padEnd(9)} `, text, style)
}

/** Like `field`, after any start. A command to paste has a line of its own, and is never broken. */
export function hanging(start: string, text: string, { isTTY, columns }: Room): string {
  const indent = ' '.repeat(displayWidth(start))
  const room = Math.max(20, columns - indent.length)
  const lines = text.split('\n').flatMap((line) => (isTTY && !isCommand(line) ? brokenAt(room, line) : [line]))
  return start + lines.join(`\n${indent}`)
}

function brokenAt(room: number, text: string): string[] {
  const lines: string[] = []
  for (const word of text.split(BREAKABLE)) {
    const last = lines.at(-1)
    const longer = last === undefined ? word : `${last} ${word}`
    if (last === undefined || displayWidth(longer) > room) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  return lines
}
