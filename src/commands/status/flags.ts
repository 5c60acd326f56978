import type { Condition } from '../../core/metrics/condition.js'
import type { WindowFlags } from '../flags/window.js'
import type { SelectorFlags } from '../session/meant.js'

export interface StatusFlags extends SelectorFlags, WindowFlags {
  /** Seconds, or the finest that fits. */
  readonly period?: number | 'auto'
  readonly methods?: true
  readonly plot?: true
  readonly watch?: true
  readonly interval?: number
  readonly failIf?: readonly Condition[]
  readonly failOnUnknown?: true
  readonly report?: readonly string[]
}
