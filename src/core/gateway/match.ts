import { decoded } from '../base/decoded.js'
import { type MethodRef, servingMethod } from './method.js'

/**
 * Finds the method of an API that answers a request: the resource first (at each segment a literal before
 * `{param}` before `{proxy+}`), then the exact verb before ANY. Null if that resource has neither: no other one
 * is tried. `path` is as sent, without the query; a slash at its end is ignored.
 */
export function matchMethod<T extends MethodRef>(methods: readonly T[], verb: string, path: string): T | null {
  const segments = segmentsOf(path).map((segment) => decoded(segment) ?? segment)
  const fitting = methods
    .filter((one) => fits(one.path, segments))
    .sort((a, b) => compareRanks(rank(a.path), rank(b.path)))
  const [first] = fitting
  return first ? servingMethod(fitting, { method: verb, path: first.path }) : null
}

function fits(template: string, segments: readonly string[]): boolean {
  const parts = segmentsOf(template)
  const greedy = parts.at(-1)?.endsWith('+}') ?? false
  if (greedy ? segments.length < parts.length : segments.length !== parts.length) return false
  return parts.every((part, index) => {
    const segment = segments[index] ?? ''
    return part.startsWith('{') ? segment !== '' : part === segment
  })
}

/** For each segment: 0 literal, 1 parameter, 2 greedy. */
function rank(template: string): readonly number[] {
  return segmentsOf(template).map((part) => (part.endsWith('+}') ? 2 : part.startsWith('{') ? 1 : 0))
}

function segmentsOf(path: string): readonly string[] {
  return path.replace(/\/$/, '').split('/').slice(1)
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, at) => value !== b[at])
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0)
}
