import PQueue from 'p-queue'

/** Runs `work` on all items, `parallel` at a time; the results keep the order of the items. */
export function inParallel<Item, Result>(
  items: readonly Item[],
  parallel: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const queue = new PQueue({ concurrency: parallel })
  return Promise.all(items.map((item) => queue.add(() => work(item))))
}
