import type { Verb } from './model.js'

export const VERBS: readonly Verb[] = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY']

export function isVerb(value: string): value is Verb {
  return VERBS.some((verb) => verb === value)
}
