import { isDenied } from '../base/denied.js'
import { ApigwCacheError, type ErrorKind, rephrased } from '../base/errors.js'
import { inParallel } from '../base/parallel.js'
import { some } from '../base/quantities.js'
import { fullNameOf } from '../gateway/stage.js'
import { sentBefore } from './ledger.js'
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
 * is asked in between. Errors: `interrupted`, `cancelled` and bugs end all, once what had begun has ended; the message
 * says of every stage how far it got.
 */
export async function forEach<Result>(
  stages: readonly OpenStage[],
  work: (stage: OpenStage) => Promise<Result>,
  parallel = PARALLEL,
): Promise<Outcomes<Result>> {
  const failed: Failure[] = []
  const ended: Ended[] = []
  const bugs: unknown[] = []
  const one = async (stage: OpenStage): Promise<readonly Result[]> => {
    if (ended.length + bugs.length > 0) return []
    try {
      return [await work(stage)]
    } catch (error) {
      // Anything else is our bug, which must not be counted among the refusals.
      if (!(error instanceof ApigwCacheError)) bugs.push(error)
      else if (ENDS_ALL.has(error.kind)) ended.push({ stage, error })
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
  if (bugs.length > 0) throw bugs[0]
  const finished = stages.filter((stage) => (results.get(stage) ?? []).length > 0)
  if (ended.length > 0) throw endOf(ended, { all: stages.length, done: finished, failed })
  return { done: finished.flatMap((stage) => results.get(stage) ?? []), failed }
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

/** A stage at which the run was ended. */
export interface Ended {
  readonly stage: Pick<OpenStage, 'target'>
  readonly error: ApigwCacheError
}

interface Progress {
  readonly all: number
  readonly done: readonly Pick<OpenStage, 'target'>[]
  readonly failed: readonly Failure[]
}

/** More names than these would hide the rest. */
const NAMED = 5

/** The error of a run that was ended: how far each stage got, and how to look at those that were written to. */
export function endOf(ended: readonly Ended[], { all, done, failed }: Progress): ApigwCacheError {
  const [first] = ended
  if (!first || all === 1) return first?.error ?? new ApigwCacheError('interrupted', 'interrupted', 'interrupted')
  const begun = ended.map(({ stage, error }) => {
    const text = error.message.replace(/^interrupted: /, '')
    return `${fullNameOf(stage.target)}: ${text}`
  })
  // The others have changed nothing, or nobody knows of them.
  const half = failed.filter(({ error }) => sentBefore(error) !== 'none')
  const left = all - done.length - failed.length - ended.length
  const names = some(
    done.map(({ target }) => fullNameOf(target)),
    NAMED,
  )
  const parts = [
    `${done.length} of ${all} stages are done${names && `: ${names}`}`,
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(left > 0 ? [`${left} ${left === 1 ? 'was' : 'were'} not begun`] : []),
    ...begun,
    ...half.map(({ target: { api, stage }, message }) =>
      api && stage ? `${fullNameOf({ api, stage })}: ${message}` : message,
    ),
  ]
  const message = `${first.error.kind}: ${parts.join('; ')}`
  const sent = [...ended.map(({ stage, error }) => ({ target: stage.target, error })), ...half]
  const targets = sent.filter(({ error }) => sentBefore(error) !== 'none').map(({ target }) => target)
  if (targets.length === 0) return rephrased(first.error, message, { data: { ...first.error.data, sent: 'none' } })
  const data = { targets, sent: 'part' }
  return new ApigwCacheError(first.error.kind, 'ended-changed', message, { data, cause: first.error })
}

/** The kind of several failures together: null for none, `denied` only where nothing was done, for denials alone. */
export function kindOf(failed: readonly Pick<Failure, 'error'>[], done: number): 'denied' | 'partial' | null {
  if (failed.length === 0) return null
  return done === 0 && failed.every(({ error }) => isDenied(error)) ? 'denied' : 'partial'
}
