// Control characters, line separators and marks that reorder text: they act on a terminal.
const UNSAFE = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu

/** For text from AWS, an endpoint or a file: it can no longer move the cursor, colour or reverse the line. */
export function clean(text: string): string {
  return text.replace(UNSAFE, '\ufffd')
}

// JSON.stringify escapes the rest of UNSAFE.
const UNSAFE_IN_JSON = /[\u007f-\u009f\p{Bidi_Control}\p{Zl}\p{Zp}]/gu

/** JSON that parses to the same value and is safe on a terminal. */
export function jsonText(value: unknown, indent?: number): string {
  const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(value, null, indent).replace(UNSAFE_IN_JSON, escaped)
}

/** Before and behind a command of its own line: the only line breaks that a text may hold. */
const COMMAND_BREAK = /\n(?=(?:apigw-cache|aws) )/
const COMMAND = /^\s*(?:apigw-cache|aws) /

/** True of a line to paste. */
export function isCommand(line: string): boolean {
  return COMMAND.test(line)
}

/** Names in a command are quoted for a shell, line ends too, so that it ends where its line ends. */
function adviceLines(text: string): readonly string[] {
  const parts = text.split(COMMAND_BREAK)
  return parts.flatMap((part) => (isCommand(part) ? part.split('\n') : [part])).map(clean)
}

/** Like `clean`, but commands keep the lines of their own. */
export function cleanAdvice(text: string): string {
  return adviceLines(text).join('\n')
}

/** Like `clean`, with the commands behind the words, for cells of a table. */
export function cleanInline(text: string): string {
  return adviceLines(text).join(' ')
}

/** A copy of a result in which every string is clean, whoever wrote it. */
export function cleanAll<T>(result: T): T {
  const shown: T = JSON.parse(JSON.stringify(result), (_, value: unknown) =>
    typeof value === 'string' ? cleanAdvice(value) : value,
  )
  return shown
}

/** Like `clean`, but keeps line ends. */
export function cleanLines(text: string): string {
  return text.split('\n').map(clean).join('\n')
}
