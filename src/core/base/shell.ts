const PLAIN = /^[\w./:=@%+,-]+$/
// Control characters, line separators and bidirectional marks must not reach a terminal.
const UNSAFE = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u

/** Quotes one word for a POSIX shell, or for bash and zsh if it has control characters. PURE. */
export function shellWord(text: string): string {
  if (PLAIN.test(text)) return text
  if (!UNSAFE.test(text)) return `'${text.replaceAll("'", "'\\''")}'`
  const escaped = [...text].map((sign) => {
    if (sign === "'" || sign === '\\') return `\\${sign}`
    return UNSAFE.test(sign) ? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}` : sign
  })
  return `$'${escaped.join('')}'`
}

/** Quotes the words that need it, and joins them to a command line. PURE. */
export function shellWords(...words: readonly string[]): string {
  return words.map(shellWord).join(' ')
}
