/** True for a text that may stand for several names: it has `*`, `?`, `[ab]` or `{a,b}`. */
export function isGlob(text: string): boolean {
  return !/^(arn:|https?:)/i.test(text) && /[*?]|\[[^\]]+\]|\{[^{}]*,[^{}]*\}/.test(text)
}

/** Names are no paths: `*` takes slashes and dots as well. PURE. */
export function globMatcher(pattern: string): (name: string) => boolean {
  const source = pattern.replace(/\*+|\?|\[!?[^\]]+\]|\{[^{}]*,[^{}]*\}|[\s\S]/gu, (part) => {
    if (part.startsWith('*')) return '.*'
    if (part === '?') return '.'
    if (part.length > 1 && part.startsWith('[')) return classOf(part.slice(1, -1))
    if (part.length > 1 && part.startsWith('{')) return choiceOf(part.slice(1, -1))
    return literal(part)
  })
  const expression = new RegExp(`^${source}$`, 'su')
  return (name) => expression.test(name)
}

/** A range that runs backwards is no class: then its signs stand for themselves. */
function classOf(inside: string): string {
  const not = inside.startsWith('!')
  const signs = (not ? inside.slice(1) : inside).replace(/[\\\]^[]/g, '\\$&').replace(/^-|-$/g, '\\-')
  const text = `[${not ? '^' : ''}${signs}]`
  try {
    new RegExp(text, 'u')
    return text
  } catch {
    return [...`[${inside}]`].map(literal).join('')
  }
}

function choiceOf(inside: string): string {
  return `(?:${inside.split(',').map(choice).join('|')})`
}

/** Stars and question marks stay what they are within braces. */
function choice(text: string): string {
  return text.replace(/\*+|\?|[\s\S]/gu, (part) => (part.startsWith('*') ? '.*' : part === '?' ? '.' : literal(part)))
}

function literal(sign: string): string {
  return sign.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
}
