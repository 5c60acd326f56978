import { put } from '../http/own.js'
import { percentDecode } from '../http/query.js'
import { forVerb } from '../world/enums.js'
import type { Resource, Snapshot } from '../world/model.js'

interface Node {
  readonly fixed: Map<string, Node>
  param: { readonly name: string; readonly node: Node } | null
  greedy: { readonly name: string; readonly resource: Resource } | null
  resource: Resource | null
}

export interface Match {
  readonly resource: Resource
  readonly pathParameters: Readonly<Record<string, string>>
}

/**
 * Finds the resource for a path below the stage; null where no resource with a method matches. With a verb only greedy
 * ones count that serve it.
 */
export type Matcher = (rawPath: string, greedyFor?: string) => Match | null

/** In each segment a fixed name wins over `{param}`, which wins over `{proxy+}`. Tries the next one in a dead end. */
export function compileMatcher({ resources }: Pick<Snapshot, 'resources'>): Matcher {
  const root = newNode()
  for (const resource of resources.values()) if (resource.methods.size > 0) insert(root, resource)
  return (rawPath, greedyFor) => {
    const pathParameters: Record<string, string> = {}
    const resource = find(root, { segments: segmentsOf(rawPath), greedyFor }, 0, pathParameters)
    return resource ? { resource, pathParameters } : null
  }
}

function insert(root: Node, resource: Resource): void {
  let node = root
  for (const segment of segmentsOf(resource.path)) {
    const [, name, greedy] = /^\{(.+?)(\+?)\}$/.exec(segment) ?? []
    if (name === undefined) node = fixedChild(node, segment)
    else if (greedy) {
      node.greedy = { name, resource }
      return
    } else {
      node.param ??= { name, node: newNode() }
      node = node.param.node
    }
  }
  node.resource = resource
}

function fixedChild(node: Node, segment: string): Node {
  const child = node.fixed.get(segment) ?? newNode()
  node.fixed.set(segment, child)
  return child
}

interface Asked {
  readonly segments: readonly string[]
  readonly greedyFor: string | undefined
}

function find(node: Node, asked: Asked, at: number, found: Record<string, string>): Resource | null {
  const { segments, greedyFor } = asked
  const raw = segments[at]
  if (raw === undefined) return greedyFor === undefined ? node.resource : null
  const segment = percentDecode(raw)

  const fixed = node.fixed.get(segment)
  const throughFixed = fixed ? find(fixed, asked, at + 1, found) : null
  if (throughFixed) return throughFixed

  const { param, greedy } = node
  if (param && segment !== '') {
    const through = find(param.node, asked, at + 1, found)
    if (through) {
      put(found, param.name, raw)
      return through
    }
  }
  const rest = greedy ? segments.slice(at).join('/') : ''
  if (!greedy || rest === '') return null
  if (greedyFor !== undefined && !forVerb(greedy.resource.methods, greedyFor)) return null
  put(found, greedy.name, rest)
  return greedy.resource
}

/** `/` has no segments, one slash at the end adds none, and several at the beginning are one. */
function segmentsOf(path: string): string[] {
  const segments = (path.startsWith('//') ? path.replace(/^\/+/, '/') : path).split('/')
  segments.shift()
  if (segments.at(-1) === '') segments.pop()
  return segments
}

function newNode(): Node {
  return { fixed: new Map(), param: null, greedy: null, resource: null }
}
