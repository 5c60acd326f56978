// Control characters, line separators, and the marks that reorder text: none of them may act on a terminal.
const UNSAFE = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu

/** Text from AWS, an endpoint or a file, so that it cannot move the cursor, colour, or reverse the line. */
export function clean(text: string): string {
  return text.replace(UNSAFE, '\ufffd')
}

// What of that JSON does not escape by itself.
const UNSAFE_IN_JSON = /[\u007f-\u009f\p{Bidi_Control}\p{Zl}\p{Zp}]/gu

/** JSON that reads back the same, and that may be shown on a terminal. */
export function jsonText(value: unknown, indent?: number): string {
  const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(value, null, indent).replace(UNSAFE_IN_JSON, escaped)
}

/** A result as a screen may show it: every string in it is clean, whoever wrote it. */
export function cleanAll<T>(result: T): T {
  const shown: T = JSON.parse(JSON.stringify(result), (_, value: unknown) =>
    typeof value === 'string' ? clean(value) : value,
  )
  return shown
}

/** As `clean`, for text that may have several lines. */
export function cleanLines(text: string): string {
  return text.split('\n').map(clean).join('\n')
}
