import type { Integration, IntegrationResponse } from '../../world/model.js'
import type { Pattern } from '../templates/pattern.js'

/** What needs no engine: `404`. */
const PLAIN = /^[\w ]*$/
const compiled = new WeakMap<IntegrationResponse, { readonly source: string; readonly pattern: Pattern | null }>()
let compile: ((pattern: string) => Pattern) | null = null

/** Null where the patterns of all responses can be tried at once. Their engine is loaded for the first that needs it. */
export function prepareSelection({ responses }: Integration): Promise<void> | null {
  const needed = [...responses.values()].some(({ selectionPattern }) => !PLAIN.test(selectionPattern ?? ''))
  if (compile || !needed) return null
  return import('../templates/pattern.js').then(({ compilePattern }) => {
    compile = compilePattern
  })
}

/** Whether the response's pattern is the whole text. One that is none, or cannot be run in linear time, is no text. */
export function isSelectedBy(response: IntegrationResponse, text: string): boolean {
  const source = response.selectionPattern ?? ''
  if (PLAIN.test(source)) return source === text
  const known = compiled.get(response)
  const pattern = known?.source === source ? known.pattern : compiledFrom(source)
  if (known?.source !== source) compiled.set(response, { source, pattern })
  return pattern?.matches(text) ?? false
}

function compiledFrom(source: string): Pattern | null {
  try {
    return compile?.(`(?s)(?:${source})`) ?? null
  } catch {
    return null
  }
}
