import { ExpressionError, type Node, OPERATORS, type Operator } from './syntax.js'
import { type Token, tokensOf } from './tokens.js'

const DEEPEST = 60
const NEGATION = 7

/** Parses a metric math expression. Throws an ExpressionError. */
export function parseExpression(expression: string): Node {
  return new Parser(tokensOf(expression)).whole()
}

class Parser {
  #at = 0
  #depth = 0

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Node {
    const node = this.#expression(0)
    const rest = this.tokens[this.#at]
    if (rest) throw new ExpressionError(`Unexpected '${rest.value}'`)
    return node
  }

  /** An expression whose operators bind more strongly than `least`. */
  #expression(least: number): Node {
    if (++this.#depth > DEEPEST) throw new ExpressionError('The expression is nested too deeply')
    let left = this.#operand()
    for (let operator = this.#operatorAbove(least); operator; operator = this.#operatorAbove(least)) {
      this.#at++
      // Powers group to the right, everything else to the left.
      const right = this.#expression(operator === '^' ? OPERATORS[operator] - 1 : OPERATORS[operator])
      left = { kind: 'operation', operator, left, right }
    }
    this.#depth--
    return left
  }

  #operatorAbove(least: number): Operator | null {
    const token = this.tokens[this.#at]
    return token?.kind === 'operator' && OPERATORS[token.value] > least ? token.value : null
  }

  #operand(): Node {
    const token = this.tokens[this.#at++]
    if (!token) throw new ExpressionError('The expression ends too early')
    if (token.kind === 'number') return { kind: 'number', value: token.value }
    if (token.kind === 'text') return { kind: 'text', value: token.value }
    if (token.kind === 'name') {
      return this.#takes('(')
        ? { kind: 'call', name: token.value, args: this.#members(')') }
        : { kind: 'name', name: token.value }
    }
    if (token.value === '-') return { kind: 'negated', operand: this.#expression(NEGATION) }
    if (token.value === '+') return this.#expression(NEGATION)
    if (token.value === '[') return { kind: 'list', members: this.#members(']') }
    if (token.value !== '(') throw new ExpressionError(`Unexpected '${token.value}'`)
    const inner = this.#expression(0)
    if (!this.#takes(')')) throw new ExpressionError("A ')' is missing")
    return inner
  }

  #members(end: string): Node[] {
    if (this.#takes(end)) return []
    const members = [this.#expression(0)]
    while (this.#takes(',')) members.push(this.#expression(0))
    if (!this.#takes(end)) throw new ExpressionError(`A '${end}' is missing`)
    return members
  }

  #takes(mark: string): boolean {
    const token = this.tokens[this.#at]
    if (token?.kind !== 'mark' || token.value !== mark) return false
    this.#at++
    return true
  }
}
