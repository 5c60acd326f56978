import type { MethodRef } from '../gateway/method.js'
import type { MethodFacts } from './facts.js'

/** Somebody has thought about what selects an answer, beyond the resource. */
export function hasChosenKeys({ sources }: Pick<MethodFacts, 'sources'>): boolean {
  return sources.some((source) => !source.startsWith('method.request.path.') && !source.startsWith("'"))
}

/** Everything below a path goes to one backend, usually a framework with routes of its own. */
export function isCatchAll({ path }: MethodRef): boolean {
  return path.endsWith('+}')
}

/** Has a name by which every caller finds their own. */
export function isPersonal({ path }: MethodRef): boolean {
  return /\/(me|my|self|whoami|account|profile|session|user|cart|basket)(\/|$)/i.test(path)
}
