import { override, tool } from './command.js'
import type { CachedMethod, Seen } from './seen.js'

/** Where the setting comes from is where it is changed: a new override would freeze all the others. */
export function encryptionFix(seen: Seen, one: CachedMethod): string {
  return one.source === 'override' ? override(seen, one, '--encrypt') : tool(seen, 'defaults', '--encrypt')
}
