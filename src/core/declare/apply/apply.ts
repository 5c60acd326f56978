import { ApigwCacheError, rephrased } from '../../base/errors.js'
import { inParallel } from '../../base/parallel.js'
import { DEFAULT_TIMEOUT_MS } from '../../change/options.js'
import { type Ended, endOf } from '../../find/each.js'
import type { OpenStage } from '../../find/open-stage.js'
import type { Failed } from '../../find/outcome.js'
import type { Failure } from '../../find/select.js'
import type { Target } from '../../gateway/model.js'
import type { Planned } from '../plan.js'
import type { Plan } from '../report.js'
import type { StagePlan } from '../stage/stage-plan.js'
import { isDone } from '../stage/work.js'
import { applyStage, type Done, waitForStage } from './apply-stage.js'
import type { ApplyOptions } from './options.js'

/** APIs at a time. */
const PARALLEL = 4

export interface ApplyReport {
  readonly plan: Plan
  readonly applied: readonly {
    readonly target: Target
    readonly changes: number
    /** Ids of the new deployment and of its predecessor; null without one. */
    readonly deployment: string | null
    readonly previousDeployment: string | null
  }[]
  readonly failed: readonly FailedStage[]
  readonly changed: boolean
  readonly waitedMs: number
}

/** A stage that did not become what the file says, and what was done to it all the same. */
export interface FailedStage extends Failed {
  /** Id of a deployment that was made, where it was seen. */
  readonly deployment: string | null
  /** Id of the one before it; null where surely none was made. */
  readonly previousDeployment: string | null
  /** What AWS has accepted, in words. */
  readonly done: readonly string[]
}

export interface Applied {
  readonly report: ApplyReport
  readonly failed: readonly Failure[]
}

/** A deployment that was replaced, or may have been. */
export interface Replaced {
  readonly stage: OpenStage
  readonly previous: string
}

/** Those of all stages so far, however each of them ended. */
export function replacedIn({ stages }: Pick<Planned, 'stages'>): readonly Replaced[] {
  return stages.flatMap(
    ({
      pair: {
        seen: { stage },
      },
    }) => {
      const made = stage.ledger.deployment()
      return made ? [{ stage, previous: made.previous }] : []
    },
  )
}

/**
 * Carries out a plan that somebody has agreed to: the stages of one API one after the other, APIs side by side. There is
 * no journal: what a run leaves undone, the next one finds and does. What fails for one stage is told, and the others go
 * on. Errors: `interrupted`, with how far each stage got; it comes, as a bug does, when all that had begun has ended.
 */
export async function applyStages(
  { plan, stages, failed: unplanned }: Planned,
  options: ApplyOptions,
): Promise<Applied> {
  const { clock, parallel = PARALLEL, maxFailures = Number.POSITIVE_INFINITY, timeoutMs = DEFAULT_TIMEOUT_MS } = options
  const startedAt = clock.now()
  const todo = stages.filter(({ work }) => !isDone(work))
  const state: State = { done: [], failed: [], ended: [], bugs: [], begun: 0 }
  await inParallel(byApi(todo), parallel, async (group) => {
    const running: Promise<unknown>[] = []
    for (const one of group) {
      if (state.ended.length + state.bugs.length > 0 || state.failed.length >= maxFailures) break
      state.begun++
      const done = await safely(
        state,
        attempt(state, one, options, () => applyStage(one, plan, { ...options, timeoutMs })),
      )
      // The next stage of the API is begun while the cluster of this one is still changing.
      if (done) running.push(safely(state, finish(state, one, done, options)))
    }
    await Promise.all(running)
  })
  if (state.bugs.length > 0) throw state.bugs[0]
  if (state.ended.length > 0) throw endOfAll(state, todo.length)
  const failed = [...unplanned, ...state.failed, ...notBegun(todo, state, maxFailures)]
  const applied = state.done.toSorted((a, b) => stages.indexOf(a.plan) - stages.indexOf(b.plan))
  return {
    report: {
      plan,
      applied: applied.map(({ plan: { pair }, changes, deployment }) => ({
        target: pair.seen.stage.target,
        changes,
        deployment: deployment?.id ?? null,
        previousDeployment: deployment?.previous ?? null,
      })),
      failed: failed.map((one) => failedStage(one, stages)),
      changed: [...state.done, ...state.failed].some(({ plan: one }) => wasSent(one)),
      waitedMs: clock.now() - startedAt,
    },
    failed,
  }
}

interface State {
  done: Done[]
  failed: (Failure & { readonly plan: StagePlan })[]
  ended: Ended[]
  /** Ours, which must not be counted among the refusals. */
  bugs: unknown[]
  begun: number
}

function wasSent({ pair }: StagePlan): boolean {
  return pair.seen.stage.ledger.sent() !== 'none'
}

function failedStage({ target, message }: Failure, stages: readonly StagePlan[]): FailedStage {
  const ledger = stages.find(({ pair }) => pair.seen.stage.target === target)?.pair.seen.stage.ledger
  const made = ledger?.deployment() ?? null
  return {
    target,
    message,
    deployment: made?.id ?? null,
    previousDeployment: made?.previous ?? null,
    done: ledger?.done() ?? [],
  }
}

/** A bug ends all, but not before what had begun has ended. */
function safely<T>({ bugs }: State, work: Promise<T>): Promise<T | null> {
  return work.catch((error: unknown) => {
    bugs.push(error)
    return null
  })
}

async function attempt<T>(
  state: State,
  plan: StagePlan,
  { onFinished }: ApplyOptions,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    const { stage } = plan.pair.seen
    if (!(error instanceof ApigwCacheError)) throw error
    if (error.kind === 'interrupted') state.ended.push({ stage, error })
    else {
      const { target } = stage
      const hint = error.hint === null ? '' : ` (${error.hint})`
      state.failed.push({ plan, target, message: `${error.message}${hint}`, error })
      await onFinished?.(target, error)
    }
    return null
  }
}

async function finish(state: State, plan: StagePlan, done: Done, options: ApplyOptions): Promise<void> {
  const ended = await attempt(state, plan, options, async () => {
    await waitForStage(done, options)
    return true
  })
  if (!ended) return
  state.done.push(done)
  await options.onFinished?.(plan.pair.seen.stage.target, null)
}

function notBegun(todo: readonly StagePlan[], { done, failed, begun }: State, maxFailures: number): readonly Failure[] {
  if (begun === todo.length) return []
  const seen = new Set([...done, ...failed].map(({ plan }) => plan))
  return todo
    .filter((one) => !seen.has(one))
    .map(({ pair }) => {
      const message = `not begun, as ${maxFailures === 1 ? 'a stage has' : `${maxFailures} stages have`} failed`
      const error = new ApigwCacheError('failure', 'not-begun', message)
      return { target: pair.seen.stage.target, message, error }
    })
}

function endOfAll({ ended, done, failed }: State, all: number): ApigwCacheError {
  const error = endOf(ended, { all, done: done.map(({ plan }) => plan.pair.seen.stage), failed })
  return rephrased(error, `${error.message}; the same command goes on`)
}

function byApi(stages: readonly StagePlan[]): readonly (readonly StagePlan[])[] {
  const groups = new Map<string, StagePlan[]>()
  for (const one of stages) {
    const { target } = one.pair.seen.stage
    const key = `${target.region} ${target.api.id}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
}
