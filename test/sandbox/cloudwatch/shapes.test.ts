import * as model from '@aws-sdk/client-cloudwatch'
import { describe, expect, it } from 'vitest'
import { NOT_EMULATED, OPERATIONS } from '../../../src/sandbox/cloudwatch/operations.js'
import { type Kind, kindOf } from '../../../src/sandbox/cloudwatch/shapes/kinds.js'

/** The SDK's schema of an operation: its kind, namespace, name, traits, input and output. */
type Schema = readonly unknown[]

const exported = new Map<string, unknown>(Object.entries(model))
const schemaOf = (name: string) => exported.get(`${name}$`) as Schema | undefined

/** The kind of a schema, written as the sandbox writes it. */
function told(schema: unknown): Kind {
  const resolved: unknown = typeof schema === 'function' ? schema() : schema
  if (Array.isArray(resolved)) {
    const [kind, , , , names, types] = resolved
    // Lists, maps, structures and simple types with traits, in the numbers of the SDK.
    if (kind === 1) return { kind: 'list', of: told(names) }
    if (kind === 2) return { kind: 'map', of: told(types) }
    if (kind === 3 || kind === -3 || kind === 4) {
      const members = (names as string[]).map((name, index) => [name, told(types[index])] as const)
      return { kind: 'structure', members: new Map(members) }
    }
    return told(kind === 0 ? names : resolved[0])
  }
  if (typeof resolved === 'number') {
    if (resolved >= 64 && resolved < 128) return { kind: 'list', of: told(resolved & 63) }
    if (resolved >= 128) return { kind: 'map', of: told(resolved & 63) }
    return { kind: SIMPLE[resolved] ?? 'text' }
  }
  throw new Error(`no schema: ${String(resolved)}`)
}

const SIMPLE: Readonly<Record<number, 'text' | 'number' | 'flag' | 'time'>> = {
  0: 'text',
  1: 'number',
  2: 'flag',
  4: 'time',
  5: 'time',
  6: 'time',
  7: 'time',
}

/** What of the model the sandbox lacks, or has beside it, by path. */
function differences(own: Kind, theirs: Kind, path = ''): string[] {
  if (own.kind !== theirs.kind) return [`${path} is ${own.kind}, not ${theirs.kind}`]
  if (own.kind === 'structure' && theirs.kind === 'structure') {
    const names = [...new Set([...own.members.keys(), ...theirs.members.keys()])]
    return names.flatMap((name) => {
      const [mine, modelled] = [own.members.get(name), theirs.members.get(name)]
      if (!modelled) return [`${path}.${name} is not in the model`]
      return mine ? differences(mine, modelled, `${path}.${name}`) : [`${path}.${name} is missing`]
    })
  }
  // The sandbox has none of these alarms.
  if (path.endsWith('.LogAlarms')) return []
  return 'of' in own && 'of' in theirs ? differences(own.of, theirs.of, `${path}[]`) : []
}

const operations = [...exported.keys()].flatMap((name) => {
  const command = /^(\w+)Command$/.exec(name)?.[1]
  return command && schemaOf(command) ? [command] : []
})

describe('the operations of CloudWatch’s model', () => {
  it('M47 are emulated or refused by name, each of them', () => {
    expect(operations.length).toBeGreaterThan(40)
    expect(operations.filter((name) => !OPERATIONS.has(name) && !NOT_EMULATED.has(name))).toEqual([])
    expect([...OPERATIONS.keys()].filter((name) => NOT_EMULATED.has(name) || !operations.includes(name))).toEqual([])
  })

  it.each([...OPERATIONS.keys()])('M48 %s takes and gives the members of the model, and no others', (name) => {
    const [, , , , input, output] = schemaOf(name) ?? []
    const own = OPERATIONS.get(name)
    if (!own) throw new Error('it is one of them')
    expect(differences(kindOf(own.input), told(input))).toEqual([])
    const nothing = typeof output === 'function' && output() === 'unit'
    expect(own.output === null).toBe(nothing)
    if (own.output) expect(differences(kindOf(own.output), told(output))).toEqual([])
  })
})
