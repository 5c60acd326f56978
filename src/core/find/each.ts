import PQueue from 'p-queue'
import { ApigwCacheError, type ErrorKind, rephrased } from '../base/errors.js'
import type { Failure } from './select.js'
import { describe, type ResolvedTarget } from './target.js'

/** How many stages are worked on at the same time; all share one rate. */
const PARALLEL = 8

export interface Outcomes<Result> {
  /** In the order of the targets. */
  readonly done: readonly Result[]
  readonly failed: readonly Failure[]
}

/**
 * Does the same for every target: what fails for one is told, and the others go on. `parallel` is 1 where somebody
 * is asked in between. Errors: `interrupted` and `cancelled` end all, once what had begun has ended; the message
 * says of every stage how far it got.
 */
export async function forEach<Result>(
  targets: readonly ResolvedTarget[],
  work: (target: ResolvedTarget) => Promise<Result>,
  parallel = PARALLEL,
): Promise<Outcomes<Result>> {
  const queue = new PQueue({ concurrency: parallel })
  const done: { readonly target: ResolvedTarget; readonly result: Result }[] = []
  const failed: Failure[] = []
  const ended: Ended[] = []
  const one = async (target: ResolvedTarget): Promise<void> => {
    if (ended.length > 0) return
    try {
      done.push({ target, result: await work(target) })
    } catch (error) {
      // What is not a ApigwCacheError is our bug, and bugs are not to be counted among the refusals.
      if (!(error instanceof ApigwCacheError)) throw error
      if (ENDS_ALL.has(error.kind)) ended.push({ target, error })
      else failed.push({ target: target.target, message: error.message, error })
    }
  }
  await Promise.all(targets.map((target) => queue.add(() => one(target))))
  if (ended.length > 0) throw endOf(ended, { all: targets.length, done: done.length, failed: failed.length })
  const inOrder = done.sort((a, b) => targets.indexOf(a.target) - targets.indexOf(b.target))
  return { done: inOrder.map(({ result }) => result), failed }
}

const ENDS_ALL: ReadonlySet<ErrorKind> = new Set(['interrupted', 'cancelled'])

interface Ended {
  readonly target: ResolvedTarget
  readonly error: ApigwCacheError
}

function endOf(
  ended: readonly Ended[],
  count: { readonly all: number; readonly done: number; readonly failed: number },
): ApigwCacheError {
  const [first] = ended
  if (!first || count.all === 1)
    return first?.error ?? new ApigwCacheError('interrupted', 'interrupted', 'interrupted')
  const begun = ended.map(({ target, error }) => {
    const text = error.message.replace(/^interrupted: /, '')
    return `${describe(target)}: ${text}`
  })
  const left = count.all - count.done - count.failed - ended.length
  const parts = [
    `${count.done} of ${count.all} stages are done`,
    ...(count.failed > 0 ? [`${count.failed} failed`] : []),
    ...(left > 0 ? [`${left} were not begun`] : []),
    ...begun,
  ]
  return rephrased(first.error, `${first.error.kind}: ${parts.join('; ')}`)
}

/** What several failures together are: null for none. `denied` only where every one is a denial. */
export function kindOf(failed: readonly Failure[]): 'denied' | 'partial' | null {
  if (failed.length === 0) return null
  return failed.every(({ error }) => error instanceof ApigwCacheError && error.kind === 'denied')
    ? 'denied'
    : 'partial'
}
