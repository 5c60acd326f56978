import * as z from 'zod/mini'
import { checkJson } from '../http/json.js'
import type { Knobs } from './knobs.js'

const KNOBS = z.strictObject({
  keyIncludesVerb: z.exactOptional(z.boolean()),
  cacheErrorStatuses: z.exactOptional(z.boolean()),
  flushWithoutCluster: z.exactOptional(z.enum(['bad-request', 'accept'])),
  keyIncludesDeployment: z.exactOptional(z.boolean()),
  overrideInherit: z.exactOptional(z.enum(['all', 'caching-only'])),
  anyKeyMatches: z.exactOptional(z.boolean()),
  rawSlashes: z.exactOptional(z.boolean()),
  resizeSequence: z.exactOptional(z.enum(['create', 'delete-create'])),
  enabledDuringDelete: z.exactOptional(z.boolean()),
  multiValueKey: z.exactOptional(z.enum(['last', 'first', 'joined'])),
  statusLag: z.exactOptional(z.number().check(z.nonnegative())),
})

/** `name`, `name=0.1`, `name=first` → an object; a name alone is true. */
export function parseAssignments(words: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    words.map((word) => {
      const [, name = word, text = 'true'] = /^([^=]*)=(.*)$/s.exec(word) ?? []
      return [name, jsonOrText(text)]
    }),
  )
}

/** The knobs, or a sentence about the first one that is none or has another value. */
export function parseKnobs(
  value: unknown,
): { readonly knobs: Partial<Knobs> } | { readonly problem: string } {
  const { value: knobs, problem } = checkJson(KNOBS, value, 'knob')
  return problem === null ? { knobs } : { problem }
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
