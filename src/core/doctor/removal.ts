import type { MethodRef } from '../gateway/method.js'
import { otherDifferences } from '../settings/copy-settings.js'
import { keysOf } from '../settings/override-removal.js'
import type { Seen } from './seen.js'

/** Whether `override --remove` deletes the entries of a method: it keeps throttling, logging and metrics of their own. */
export function goesAsAWhole({ stage }: Pick<Seen, 'stage'>, ref: MethodRef): boolean {
  return keysOf(stage, ref).every((key) => {
    const record = stage.settings[key]
    return record !== undefined && otherDifferences(record, stage).length === 0
  })
}
