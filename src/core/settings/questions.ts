import type { UnkeyedQuestion } from '../exposure/guard.js'
import type { MethodRef } from '../gateway/method.js'
import type { Shadow } from './report.js'
import type { StrayFate } from './strays.js'

/** What a change of method settings may have to ask. */
export type SettingsQuestion =
  | UnkeyedQuestion
  /** Whether methods other than GET may be cached. */
  | { readonly kind: 'verbs'; readonly methods: readonly MethodRef[] }
  /** Whether overrides may be changed with the defaults. */
  | { readonly kind: 'overrides'; readonly stage: string; readonly overrides: readonly Shadow[] }
  /** Whether the throttling, logging and metrics of a method may go with the rest of its settings. */
  | { readonly kind: 'removal'; readonly method: MethodRef }
  /** Whether stray entries may be moved or removed. */
  | { readonly kind: 'strays'; readonly strays: readonly StrayFate[] }
