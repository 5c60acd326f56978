import { ApigwCacheError } from './errors.js'

/** True if AWS refused permission. */
export function isDenied(error: unknown): error is ApigwCacheError {
  return error instanceof ApigwCacheError && error.kind === 'denied'
}

/** Reads something helpful but not essential: calls `onDenied` and returns null if permission is refused. */
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
