import { ApigwCacheError } from './errors.js'

/** Whether an error says that somebody may not do something. */
export function isDenied(error: unknown): error is ApigwCacheError {
  return error instanceof ApigwCacheError && error.kind === 'denied'
}

/** For what is good to know but may not be read: null then, after `onDenied` was told. */
export async function unlessDenied<T>(
  read: () => Promise<T>,
  onDenied?: (error: ApigwCacheError) => void,
): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (!isDenied(error)) throw error
    onDenied?.(error)
    return null
  }
}
