import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml'
import { yamlContentProblem, yamlProblem } from '../../base/yaml-problem.js'

/** A place in a file, from 1. */
export interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
}

export type Path = readonly PropertyKey[]

/** A mistake in a file: what is wrong, where. */
export interface Mistake extends Position {
  /** `stages[0].methods.GET /pets.ttl`; empty for the file as a whole. */
  readonly path: string
  readonly message: string
}

export interface ParsedFile {
  readonly name: string
  /** Plain data, with merge keys merged; null where the syntax is broken. */
  readonly data: unknown
  readonly mistakes: readonly Mistake[]
  /** Of the value at a path, or of its key; of the innermost node that exists. */
  readonly at: (path: Path, what?: 'key' | 'value') => Position
}

/** YAML 1.1 reads these words as booleans, YAML 1.2 as texts: here they mean the same in both. */
const ON_OFF = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(?:[Oo]n|ON|[Oo]ff|OFF)$/,
  resolve: (word: string) => word.toLowerCase() === 'on',
} as const

/** Reads YAML, or JSON, which is YAML too. */
export function parseFile(name: string, source: string): ParsedFile {
  const lines = new LineCounter()
  const document = parseDocument(source, {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    customTags: (tags) => [ON_OFF, ...tags],
  })
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(Math.min(offset, source.length))
    return { file: name, line: Math.max(1, line), column: Math.max(1, col) }
  }
  const mistakes = document.errors.map(({ pos, code }) => ({
    ...place(pos[0]),
    path: '',
    message: yamlProblem(code),
  }))
  const garbled = source.search(GARBLED)
  if (garbled >= 0) return unreadable(name, { ...place(garbled), path: '', message: NOT_UTF8 })
  const targets = targetsOf(document)
  const isReadable = document.errors.every(({ code }) => code === 'DUPLICATE_KEY')
  return {
    name,
    data: isReadable ? dataOf(document, targets, mistakes, place) : null,
    mistakes,
    at: (path, what = 'value') => place(offsetOf(document, targets, path, what)),
  }
}

/** What is left of bytes that are no UTF-8, and of UTF-16 that was read as UTF-8. */
const GARBLED = /[\uFFFD\0]/
const NOT_UTF8 = 'this is not UTF-8: save the file in that encoding'

function unreadable(name: string, mistake: Mistake): ParsedFile {
  return { name, data: null, mistakes: [mistake], at: () => mistake }
}

type Targets = ReadonlyMap<Alias, Node>

/** What each alias stands for: what was last marked so before it. One walk, as files may have hundreds of them. */
function targetsOf(document: Document): Targets {
  const marked = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  visit(document, {
    Node(_, node) {
      const target = isAlias(node) ? marked.get(node.source) : undefined
      if (isAlias(node) && target) targets.set(node, target)
      if (!isAlias(node) && node.anchor) marked.set(node.anchor, node)
    },
  })
  return targets
}

function dataOf(
  document: Document,
  targets: Targets,
  mistakes: Mistake[],
  place: (offset: number) => Position,
): unknown {
  const before = mistakes.length
  visit(document, {
    Pair(_, { key, value }) {
      if (nameOf(key) !== '<<' || isMergeable(value, targets)) return
      const at = place(startOf(asNode(value) ?? asNode(key)))
      mistakes.push({ ...at, path: '', message: '<< takes a mapping, or a list of mappings' })
    },
    Alias(_, alias) {
      if (targets.has(alias)) return
      mistakes.push({
        ...place(startOf(alias)),
        path: '',
        message: `nothing is marked with &${alias.source}`,
      })
    },
  })
  if (mistakes.length > before) return null
  try {
    return document.toJS()
  } catch (error) {
    mistakes.push({ ...place(0), path: '', message: yamlContentProblem(error) })
    return null
  }
}

function isMergeable(value: unknown, targets: Targets): boolean {
  const node = isAlias(value) ? targets.get(value) : value
  // An alias to nothing is told by itself.
  if (isAlias(value) && node === undefined) return true
  return isMap(node) || (isSeq(node) && node.items.every((one) => isMap(isAlias(one) ? targets.get(one) : one)))
}

function offsetOf(document: Document, targets: Targets, path: Path, what: 'key' | 'value'): number {
  let node: Node | null = document.contents
  let offset = startOf(node)
  for (const [index, step] of path.entries()) {
    const found = entryOf(targets, node, step)
    if (found === null) return offset
    const isLast = index === path.length - 1
    const isKey = (isLast && what === 'key') || isAbsent(found.value)
    offset = startOf(isKey && found.key ? found.key : (found.value ?? found.key))
    node = found.value
  }
  return offset
}

/** Nothing stands behind the colon. */
function isAbsent(node: Node | null): boolean {
  return node?.range?.[0] === node?.range?.[1]
}

interface Entry {
  readonly key: Node | null
  readonly value: Node | null
}

/** Follows aliases, and merge keys where the mapping itself lacks the key. */
function entryOf(targets: Targets, node: Node | null, step: PropertyKey): Entry | null {
  if (isAlias(node)) return entryOf(targets, targets.get(node) ?? null, step)
  if (isSeq(node)) {
    const item = node.items[Number(step)]
    return isNode(item) ? { key: null, value: item } : null
  }
  if (!isMap(node)) return null
  const own = node.items.find(({ key }) => nameOf(key) === String(step))
  if (own) return { key: asNode(own.key), value: asNode(own.value) }
  const merged = node.items.filter(({ key }) => nameOf(key) === '<<').map(({ value }) => asNode(value))
  for (const source of merged.flatMap((one) => (isSeq(one) ? one.items.map(asNode) : [one]))) {
    const found = entryOf(targets, source, step)
    if (found) return found
  }
  return null
}

function nameOf(key: unknown): string | null {
  if (!isScalar(key)) return null
  // The library keeps a merge key as a symbol.
  return typeof key.value === 'symbol' ? (key.value.description ?? null) : String(key.value)
}

function asNode(value: unknown): Node | null {
  return isNode(value) ? value : null
}

function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0
}

/** `stages[0].methods.GET /pets.ttl`. */
export function pathText(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${String(step)}`))
    .join('')
}
