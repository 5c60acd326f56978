import type { WrongDataQuestion } from '../exposure/guard.js'
import type { MethodRef } from '../gateway/method.js'
import type { Shadow } from './report.js'
import type { StrayFate } from './strays.js'

/** The questions that a change of method settings can ask. */
export type SettingsQuestion =
  | WrongDataQuestion
  /** May methods other than GET be cached? */
  | { readonly kind: 'verbs'; readonly methods: readonly MethodRef[] }
  /** May overrides change with the defaults? */
  | { readonly kind: 'overrides'; readonly stage: string; readonly overrides: readonly Shadow[] }
  /** May the throttling, logging and metrics of a method go with its other settings? */
  | { readonly kind: 'removal'; readonly method: MethodRef }
  /** May stray entries be moved or removed? */
  | { readonly kind: 'strays'; readonly strays: readonly StrayFate[] }
