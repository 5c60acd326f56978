import * as z from 'zod/mini'
import { checkJson, parseJson } from '../http/json.js'
import type { AnyChoices, Choice } from './choices.js'
import { FAULT_KINDS, FAULTS, type Faults } from './faults.js'
import { KNOBS, type Knobs } from './knobs.js'

/** `name`, `name=0.1`, `name=first` → an object; a name alone is true. */
export function parseAssignments(words: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    words.map((word) => {
      const [, name = word, text = 'true'] = /^([^=]*)=(.*)$/s.exec(word) ?? []
      const json = parseJson(text)
      return [name, json === undefined ? text : json]
    }),
  )
}

/** The first that names no choice, or gives one a value that it does not take; null where all are well. */
export function wrongAssignment(
  choices: AnyChoices,
  given: Readonly<Record<string, unknown>>,
): { readonly name: string; readonly isKnown: boolean } | null {
  for (const [name, value] of Object.entries(given)) {
    const choice = Object.hasOwn(choices, name) ? choices[name] : undefined
    if (!choice) return { name, isKnown: false }
    if (!schemaOf(choice.values).safeParse(value).success) return { name, isKnown: true }
  }
  return null
}

/** The knobs, or a sentence about what is wrong with them. */
export function parseKnobs(value: unknown): { readonly knobs: Partial<Knobs> } | { readonly problem: string } {
  const { value: knobs, problem } = checkJson(z.strictObject(fieldsOf(KNOBS)), value, 'knob')
  return problem === null ? { knobs } : { problem }
}

const MOST_NEXT = 1_000

const NEXT = z
  .array(
    z.strictObject({
      kind: z.enum(FAULT_KINDS),
      method: z.exactOptional(z.string()),
      retryAfterSeconds: z.exactOptional(z.number().check(z.nonnegative())),
    }),
  )
  .check(z.maxLength(MOST_NEXT))

/** Puts the given fields into `faults`. Returns what is wrong with them, or null. */
export function mergeFaults(faults: Faults, json: unknown): string | null {
  const schema = z.strictObject({ ...fieldsOf(FAULTS), next: z.exactOptional(NEXT) })
  const { value, problem } = checkJson(schema, json, 'faults')
  if (problem === null) Object.assign(faults, value)
  return problem
}

function fieldsOf(choices: AnyChoices) {
  return Object.fromEntries(
    Object.entries(choices).map(([name, { values }]) => [name, z.exactOptional(schemaOf(values))]),
  )
}

function schemaOf(values: Choice<unknown>['values']): z.ZodMiniType {
  if (values === 'flag') return z.boolean()
  if (!('unit' in values)) return z.enum(values)
  const { min, max = Number.POSITIVE_INFINITY, whole = false } = values
  const number = whole ? z.int() : z.number()
  return max === Number.POSITIVE_INFINITY ? number.check(z.gte(min)) : number.check(z.gte(min), z.lte(max))
}
