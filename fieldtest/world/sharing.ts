import type { Answer } from '../wire/answer.js'
import type { CallOptions, World } from './world.js'

/** By a name of one's own: the line of a request, alone or with headers and body. */
export type Requests = Readonly<Record<string, string | readonly [line: string, options: CallOptions]>>

/** Caching is best effort: one lookup that misses must not decide. */
const ROUNDS = 4

/**
 * Every answer of a backend here is new, so that two equal ones came from one entry. Requests that were once given the
 * same answer share it.
 */
export async function sharing(call: World['call'], requests: Requests, options: CallOptions = {}): Promise<string> {
  const seen = new Map<string, string[]>(Object.keys(requests).map((name) => [name, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, request] of Object.entries(requests)) {
      const [line, own] = typeof request === 'string' ? [request, {}] : request
      seen.get(name)?.push(freshIn(await call(line, { ...options, ...own }), line))
    }
  }
  return groupsOf(seen)
}

/** What is new in each answer of a backend; one without it would be taken for an entry of its kind. */
function freshIn({ status, json, text }: Answer, line: string): string {
  if (typeof json.id === 'string') return json.id
  throw new Error(`${line} was answered with ${status} ${text.slice(0, 200)}`)
}

export function groupsOf(seen: ReadonlyMap<string, readonly string[]>): string {
  const groups: { names: string[]; answers: Set<string>; repeated: boolean }[] = []
  for (const [name, answers] of seen) {
    const own = new Set(answers)
    const touching = groups.filter((group) => answers.some((answer) => group.answers.has(answer)))
    const merged = {
      names: [...touching.flatMap(({ names }) => names), name],
      answers: new Set([...touching.flatMap((group) => [...group.answers]), ...own]),
      repeated: touching.length > 0 || own.size < answers.length,
    }
    for (const group of touching) groups.splice(groups.indexOf(group), 1)
    groups.push(merged)
  }
  return groups.map(({ names, repeated }) => names.join(' ') + (repeated ? '' : ' not stored')).join(' | ')
}
