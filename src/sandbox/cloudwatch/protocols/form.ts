import { invalidValue } from '../failure.js'
import { TIMES } from './protocol.js'

const NUMBERS = new Set(['Period', 'MaxDatapoints'])
const FLAGS = new Set(['ReturnData'])
const LISTS = new Set(['Dimensions', 'MetricDataQueries', 'Statistics', 'ExtendedStatistics'])
const DEEPEST = 12

type Tree = Map<string, Tree | string>

/** `Dimensions.member.1.Name=Stage` → `{ Dimensions: [{ Name: 'Stage' }] }`, with numbers and times as such. */
export function formInput(form: URLSearchParams): unknown {
  const tree: Tree = new Map()
  for (const [name, value] of form) {
    const steps = name.split('.')
    const last = steps.pop() ?? ''
    const branch = steps.length < DEEPEST ? branchAt(tree, steps) : null
    if (!branch || branch.get(last) instanceof Map) throw invalidValue(`The parameter ${name} is invalid.`)
    branch.set(last, value)
  }
  return plain('', tree)
}

/** Null where a value stands in the way. */
function branchAt(tree: Tree, steps: readonly string[]): Tree | null {
  let at = tree
  for (const step of steps) {
    const next: Tree | string = at.get(step) ?? new Map()
    if (typeof next === 'string') return null
    at.set(step, next)
    at = next
  }
  return at
}

function plain(name: string, node: Tree | string): unknown {
  if (typeof node === 'string') return typed(name, node)
  const members = node.get('member')
  if (!(members instanceof Map))
    return Object.fromEntries([...node].map(([key, value]) => [key, plain(key, value)]))
  return [...members].sort(([a], [b]) => Number(a) - Number(b)).map(([, member]) => plain('', member))
}

/** What is not of its kind stays text, which the operation refuses. */
function typed(name: string, text: string): unknown {
  if (LISTS.has(name) && text === '') return []
  if (FLAGS.has(name) && ['true', 'false'].includes(text)) return text === 'true'
  if (TIMES.has(name)) return numberOr(text, Date.parse(text) / 1000)
  if (NUMBERS.has(name) && text !== '') return numberOr(text, Number(text))
  return text
}

function numberOr(text: string, number: number): number | string {
  return Number.isNaN(number) ? text : number
}
