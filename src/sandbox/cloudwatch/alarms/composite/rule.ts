import { validationError } from '../../failure.js'
import type { StateValue } from '../../shapes/alarms.js'
import { nameIn } from './suppression.js'

const DEEPEST = 60
const MOST_ALARMS = 100
const STATES: ReadonlySet<string> = new Set(['ALARM', 'OK', 'INSUFFICIENT_DATA'])

/** What is known of an alarm; undefined of one that there is not. */
type StateOf = (name: string) => StateValue | undefined

export interface Rule {
  holds(stateOf: StateOf): boolean
  /** Those that the rule names. */
  readonly alarms: readonly string[]
}

/** Parses the rule of a composite alarm. Throws CloudWatch's complaint. */
export function parseRule(rule: string): Rule {
  const parser = new RuleParser(rule)
  const holds = parser.whole()
  return { holds, alarms: [...parser.alarms] }
}

type Test = (stateOf: StateOf) => boolean

const TOKEN = /\s*(?:(?<mark>[(),])|"(?<quoted>(?:[^"\\]|\\.)*)"|(?<word>[^\s(),"]+))/y

type Token = { readonly mark: string } | { readonly text: string; readonly quoted: boolean }

class RuleParser {
  readonly alarms = new Set<string>()
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(private readonly rule: string) {
    this.#tokens = this.#split()
  }

  whole(): Test {
    const test = this.#either()
    if (this.#at < this.#tokens.length) throw this.#wrong()
    if (this.alarms.size > MOST_ALARMS) {
      throw validationError(`AlarmRule must not name more than ${MOST_ALARMS} alarms.`)
    }
    return test
  }

  #either(): Test {
    if (++this.#depth > DEEPEST) throw validationError('AlarmRule is nested too deeply.')
    const tests = [this.#all()]
    while (this.#word('OR')) tests.push(this.#all())
    this.#depth--
    return (stateOf) => tests.some((test) => test(stateOf))
  }

  #all(): Test {
    const tests = [this.#one()]
    while (this.#word('AND')) tests.push(this.#one())
    return (stateOf) => tests.every((test) => test(stateOf))
  }

  #one(): Test {
    let negated = false
    while (this.#word('NOT')) negated = !negated
    const test = this.#operand()
    return negated ? (stateOf) => !test(stateOf) : test
  }

  #operand(): Test {
    if (this.#mark('(')) {
      const test = this.#either()
      if (!this.#mark(')')) throw this.#wrong()
      return test
    }
    const token = this.#tokens[this.#at++]
    if (!token || !('text' in token) || token.quoted) throw this.#wrong()
    if (token.text === 'TRUE') return () => true
    if (token.text === 'FALSE') return () => false
    if (!STATES.has(token.text) || !this.#mark('(')) throw this.#wrong()
    const name = this.#name()
    if (!this.#mark(')')) throw this.#wrong()
    this.alarms.add(name)
    return (stateOf) => stateOf(name) === token.text
  }

  /** A name, or the ARN that ends with it. */
  #name(): string {
    const token = this.#tokens[this.#at++]
    if (!token || !('text' in token)) throw this.#wrong()
    return nameIn(token.text)
  }

  #word(word: string): boolean {
    const token = this.#tokens[this.#at]
    return this.#advance(token !== undefined && 'text' in token && !token.quoted && token.text === word)
  }

  #mark(mark: string): boolean {
    const token = this.#tokens[this.#at]
    return this.#advance(token !== undefined && 'mark' in token && token.mark === mark)
  }

  #advance(fits: boolean): boolean {
    if (fits) this.#at++
    return fits
  }

  #split(): Token[] {
    const tokens: Token[] = []
    let end = 0
    TOKEN.lastIndex = 0
    for (let match = TOKEN.exec(this.rule); match; match = TOKEN.exec(this.rule)) {
      const { mark, quoted, word = '' } = match.groups ?? {}
      end = TOKEN.lastIndex
      if (mark !== undefined) tokens.push({ mark })
      else tokens.push({ text: quoted?.replaceAll(/\\(.)/gs, '$1') ?? word, quoted: quoted !== undefined })
    }
    if (this.rule.slice(end).trim() !== '') throw this.#wrong()
    return tokens
  }

  #wrong(): Error {
    return validationError(
      'AlarmRule must consist of ALARM(), OK(), INSUFFICIENT_DATA(), TRUE and FALSE with AND, OR, NOT and parentheses: ' +
        this.rule.slice(0, 200),
    )
  }
}
