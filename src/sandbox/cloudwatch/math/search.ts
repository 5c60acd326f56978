import type { MetricRef } from '../points.js'
import { ExpressionError } from './syntax.js'

const DEEPEST = 30

type Test = (metric: MetricRef) => boolean

/** A search such as `{AWS/ApiGateway,ApiName,Stage} MetricName="Count" prod`, as a test of metrics. */
export function parseSearch(expression: string): Test {
  const schema = /^\s*\{([^{}]*)\}\s*/.exec(expression)
  const terms = new Terms(tokensOf(schema ? expression.slice(schema[0].length) : expression)).whole()
  const [namespace = '', ...dimensions] = (schema?.[1] ?? '').split(',').map((part) => unquoted(part.trim()))
  if (!schema) return terms
  return (metric) => isOfSchema(metric, namespace, dimensions) && terms(metric)
}

function isOfSchema(metric: MetricRef, namespace: string, dimensions: readonly string[]): boolean {
  if (metric.namespace !== namespace) return false
  const names = metric.dimensions.map(({ name }) => name)
  return names.length === dimensions.length && dimensions.every((name) => names.includes(name))
}

const TOKEN = /\s*([()=]|"(?:[^"\\]|\\.)*"|[^\s()="]+)/y

function tokensOf(text: string): string[] {
  TOKEN.lastIndex = 0
  const tokens: string[] = []
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) tokens.push(match[1] ?? '')
  if (tokens.join('').length !== text.replaceAll(/\s(?=(?:[^"]*"[^"]*")*[^"]*$)/g, '').length) {
    throw new ExpressionError('SEARCH has a quote that is not closed')
  }
  return tokens
}

/** Words and quoted texts with AND, OR, NOT and parentheses; AND is what stands between two without a word. */
class Terms {
  #at = 0
  #depth = 0

  constructor(private readonly tokens: readonly string[]) {}

  whole(): Test {
    if (this.tokens.length === 0) return () => true
    const test = this.#either(termOf)
    if (this.#at < this.tokens.length) throw new ExpressionError(`SEARCH has an unexpected '${this.tokens[this.#at]}'`)
    return test
  }

  #either(term: (text: string) => Test): Test {
    if (++this.#depth > DEEPEST) throw new ExpressionError('SEARCH is nested too deeply')
    const tests = [this.#all(term)]
    while (this.#takes('OR')) tests.push(this.#all(term))
    this.#depth--
    return (metric) => tests.some((test) => test(metric))
  }

  #all(term: (text: string) => Test): Test {
    const tests = [this.#one(term)]
    for (let next = this.tokens[this.#at]; next !== undefined && next !== ')' && next !== 'OR'; ) {
      this.#takes('AND')
      tests.push(this.#one(term))
      next = this.tokens[this.#at]
    }
    return (metric) => tests.every((test) => test(metric))
  }

  #one(term: (text: string) => Test): Test {
    if (this.#takes('NOT')) {
      const test = this.#one(term)
      return (metric) => !test(metric)
    }
    if (this.#takes('(')) {
      const test = this.#either(term)
      if (!this.#takes(')')) throw new ExpressionError("SEARCH lacks a ')'")
      return test
    }
    const token = this.tokens[this.#at++]
    if (token === undefined || token === ')' || token === '=') throw new ExpressionError('SEARCH ends too early')
    if (!this.#takes('=')) return term(token)
    const property = unquoted(token)
    return this.#one((text) => propertyOf(property, text))
  }

  #takes(token: string): boolean {
    if (this.tokens[this.#at] !== token) return false
    this.#at++
    return true
  }
}

/** A term that may stand anywhere: in the namespace, the name, or the names and values of dimensions. */
function termOf(text: string): Test {
  const fits = matcher(text)
  return ({ namespace, name, dimensions }) =>
    [namespace, name, ...dimensions.flatMap((dimension) => [dimension.name, dimension.value])].some(fits)
}

function propertyOf(property: string, text: string): Test {
  const fits = matcher(text)
  if (property === 'Namespace') return ({ namespace }) => fits(namespace)
  if (property === 'MetricName') return ({ name }) => fits(name)
  return ({ dimensions }) => dimensions.some(({ name, value }) => name === property && fits(value))
}

/** In quotes exactly that; else each part of the text has to be parts of the value beside each other, in any case. */
function matcher(text: string): (value: string) => boolean {
  if (text.startsWith('"')) {
    const exact = unquoted(text)
    return (value) => value === exact
  }
  const wanted = wordsOf(text).flatMap((parts) => [parts.join(''), ...parts])
  return (value) => {
    const words = wordsOf(value)
    return wanted.every((part) => words.some((parts) => hasRun(parts, part)))
  }
}

function hasRun(parts: readonly string[], wanted: string): boolean {
  return parts.some((_, start) => {
    let run = ''
    for (let at = start; run.length < wanted.length && at < parts.length; at++) run += parts[at]
    return run === wanted
  })
}

/** `Cache-HitCount` → `cache`; `hit` and `count`. */
function wordsOf(text: string): string[][] {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  return words.map((word) => (word.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []).map((part) => part.toLowerCase()))
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1') : text
}
