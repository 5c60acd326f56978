import { ExpressionError, OPERATORS, type Operator } from './syntax.js'

export type Token =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'name'; readonly value: string }
  | { readonly kind: 'operator'; readonly value: Operator }
  | { readonly kind: 'mark'; readonly value: string }

const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(?<name>[A-Za-z_][A-Za-z0-9_]*)|'(?<single>[^']*)'|"(?<double>[^"]*)"|(?<sign>\|\||&&|[=!<>]=|[<>+\-*/^()[\],]))/y

/** `AND` and `OR` are names that are operators. */
const WORDS: Readonly<Record<string, Operator>> = { AND: '&&', OR: '||' }

export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  let end = 0
  for (let match = TOKEN.exec(expression); match; match = TOKEN.exec(expression)) {
    end = TOKEN.lastIndex
    tokens.push(tokenOf(match.groups ?? {}))
  }
  const rest = expression.slice(end).trim()
  if (rest !== '') throw new ExpressionError(`Unexpected character '${rest.slice(0, 1)}' at position ${end}`)
  return tokens
}

function tokenOf({ number, name, single, double, sign = '' }: Record<string, string | undefined>): Token {
  if (number !== undefined) return { kind: 'number', value: Number(number) }
  if (name !== undefined) {
    const word = Object.hasOwn(WORDS, name) ? WORDS[name] : undefined
    return word ? { kind: 'operator', value: word } : { kind: 'name', value: name }
  }
  const text = single ?? double
  if (text !== undefined) return { kind: 'text', value: text }
  return isOperator(sign) ? { kind: 'operator', value: sign } : { kind: 'mark', value: sign }
}

function isOperator(sign: string): sign is Operator {
  return Object.hasOwn(OPERATORS, sign)
}
