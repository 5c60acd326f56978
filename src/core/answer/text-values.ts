import { findTimestamps } from './timestamp.js'

const SCANNED_CHARACTERS = 262_144
const MAX_TIMES = 200
const LABEL_CHARACTERS = 60

/** Times in XML, HTML or plain text, named after the element, attribute or label that they follow. */
export function textCandidates(text: string): [string, string][] {
  const scanned = text.slice(0, SCANNED_CHARACTERS)
  const seen = new Map<string, number>()
  return findTimestamps(scanned, MAX_TIMES).map(({ value, at }) => {
    const label = labelBefore(scanned.slice(Math.max(0, at - LABEL_CHARACTERS), at))
    const count = (seen.get(label) ?? 0) + 1
    seen.set(label, count)
    return [count === 1 ? `text:${label}` : `text:${label}#${count}`, value]
  })
}

// `<generated>`, `<time datetime="`, `"generated": "`, `generated at `: the last word before the value.
function labelBefore(text: string): string {
  const words = text.match(/[A-Za-z_][\w-]*/g) ?? []
  return words.at(-1)?.toLowerCase() ?? 'time'
}
