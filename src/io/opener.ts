import { once } from 'node:events'
import open from 'open'
import { ApigwCacheError } from '../core/base/errors.js'

/** Opens a file as a double click on it would. Errors: `failure` where the system has no program for that. */
export async function openWithSystem(path: string): Promise<void> {
  try {
    const program = await open(path)
    await once(program, 'spawn')
  } catch (cause) {
    throw new ApigwCacheError('failure', 'cannot-open', `"${path}" could not be opened`, {
      hint: 'open it in a browser by hand',
      cause,
    })
  }
}
