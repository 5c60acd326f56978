import { shortKey } from '../gateway/key.js'
import { type MethodRef, nameOfMethod } from '../gateway/method.js'
import type { DeploymentRecord } from '../gateway/record.js'

/** What became of a method's declarations for the sake of its keys, in this tool's spelling. */
export interface Declarations {
  readonly made: readonly string[]
  readonly takenBack: readonly string[]
}

const MADE = 'declared for them: '
const TAKEN_BACK = 'no longer declared: '

/**
 * The description of a deployment of keys, which says what was declared for them: nothing else in an API tells that
 * from what its owner declares. PURE.
 */
export function describeDeployment(ref: MethodRef, { made, takenBack }: Declarations): string {
  const listed = (words: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${words}${names.join(', ')}`]
  return [prefix(ref), ...listed(MADE, made), ...listed(TAKEN_BACK, takenBack)].join('; ')
}

/** The names that were declared for keys of the method and not taken back, as the deployments tell. PURE. */
export function declaredForKeys(
  deployments: readonly DeploymentRecord[],
  ref: MethodRef,
  names: readonly string[],
): readonly string[] {
  const ours = new Set<string>()
  const inOrder = [...deployments].sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0))
  for (const { description } of inOrder) {
    const [first, ...rest] = (description ?? '').split('; ')
    if (first !== prefix(ref)) continue
    for (const name of listIn(rest, MADE)) ours.add(name)
    for (const name of listIn(rest, TAKEN_BACK)) ours.delete(name)
  }
  return names.filter((name) => ours.has(shortKey(name)))
}

function listIn(parts: readonly string[], words: string): readonly string[] {
  return parts.flatMap((part) => (part.startsWith(words) ? part.slice(words.length).split(', ') : []))
}

function prefix(ref: MethodRef): string {
  return `cache keys of ${nameOfMethod(ref)}`
}
