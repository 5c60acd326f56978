import { ApigwCacheError } from '../base/errors.js'

/** The part with the number `index`, from 1, of `count`. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/** Reads `2/8`. Errors: `usage`. */
export function parseShard(text: string): Shard {
  const [, index, count] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).map(Number)
  if (index !== undefined && count !== undefined && index >= 1 && index <= count) return { index, count }
  throw new ApigwCacheError('usage', 'shard', `"${text}" is not a shard`, { hint: 'such as 1/8, up to 8/8' })
}
