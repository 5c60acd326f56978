import type { WritingFlags } from '../flags/common.js'
import type { SelectorFlags } from '../session/meant.js'

export interface DoctorFlags extends SelectorFlags, WritingFlags {
  readonly maxChanges?: number
  readonly failOn?: 'error' | 'warning'
  readonly ignore?: readonly string[]
  readonly fix?: true
  readonly explain?: string | true
  readonly report?: readonly string[]
  readonly probe?: readonly string[]
  readonly since: number
}
