import type { MethodRef } from '../gateway/method.js'
import type { MethodSettings } from '../gateway/model.js'
import { override, tool } from './command.js'
import type { Seen } from './seen.js'

/**
 * A change that `doctor --fix` makes by itself. It loses no entry that is served rightly, makes no method answer
 * otherwise, and needs no deployment.
 */
export type SafeFix =
  | { readonly kind: 'uncache'; readonly ref: MethodRef }
  | { readonly kind: 'require-authorization'; readonly ref: MethodRef | null }
  | { readonly kind: 'remove-override'; readonly ref: MethodRef }
  | { readonly kind: 'clean-strays' }

/** What wrong data comes from first. */
const ORDER = ['uncache', 'require-authorization', 'remove-override', 'clean-strays'] as const

export const UNCACHED: Partial<MethodSettings> = { caching: false }
export const AUTHORIZED: Partial<MethodSettings> = { requireAuthorization: true }

/** The command line that does the same. PURE. */
export function commandOf(seen: Pick<Seen, 'options'>, fix: SafeFix): string {
  switch (fix.kind) {
    case 'uncache':
      return override(seen, fix.ref, '--cache', 'off')
    case 'require-authorization':
      return fix.ref === null
        ? tool(seen, 'defaults', '--require-authorization')
        : override(seen, fix.ref, '--require-authorization')
    case 'remove-override':
      return override(seen, fix.ref, '--remove')
    case 'clean-strays':
      return tool(seen, 'override', '--clean-strays')
  }
}

export function bySafety(a: SafeFix, b: SafeFix): number {
  return ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind)
}
