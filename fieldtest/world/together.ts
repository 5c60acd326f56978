/** All of them at once. Where one fails, the others are waited for before that is told: nothing goes on behind an end. */
export async function together<T>(works: readonly Promise<T>[]): Promise<readonly T[]> {
  const settled = await Promise.allSettled(works)
  const failures = settled.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
  if (failures.length > 0) throw failures.find(isAbort) ?? failures[0]
  return settled.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
