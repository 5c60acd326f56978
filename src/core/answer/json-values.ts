import { findTimestamps } from './timestamp.js'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

const MAX_DEPTH = 40
const MAX_VALUES = 1000
const MAX_VISITED = 20_000
const MAX_VALUE_CHARACTERS = 1024

/** Parses a JSON object or list; undefined for any other text. */
export function parseJson(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface Node {
  readonly path: string
  readonly value: Json
  readonly depth: number
}

/** Lists strings and numbers at any depth, outer ones first, with their JMESPath as the source. */
export function jsonCandidates(root: Json): [string, string][] {
  const found: [string, string][] = []
  let level: Node[] = [{ path: '', value: root, depth: 0 }]
  let visited = 0
  while (level.length > 0 && found.length < MAX_VALUES && visited < MAX_VISITED) {
    const next: Node[] = []
    for (const node of level) {
      const text = scalar(node.value)
      if (text !== null && found.length < MAX_VALUES) found.push([`body:${node.path}`, text])
      if (node.depth < MAX_DEPTH) next.push(...children(node, MAX_VISITED - visited - next.length))
    }
    visited += next.length
    level = next
  }
  return found
}

function children({ path, value, depth }: Node, room: number): Node[] {
  if (typeof value !== 'object' || value === null || room <= 0) return []
  const inner: Node[] = []
  if (Array.isArray(value)) {
    for (const [index, item] of value.slice(0, room).entries()) {
      inner.push({ path: `${path}[${index}]`, value: item, depth: depth + 1 })
    }
    return inner
  }
  for (const [key, item] of Object.entries(value).slice(0, room)) {
    inner.push({ path: path ? `${path}.${quoted(key)}` : quoted(key), value: item, depth: depth + 1 })
  }
  return inner
}

const quoted = (key: string): string => (/^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key.slice(0, 100)))

function scalar(value: Json): string | null {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string' || value === '') return null
  // A time within a sentence counts like a bare one: "Generated at 2026-01-01T09:14:02Z".
  const text = value.slice(0, MAX_VALUE_CHARACTERS)
  return findTimestamps(text, 1)[0]?.value ?? text
}
