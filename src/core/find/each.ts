import { isDenied } from '../base/denied.js'
import { ApigwCacheError, type ErrorKind, rephrased } from '../base/errors.js'
import { inParallel } from '../base/parallel.js'
import { fullNameOf } from '../gateway/stage.js'
import type { OpenStage } from './open-stage.js'
import type { Failure } from './select.js'

/** Stages of one account and region at a time, which share a rate; and accounts and regions. */
const PARALLEL = 8
const PARALLEL_CONNECTIONS = 32

export interface Outcomes<Result> {
  /** In the order of the stages. */
  readonly done: readonly Result[]
  readonly failed: readonly Failure[]
}

/**
 * Does the same for every stage: what fails for one is told, and the others go on. `parallel` is 1 where somebody
 * is asked in between. Errors: `interrupted` and `cancelled` end all, once what had begun has ended; the message
 * says of every stage how far it got.
 */
export async function forEach<Result>(
  stages: readonly OpenStage[],
  work: (stage: OpenStage) => Promise<Result>,
  parallel = PARALLEL,
): Promise<Outcomes<Result>> {
  const failed: Failure[] = []
  const ended: Ended[] = []
  const one = async (stage: OpenStage): Promise<readonly Result[]> => {
    if (ended.length > 0) return []
    try {
      return [await work(stage)]
    } catch (error) {
      // Anything else is our bug, which must not be counted among the refusals.
      if (!(error instanceof ApigwCacheError)) throw error
      if (ENDS_ALL.has(error.kind)) ended.push({ stage, error })
      else failed.push({ target: stage.target, message: error.message, error })
      return []
    }
  }
  const results = new Map<OpenStage, readonly Result[]>()
  // Each connection has a quota of its own.
  const groups = byConnection(stages)
  await inParallel(groups, parallel === 1 ? 1 : PARALLEL_CONNECTIONS, (group) =>
    inParallel(group, parallel, async (stage) => results.set(stage, await one(stage))),
  )
  const done = stages.flatMap((stage) => results.get(stage) ?? [])
  if (ended.length > 0) throw endOf(ended, { all: stages.length, done: done.length, failed: failed.length })
  return { done, failed }
}

function byConnection(stages: readonly OpenStage[]): readonly (readonly OpenStage[])[] {
  const groups = new Map<OpenStage['connection'], OpenStage[]>()
  for (const stage of stages) {
    const group = groups.get(stage.connection) ?? []
    group.push(stage)
    groups.set(stage.connection, group)
  }
  return [...groups.values()]
}

const ENDS_ALL: ReadonlySet<ErrorKind> = new Set(['interrupted', 'cancelled'])

interface Ended {
  readonly stage: OpenStage
  readonly error: ApigwCacheError
}

function endOf(
  ended: readonly Ended[],
  count: { readonly all: number; readonly done: number; readonly failed: number },
): ApigwCacheError {
  const [first] = ended
  if (!first || count.all === 1)
    return first?.error ?? new ApigwCacheError('interrupted', 'interrupted', 'interrupted')
  const begun = ended.map(({ stage, error }) => {
    const text = error.message.replace(/^interrupted: /, '')
    return `${fullNameOf(stage.target)}: ${text}`
  })
  const left = count.all - count.done - count.failed - ended.length
  const parts = [
    `${count.done} of ${count.all} stages are done`,
    ...(count.failed > 0 ? [`${count.failed} failed`] : []),
    ...(left > 0 ? [`${left} ${left === 1 ? 'was' : 'were'} not begun`] : []),
    ...begun,
  ]
  return rephrased(first.error, `${first.error.kind}: ${parts.join('; ')}`)
}

/** The kind of several failures together: null for none, `denied` only where nothing was done, for denials alone. */
export function kindOf(failed: readonly Pick<Failure, 'error'>[], done: number): 'denied' | 'partial' | null {
  if (failed.length === 0) return null
  return done === 0 && failed.every(({ error }) => isDenied(error)) ? 'denied' : 'partial'
}
