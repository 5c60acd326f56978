import PQueue from 'p-queue'

/** Does the same for each, so many at a time; the results are in the order of the items. */
export function inParallel<Item, Result>(
  items: readonly Item[],
  parallel: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const queue = new PQueue({ concurrency: parallel })
  return Promise.all(items.map((item) => queue.add(() => work(item))))
}
