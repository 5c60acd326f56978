import { validationError } from '../../failure.js'
import type { StateValue } from '../../shapes/alarms.js'
import type { CompositeAlarm } from '../alarm.js'
import { type Token, tokensOf } from './rule-tokens.js'
import { nameIn } from './suppression.js'

const DEEPEST = 60
const MOST_ALARMS = 100
const MOST_ELEMENTS = 500
const STATES: ReadonlySet<string> = new Set(['ALARM', 'OK', 'INSUFFICIENT_DATA'])
const OPERAND = "'(', 'NOT', AT_LEAST, TRUE or FALSE, ALARM, OK, or INSUFFICIENT_DATA"

/** What is known of an alarm; undefined of one that there is not. */
type StateOf = (name: string) => StateValue | undefined

export interface Outcome {
  readonly holds: boolean
  /** The alarms whose states make it so. */
  readonly deciding: readonly string[]
}

export interface Rule {
  judged(stateOf: StateOf): Outcome
  /** The names of those that the rule names. */
  readonly alarms: readonly string[]
  /** The same as they are written: names or ARNs. */
  readonly references: readonly string[]
}

const parsed = new WeakMap<CompositeAlarm['settings'], Rule>()

/** The rule of an alarm that there is, parsed once: it is asked with every change of any alarm. */
export function ruleOf({ settings }: CompositeAlarm): Rule {
  const rule = parsed.get(settings) ?? parseRule(settings.AlarmRule)
  parsed.set(settings, rule)
  return rule
}

/** Parses the rule of a composite alarm. Throws CloudWatch's complaint. */
export function parseRule(rule: string): Rule {
  const parser = new RuleParser(rule)
  const judged = parser.whole()
  const references = [...parser.references]
  return { judged, references, alarms: [...new Set(references.map(nameIn))] }
}

type Test = (stateOf: StateOf) => Outcome

class RuleParser {
  readonly references = new Set<string>()
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0
  #elements = 0

  constructor(private readonly rule: string) {
    this.#tokens = tokensOf(rule)
  }

  whole(): Test {
    const test = this.#either()
    if (this.#at < this.#tokens.length) {
      throw this.#unsupported(this.#at + 1 < this.#tokens.length ? "<EOF>, 'AND', 'OR'" : '<EOF>')
    }
    if (this.references.size > MOST_ALARMS) throw wrong(`The rule has more than ${MOST_ALARMS} alarms`)
    if (this.#elements > MOST_ELEMENTS) throw wrong(`The rule has more than ${MOST_ELEMENTS} elements`)
    return test
  }

  #either(): Test {
    if (++this.#depth > DEEPEST) throw wrong('The rule is nested too deeply')
    const tests = [this.#all()]
    while (this.#word('OR')) tests.push(this.#all())
    this.#depth--
    return (stateOf) => joined(tests, stateOf, (outcomes) => outcomes.some(({ holds }) => holds))
  }

  #all(): Test {
    const tests = [this.#one()]
    while (this.#word('AND')) tests.push(this.#one())
    return (stateOf) => joined(tests, stateOf, (outcomes) => outcomes.every(({ holds }) => holds))
  }

  #one(): Test {
    let negated = false
    while (this.#word('NOT')) negated = !negated
    const test = this.#operand()
    return negated ? (stateOf) => not(test(stateOf)) : test
  }

  #operand(): Test {
    if (this.#mark('(')) {
      const test = this.#either()
      this.#expect(')')
      this.#elements += 2
      return test
    }
    if (this.#word('AT_LEAST')) return this.#quorum()
    for (const constant of ['TRUE', 'FALSE']) {
      if (!this.#word(constant)) continue
      this.#elements++
      return () => ({ holds: constant === 'TRUE', deciding: [] })
    }
    const state = this.#state(OPERAND)
    this.#expect('(')
    const name = this.#name()
    this.#expect(')')
    return isIn(name, state)
  }

  /** `AT_LEAST(2, NOT OK, (a, b, c))`; as a percentage rounded up. */
  #quorum(): Test {
    this.#expect('(')
    const { raw = '' } = this.#tokens[this.#at] ?? {}
    if (!/^\d+%?$/.test(raw)) throw this.#unsupported('NUMBER, PERCENTAGE NUMBER')
    this.#at++
    this.#expect(',')
    const negated = this.#word('NOT')
    const state = this.#state(`${negated ? '' : "'NOT', "}ALARM, OK, or INSUFFICIENT_DATA`)
    this.#expect(',')
    this.#expect('(')
    const names = [this.#name()]
    while (this.#mark(',')) names.push(this.#name())
    this.#expect(')')
    this.#expect(')')
    const least = thresholdOf(raw, names.length)
    const tests = names.map(
      (name): Test => (negated ? (stateOf) => not(isIn(name, state)(stateOf)) : isIn(name, state)),
    )
    return (stateOf) => joined(tests, stateOf, (outcomes) => outcomes.filter(({ holds }) => holds).length >= least)
  }

  #state(expected: string): string {
    const token = this.#tokens[this.#at]
    if (token?.kind !== 'word' || !STATES.has(token.text)) throw this.#unsupported(expected)
    this.#at++
    return token.text
  }

  /** The name of an alarm, from its name or its ARN. */
  #name(): string {
    const token = this.#tokens[this.#at]
    if (!token || token.kind === 'mark') throw this.#unsupported('unquoted alarm name, quoted alarm name')
    this.#at++
    this.#elements++
    this.references.add(token.text)
    return nameIn(token.text)
  }

  #word(word: string): boolean {
    return this.#takes('word', word)
  }

  #mark(mark: string): boolean {
    return this.#takes('mark', mark)
  }

  #takes(kind: Token['kind'], text: string): boolean {
    const token = this.#tokens[this.#at]
    const fits = token?.kind === kind && token.text === text
    if (fits) this.#at++
    return fits
  }

  #expect(mark: string): void {
    if (!this.#mark(mark)) throw this.#unsupported(`'${mark}'`)
  }

  #unsupported(expected: string): Error {
    const { raw, at } = this.#tokens[this.#at] ?? { raw: '<EOF>', at: this.rule.length }
    return wrong(`Unsupported token '${raw}' at char ${at}, must be: ${expected}`)
  }
}

function wrong(message: string): Error {
  return validationError(`Error in AlarmRule [${message}]`)
}

function thresholdOf(written: string, members: number): number {
  const number = Number.parseInt(written, 10)
  if (!written.endsWith('%')) {
    if (number >= 1 && number <= members) return number
    throw wrong(`AT_LEAST absolute threshold must be between 1 and number of alarms (${members})`)
  }
  if (number < 1 || number > 100) throw wrong('AT_LEAST percentage threshold must be between 1 and 100')
  return Math.ceil((number * members) / 100)
}

function isIn(name: string, state: string): Test {
  return (stateOf) => ({ holds: stateOf(name) === state, deciding: [name] })
}

function not({ holds, deciding }: Outcome): Outcome {
  return { holds: !holds, deciding }
}

/** What those decide that are as the whole is. */
function joined(tests: readonly Test[], stateOf: StateOf, of: (outcomes: readonly Outcome[]) => boolean): Outcome {
  const outcomes = tests.map((test) => test(stateOf))
  const holds = of(outcomes)
  return { holds, deciding: outcomes.flatMap((outcome) => (outcome.holds === holds ? outcome.deciding : [])) }
}
