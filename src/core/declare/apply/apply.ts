import { ApigwCacheError, rephrased } from '../../base/errors.js'
import { inParallel } from '../../base/parallel.js'
import { DEFAULT_TIMEOUT_MS } from '../../change/options.js'
import type { Failed } from '../../find/outcome.js'
import type { Failure } from '../../find/select.js'
import type { Target } from '../../gateway/model.js'
import { fullNameOf } from '../../gateway/stage.js'
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
  readonly failed: readonly Failed[]
  readonly changed: boolean
  readonly waitedMs: number
}

export interface Applied {
  readonly report: ApplyReport
  readonly failed: readonly Failure[]
}

/**
 * Carries out a plan that somebody has agreed to: the stages of one API one after the other, APIs side by side. There is
 * no journal: what a run leaves undone, the next one finds and does. What fails for one stage is told, and the others go
 * on. Errors: `interrupted`, with how far it got.
 */
export async function applyStages(
  { plan, stages, failed: unplanned }: Planned,
  options: ApplyOptions,
): Promise<Applied> {
  const {
    clock,
    parallel = PARALLEL,
    maxFailures = Number.POSITIVE_INFINITY,
    timeoutMs = DEFAULT_TIMEOUT_MS,
  } = options
  const startedAt = clock.now()
  const todo = stages.filter(({ work }) => !isDone(work))
  const state: State = { done: [], failed: [], ended: null, begun: 0 }
  await inParallel(byApi(todo), parallel, async (group) => {
    const running: Promise<void>[] = []
    for (const one of group) {
      if (state.ended || state.failed.length >= maxFailures) break
      state.begun++
      const done = await attempt(state, one, options, () => applyStage(one, plan, { ...options, timeoutMs }))
      // The next stage of the API is begun while the cluster of this one is still changing.
      if (done) running.push(finish(state, one, done, options))
    }
    await Promise.all(running)
  })
  if (state.ended) throw endOf(state, todo.length)
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
      failed: failed.map(({ target, message }) => ({ target, message })),
      changed: state.done.some(({ changed }) => changed) || state.failed.length > 0,
      waitedMs: clock.now() - startedAt,
    },
    failed,
  }
}

interface State {
  done: Done[]
  failed: (Failure & { readonly plan: StagePlan })[]
  ended: ApigwCacheError | null
  begun: number
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
    // Anything else is our bug, which must not be counted among the refusals.
    if (!(error instanceof ApigwCacheError)) throw error
    if (error.kind === 'interrupted') state.ended ??= error
    else {
      const hint = error.hint === null ? '' : ` (${error.hint})`
      const { target } = plan.pair.seen.stage
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

function notBegun(
  todo: readonly StagePlan[],
  { done, failed, begun }: State,
  maxFailures: number,
): readonly Failure[] {
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

function endOf({ ended, done, failed }: State, all: number): ApigwCacheError {
  const error = ended ?? new ApigwCacheError('interrupted', 'interrupted', 'interrupted')
  const rest = error.message.replace(/^interrupted: /, '')
  const names = done.map(({ plan }) => fullNameOf(plan.pair.seen.stage.target)).join(', ')
  const what = `${done.length} of ${all} stages are done${names === '' ? '' : ` (${names})`}`
  const lost = failed.length === 0 ? '' : `, ${failed.length} failed`
  return rephrased(error, `interrupted: ${what}${lost}; ${rest}; the same command goes on`)
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
