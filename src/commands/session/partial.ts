/** Shows the results so far if `work` ends early, then rethrows its error. */
export async function orPartial<T>(
  work: (onPartial: (partial: T) => void) => Promise<T>,
  show: (partial: T) => Promise<void>,
): Promise<T> {
  const partials: T[] = []
  try {
    return await work((partial) => partials.push(partial))
  } catch (error) {
    for (const partial of partials) await show(partial)
    throw error
  }
}
