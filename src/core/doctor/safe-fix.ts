import type { Step } from '../base/spelling.js'
import type { MethodRef } from '../gateway/method.js'
import type { MethodSettings } from '../gateway/model.js'
import { cachingOff, defaults, override } from './steps.js'

/**
 * A change that `doctor --fix` makes by itself. It loses no entry that is served rightly, makes no method answer
 * otherwise, and needs no deployment.
 */
export type SafeFix =
  | { readonly kind: 'uncache'; readonly ref: MethodRef }
  | { readonly kind: 'require-authorization'; readonly ref: MethodRef | null }
  | { readonly kind: 'remove-override'; readonly ref: MethodRef }
  | { readonly kind: 'clean-strays' }

/** Wrong data stops first. */
const ORDER = ['uncache', 'require-authorization', 'remove-override', 'clean-strays'] as const

export const UNCACHED = { caching: false } as const satisfies Partial<MethodSettings>
export const AUTHORIZED = { requireAuthorization: true } as const satisfies Partial<MethodSettings>

/** The same, done by a person. PURE. */
export function stepOf(fix: SafeFix): Step {
  switch (fix.kind) {
    case 'uncache':
      return cachingOff(fix.ref)
    case 'require-authorization':
      return fix.ref === null ? defaults(AUTHORIZED) : override(fix.ref, AUTHORIZED)
    case 'remove-override':
      return override(fix.ref, { remove: true })
    case 'clean-strays':
      return { verb: 'override', options: { cleanStrays: true } }
  }
}

export function bySafety(a: SafeFix, b: SafeFix): number {
  return ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind)
}
