const PLAIN = /^[\w./:=@%+,-]+$/
// Control characters, line separators and bidirectional marks must not reach a terminal.
const UNSAFE = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u

/** Quotes one word for a POSIX shell, or for bash and zsh if it has control characters. PURE. */
export function shellWord(text: string): string {
  if (PLAIN.test(text)) return text
  if (!UNSAFE.test(text)) return `'${text.replaceAll("'", "'\\''")}'`
  const signs = [...text].map((sign) => {
    if (sign === "'" || sign === '\\') return `\\${sign}`
    return UNSAFE.test(sign) ? escaped(sign.charCodeAt(0)) : sign
  })
  return `$'${signs.join('')}'`
}

/** More shells know `\\x` than `\\u`. */
function escaped(code: number): string {
  return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}

/** Quotes the words that need it, and joins them to a command line. PURE. */
export function shellWords(...words: readonly string[]): string {
  return words.map(shellWord).join(' ')
}
