import { Compile, parse } from 'velocityjs'
import { own } from '../../http/own.js'
import { callMethod } from './methods.js'
import { operate } from './operators.js'
import { type Fields, Host, isFields, isTrue, textOf } from './values.js'

type Node = ReturnType<typeof parse>[number]

/** What follows a reference: `.name`, `.name(values)` or `[index]`. */
type Attribute = NonNullable<Extract<Node, { leader: string }>['path']>[number]

/** A template, parsed. A block, such as a loop, is a list of its own. */
export type Program = readonly Node[]

/** What the engine's classes have at run time: its declarations leave out what they mix into each other. */
interface Engine {
  readonly asts: Program
  readonly local: Record<string, Fields>
  readonly conditions: string[]
  contextId: string
  readonly runState: { stop: boolean; break: boolean }
  render(context: Fields, macros: Fields, silent: boolean): string
  renderAstList(nodes?: Program, contextId?: string): string
  getReferences(node: Node, isOutput?: boolean): unknown
  getAttributes(attribute: Attribute, of: unknown): unknown
  getLiteral(node: Node): unknown
  getExpression(node: Node): unknown
  evalStr(text: string): string
}

const Base = Compile as unknown as new (program: Program, config: object) => Engine

const MOST_ITERATIONS = 1_000
const MOST_STEPS = 250_000
const MOST_CHARACTERS = 10_485_760
const MOST_KEPT_TEXTS = 100

class TooMuch extends Error {}

/** Runs a parsed template once, as Velocity 1.7 does where the engine follows JavaScript, and within bounds. */
export class Interpreter extends Base {
  readonly #texts: Map<string, Program>
  #steps = 0
  #loops = 0

  /** `texts` are the parsed texts in quotation marks, which are templates too. */
  constructor(program: Program, texts: Map<string, Program>) {
    super(program, {})
    this.#texts = texts
  }

  override renderAstList(nodes: Program = this.asts, contextId?: string): string {
    let text = ''
    for (const node of nodes) {
      if (this.runState.break || this.runState.stop) break
      if (++this.#steps > MOST_STEPS) throw new TooMuch(`more than ${MOST_STEPS} steps`)
      text = bounded(text + super.renderAstList([node], contextId))
    }
    return text
  }

  override getReferences(node: Node, isOutput?: boolean): unknown {
    const value = super.getReferences(node)
    return isOutput ? textOf(value) : value
  }

  override getAttributes(attribute: Attribute, of: unknown): unknown {
    if (attribute.type === 'method') {
      const values = (attribute.args || []).map((value) => this.getLiteral(value))
      const result = callMethod(of, attribute.id, values)
      return typeof result === 'string' ? bounded(result) : result
    }
    return member(of, attribute.type === 'index' ? this.getLiteral(attribute.id) : attribute.id)
  }

  override evalStr(text: string): string {
    const known = this.#texts.get(text)
    const program = known ?? parse(text)
    if (!known && this.#texts.size < MOST_KEPT_TEXTS) this.#texts.set(text, program)
    return this.renderAstList(program, this.contextId)
  }

  override getExpression(node: Node): unknown {
    if (node.type !== 'math') return this.getLiteral(node)
    const [left, right] = node.expression
    if (!left) return undefined
    switch (node.operator) {
      case 'parenthesis':
        return this.getExpression(left)
      case 'not':
        return !isTrue(this.getExpression(left))
      case 'minus':
        return operate('-', 0, this.getExpression(left))
      case '&&':
        return isTrue(this.getExpression(left)) && this.#isTrue(right)
      case '||':
        return isTrue(this.getExpression(left)) || this.#isTrue(right)
      default: {
        const result = operate(node.operator, this.getExpression(left), right && this.getExpression(right))
        return typeof result === 'string' ? bounded(result) : result
      }
    }
  }

  getBlockIf(block: Program): string {
    let chosen: Node[] | null = null
    for (const node of block) {
      const condition = conditionOf(node)
      if (condition === null) chosen?.push(node)
      else if (chosen) break
      else if (condition === 'else' || this.#isTrue(condition)) chosen = []
    }
    return chosen ? this.renderAstList(chosen, this.contextId) : ''
  }

  getBlockEach([head, ...body]: Program): string {
    if (head?.type !== 'foreach' || !('from' in head)) return ''
    const items = itemsOf(this.getLiteral({ ...head.from, pos: head.pos }))
    const id = `foreach:${this.#loops++}`
    let text = ''
    for (const [index, item] of items.slice(0, MOST_ITERATIONS).entries()) {
      if (this.runState.break || this.runState.stop) break
      const last = index === items.length - 1
      const foreach = { count: index + 1, index, hasNext: !last, first: index === 0, last }
      this.local[id] = { [head.to]: item, foreach, velocityCount: index + 1 }
      text = bounded(text + this.renderAstList(body, id))
    }
    if (items.length > 0) this.#leave(id)
    return text
  }

  getArray(literal: Node): unknown[] {
    if (literal.type !== 'array') return []
    if (!('isRange' in literal)) return literal.value.map((item) => this.getLiteral(item))
    const [from = Number.NaN, to = Number.NaN] = [...literal.value].map((end) =>
      Number(typeof end === 'object' ? this.getReferences(end) : end),
    )
    const count = Math.abs(to - from) + 1
    if (!Number.isInteger(count)) return []
    if (count > MOST_STEPS) throw new TooMuch(`a range of more than ${MOST_STEPS}`)
    return Array.from({ length: count }, (_, i) => from + (to < from ? -i : i))
  }

  #isTrue(node: Node | undefined): boolean {
    return node !== undefined && isTrue(this.getExpression(node))
  }

  /** The scope of a loop ends, also one that was broken off. */
  #leave(id: string): void {
    this.runState.break = false
    delete this.local[id]
    const at = this.conditions.indexOf(id)
    if (at >= 0) this.conditions.splice(at, 1)
    this.contextId = this.conditions[0] ?? ''
  }
}

function bounded(text: string): string {
  if (text.length > MOST_CHARACTERS) throw new TooMuch(`more than ${MOST_CHARACTERS} characters`)
  return text
}

/** Nothing that objects inherit. */
function member(of: unknown, name: unknown): unknown {
  if (Array.isArray(of)) return typeof name === 'number' ? of[name] : undefined
  if (of instanceof Host) return of.property(textOf(name))
  return isFields(of) ? own(of, textOf(name)) : undefined
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return isFields(value) ? Object.values(value) : []
}

/** Null for what is part of a branch. */
function conditionOf(node: Node): Node | 'else' | null {
  if (typeof node !== 'object' || Array.isArray(node)) return null
  if (node.type === 'else') return 'else'
  return node.type === 'if' || node.type === 'elseif' ? node.condition : null
}
