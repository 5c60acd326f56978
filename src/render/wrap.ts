import { stripVTControlCharacters } from 'node:util'
import type { Style } from './style.js'

/**
 * `  label     text`, broken at spaces where a terminal is too narrow, the rest indented under the text. In a
 * pipe a line stays a line.
 */
export function field(label: string, text: string, style: Style): string {
  return hanging(`  ${label.padEnd(9)} `, text, style)
}

/** The same behind any beginning. */
export function hanging(start: string, text: string, { isTTY, columns }: Style): string {
  const indent = ' '.repeat(stripVTControlCharacters(start).length)
  const room = Math.max(20, columns - indent.length)
  if (!isTTY) return start + text
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    const longer = last === undefined ? word : `${last} ${word}`
    if (last === undefined || stripVTControlCharacters(longer).length > room) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  return start + lines.join(`\n${indent}`)
}
