const PLAIN = /^[\w./:=@%+,-]+$/
// Control characters, line separators, and the marks that reorder text: they must not reach a terminal.
const UNSAFE = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u

/** One word of a command line for a POSIX shell; where it has control characters, for bash and zsh. PURE. */
export function shellWord(text: string): string {
  if (PLAIN.test(text)) return text
  if (!UNSAFE.test(text)) return `'${text.replaceAll("'", "'\\''")}'`
  const escaped = [...text].map((sign) => {
    if (sign === "'" || sign === '\\') return `\\${sign}`
    return UNSAFE.test(sign) ? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}` : sign
  })
  return `$'${escaped.join('')}'`
}

/** Words of a command line, each quoted where that is needed. PURE. */
export function shellWords(...words: readonly string[]): string {
  return words.map(shellWord).join(' ')
}
