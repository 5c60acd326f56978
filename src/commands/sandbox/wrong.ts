import { ApigwCacheError } from '../../core/base/errors.js'

/** What is wrong with an option or the file that it names. */
export function wrong(message: string, hint?: string): ApigwCacheError {
  return new ApigwCacheError('usage', 'command-line', message, hint === undefined ? {} : { hint })
}
