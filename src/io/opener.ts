import { once } from 'node:events'
import open from 'open'
import { ToolError } from '../core/base/errors.js'

/** Opens a file as a double click on it would. Errors: `failure` where the system has no program for that. */
export async function openWithSystem(path: string): Promise<void> {
  try {
    const program = await open(path)
    await once(program, 'spawn')
  } catch (cause) {
    throw new ToolError('failure', `"${path}" could not be opened`, {
      hint: 'open it in a browser by hand',
      cause,
    })
  }
}
