import type { Json, TemplateResource } from '../document.js'
import { resolve } from '../intrinsics/resolve.js'
import { type Scope, textAt, wrong } from '../intrinsics/scope.js'
import { orMeant } from '../nearest.js'

/** A template while its resources of SAM become resources of CloudFormation. */
export interface Expansion {
  readonly resources: Map<string, TemplateResource>
  /** What `Ref: Api.Stage` means, by these words. */
  readonly generated: Map<string, string>
  /** The documents that are named as files. */
  readonly files: Readonly<Record<string, string>>
  readonly scope: Scope
  /** Of what is left out. */
  note(text: string): void
}

export const SERVERLESS = 'AWS::Serverless::'

export function resourceOf(type: string, properties: Json, more: Partial<TemplateResource> = {}): TemplateResource {
  return { type, properties, dependsOn: [], condition: null, cdkPath: null, ...more }
}

/** What decides about resources has to be known before there are any. */
export function textBefore({ scope }: Expansion, value: unknown, at: string): string {
  return textAt(resolve(value, scope, at), at)
}

export function flagBefore({ scope }: Expansion, value: unknown, at: string): boolean {
  const found = resolve(value, scope, at)
  if (found === undefined || found === false || found === 'false') return false
  if (found === true || found === 'true') return true
  throw wrong(at, 'is not true or false')
}

export function objectAt(value: unknown, at: string): Json {
  if (value === undefined) return {}
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw wrong(at, 'is not an object')
}

/** Throws an Error for a name that SAM does not have, and notes those that are not done. */
export function checkNames(
  expansion: Expansion,
  given: Json,
  { known, notDone = [] }: { readonly known: readonly string[]; readonly notDone?: readonly string[] },
  at: string,
): void {
  for (const name of Object.keys(given)) {
    if (notDone.includes(name)) expansion.note(`${at}.${name} is not done`)
    else if (!known.includes(name)) throw wrong(`${at}.${name}`, `is no property of it${orMeant(name, known)}`)
  }
}

/** The logical id that `{"Ref": "X"}` or a text names; null for anything else. */
export function logicalIdIn(value: unknown): string | null {
  if (typeof value === 'string') return value
  const id: unknown = Object(value).Ref
  return typeof id === 'string' ? id : null
}
