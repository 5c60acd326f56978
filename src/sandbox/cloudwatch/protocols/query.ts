import { escapeXml, queryAnswer, queryCode, queryError, xmlAnswer } from '../../http/query-xml.js'
import { invalidValue } from '../failure.js'
import { type Protocol, TIMES } from './protocol.js'

const NAMESPACE = 'http://monitoring.amazonaws.com/doc/2010-08-01/'

/** Forms and XML, which clients used until December 2025. */
export const QUERY_PROTOCOL: Protocol = {
  operation: ({ body }) => new URLSearchParams(body.toString('utf8')).get('Action') ?? undefined,
  input: ({ body }) => formInput(new URLSearchParams(body.toString('utf8'))),
  result: (operation, output, requestId) =>
    queryAnswer(NAMESPACE, operation, requestId, content(`${operation}Result`, output)),
  failed: ({ status, code, message }, requestId) =>
    xmlAnswer(code === 'InvalidAction' ? 400 : status, queryError(NAMESPACE, requestId, { code, message })),
  refused: ({ status, type, message }, requestId) =>
    xmlAnswer(status, queryError(NAMESPACE, requestId, { code: queryCode(type), message })),
}

function element(name: string, value: unknown): string {
  return value === undefined ? '' : `<${name}>${content(name, value)}</${name}>`
}

/** The content of an element: text, the fields of an object, or the members of a list. */
function content(name: string, value: unknown): string {
  if (Array.isArray(value)) {
    return value.map((member) => `<member>${content(name, member)}</member>`).join('')
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
    return name === 'ExtendedStatistics'
      ? fields
          .map(([key, field]) => `<entry>${element('key', key)}${element('value', field)}</entry>`)
          .join('')
      : fields.map(([key, field]) => element(key, field)).join('')
  }
  return escapeXml(TIMES.has(name) ? new Date(Number(value) * 1000).toISOString() : String(value))
}

const NUMBERS = new Set(['Period', 'MaxDatapoints'])
const FLAGS = new Set(['ReturnData'])
const LISTS = new Set(['Dimensions', 'MetricDataQueries', 'Statistics', 'ExtendedStatistics'])
const DEEPEST = 12

type Tree = Map<string, Tree | string>

/** `Dimensions.member.1.Name=Stage` → `{ Dimensions: [{ Name: 'Stage' }] }`, with numbers and times parsed. */
function formInput(form: URLSearchParams): unknown {
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

/** Null where another parameter put a value on this path. */
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

/** A wrong value stays text, which the operation refuses. */
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
