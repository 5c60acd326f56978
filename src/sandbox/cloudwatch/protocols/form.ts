import { invalidValue } from '../failure.js'
import type { Kind } from '../shapes/kinds.js'

const DEEPEST = 12
/** What a form has besides the operation's input. */
const ENVELOPE = new Set(['Action', 'Version'])

type Tree = Map<string, Tree | string>

/** `Dimensions.member.1.Name=Stage` → `{ Dimensions: [{ Name: 'Stage' }] }`, with values of the operation's kinds. */
export function formInput(form: URLSearchParams, kind: Kind): unknown {
  const tree: Tree = new Map()
  for (const [name, value] of form) {
    if (ENVELOPE.has(name)) continue
    const steps = name.split('.')
    const last = steps.pop() ?? ''
    const branch = steps.length < DEEPEST ? branchAt(tree, steps) : null
    if (!branch || branch.get(last) instanceof Map) throw invalidValue(`The parameter ${name} is invalid.`)
    branch.set(last, value)
  }
  return plain(kind, tree)
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

function plain(kind: Kind | undefined, node: Tree | string): unknown {
  if (typeof node === 'string') return kind?.kind === 'list' && node === '' ? [] : typed(kind, node)
  if (kind?.kind === 'list') return listed(node.get('member')).map((member) => plain(kind.of, member))
  if (kind?.kind === 'map') return Object.fromEntries(listed(node.get('entry')).map((entry) => pair(kind.of, entry)))
  const members = kind?.kind === 'structure' ? kind.members : new Map<string, Kind>()
  return Object.fromEntries([...node].map(([name, value]) => [name, plain(members.get(name), value)]))
}

/** In the order of their numbers. */
function listed(members: Tree | string | undefined): (Tree | string)[] {
  if (!(members instanceof Map)) return []
  return [...members].sort(([a], [b]) => Number(a) - Number(b)).map(([, member]) => member)
}

function pair(kind: Kind, entry: Tree | string): readonly [string, unknown] {
  const [key, value] = entry instanceof Map ? [entry.get('key'), entry.get('value')] : []
  return [typeof key === 'string' ? key : '', plain(kind, value ?? '')]
}

/** A wrong value stays text, which the operation refuses. */
function typed(kind: Kind | undefined, text: string): unknown {
  switch (kind?.kind) {
    case 'flag':
      return ['true', 'false'].includes(text) ? text === 'true' : text
    case 'time':
      return numberOr(text, Date.parse(text) / 1000)
    case 'number':
      return text.trim() === '' ? text : numberOr(text, Number(text))
    default:
      return text
  }
}

function numberOr(text: string, number: number): number | string {
  return Number.isNaN(number) ? text : number
}
