import { ApigwCacheError } from '../../base/errors.js'
import { changing, notAsAsked } from '../../change/change.js'
import { inParts, tellingWrites } from '../../change/ending.js'
import { clusterOff, clusterOn, clusterSize } from '../../change/patch.js'
import { type Goal, waitForCluster } from '../../change/wait-for-cluster.js'
import { type Deployment, deploy } from '../../deploy/deploy.js'
import { readRecord } from '../../find/open-stage.js'
import { deployedMethods } from '../../gateway/export.js'
import { sameMethod } from '../../gateway/method.js'
import type { StageRecord } from '../../gateway/record.js'
import { nameOf, refOf } from '../../gateway/stage.js'
import { writeKeys } from '../../keys/write.js'
import { firstDifference } from '../../settings/batch.js'
import { sendEntries } from '../../settings/batch-change.js'
import { surroundingsOf } from '../plan.js'
import type { Plan } from '../report.js'
import type { Pair } from '../seen.js'
import { planStage, type StagePlan } from '../stage/stage-plan.js'
import { isDone, type Work } from '../stage/work.js'
import type { ApplyOptions } from './options.js'
import { unagreed } from './unagreed.js'

/** A stage that got all its writes. */
export interface Done {
  readonly plan: StagePlan
  readonly changes: number
  readonly deployment: Deployment | null
  /** What its cluster is still on the way to; null if nothing is waited for. */
  readonly goal: Goal | null
  /** Epoch milliseconds. */
  readonly deadline: number
}

type Options = ApplyOptions & { readonly timeoutMs: number }

/**
 * Carries out the plan of one stage, phase by phase. Each phase reads the stage again and computes what is left, so that
 * a run that ended half way is finished by the next. Errors: `failure` where the stage needs more by now than was agreed;
 * those of every change. They say what all phases have sent.
 */
export async function applyStage(agreed: StagePlan, plan: Plan, options: Options): Promise<Done> {
  const { stage } = agreed.pair.seen
  const deadline = options.clock.now() + options.timeoutMs
  const run: Run = { agreed, plan, options, stage, deadline }
  return inParts(stage, async () => {
    const first = planned(run, await read(run, agreed.pair))
    const started = await settingsOff(run, first.pair)
    const keyed = await putKeys(run, started)
    const { pair, deployment } = await makeDeployment(run, keyed)
    const goal = await theRest(run, pair)
    const changes = agreed.changes.filter(({ blocked }) => blocked === null).length
    return { plan: agreed, changes, deployment, goal, deadline }
  })
}

/** Waits for what the cluster of a stage is on the way to. */
export async function waitForStage({ plan, goal, deadline }: Done, { onProgress }: ApplyOptions): Promise<void> {
  if (goal === null) return
  const { stage } = plan.pair.seen
  await tellingWrites(stage, () =>
    waitForCluster(stage, goal, deadline, (progress) => onProgress?.(stage.target, progress)),
  )
}

interface Run {
  readonly agreed: StagePlan
  readonly plan: Plan
  readonly options: Options
  readonly stage: Pair['seen']['stage']
  readonly deadline: number
}

function changeOptions({ options, stage, deadline }: Run) {
  return {
    timeoutMs: Math.max(1, deadline - options.clock.now()),
    wait: !options.isDryRun,
    onProgress: (progress: Parameters<NonNullable<ApplyOptions['onProgress']>>[1]) =>
      options.onProgress?.(stage.target, progress),
  }
}

/** Reads the stage, its deployed API, and the API as it stands where keys are named. */
async function read({ stage }: Run, { wanted, seen }: Pair): Promise<Pair> {
  const { control } = stage.connection
  const record = await readRecord(stage)
  const isSame = record.deploymentId === seen.stage.record.deploymentId
  const document = isSame || seen.document === null ? seen.document : await control.deployedExport(refOf(stage.target))
  const namesKeys = wanted.methods.some(({ keys }) => keys !== null)
  const current = namesKeys && seen.current ? await control.methods(stage.target.api.id) : seen.current
  const deployed = document === null ? null : deployedMethods(document)
  return { wanted, seen: { ...seen, stage: { ...seen.stage, record }, document, deployed, current } }
}

function withRecord({ wanted, seen }: Pair, record: StageRecord): Pair {
  return { wanted, seen: { ...seen, stage: { ...seen.stage, record } } }
}

/** What is left to do; never more than what was agreed to. */
function planned({ agreed, options }: Run, pair: Pair): StagePlan {
  const now = planStage(pair, surroundingsOf(pair, { ...options, now: options.clock.now }))
  const what = unagreed(agreed, now)
  if (what === undefined) return now
  const message = `${nameOf(pair.seen.stage.target)} was changed in the meantime: it would need ${what} as well, which nobody has agreed to`
  throw new ApigwCacheError('failure', 'changed-meanwhile', message, {
    hint: 'plan again',
    data: { target: pair.seen.stage.target, path: what },
  })
}

async function settingsOff(run: Run, pair: Pair): Promise<Pair> {
  const { stage } = run
  return changing(stage, changeOptions(run), async (change) => {
    const seen = await readRecord(stage)
    const before = planned(run, withRecord(pair, seen)).work
    if (!changesStage(before)) return withRecord(pair, seen)
    // Also before keys are written: a stage that never comes to rest is not begun.
    const record = await change.idle(seen)
    const { off, clusterOff: isOff } = planned(run, withRecord(pair, record)).work
    if (off.length === 0 && !isOff) return withRecord(pair, record)
    const { control } = stage.connection
    await sendEntries(stage, change, off, 'caching off for')
    if (isOff) await change.write(() => control.updateStage(refOf(stage.target), clusterOff()), 'the cluster off')
    return withRecord(pair, await readRecord(stage))
  })
}

/** Keys alone are no change of the stage. */
function changesStage({ off, clusterOff: isOff, deploy: published, settings, resize, on, clusterOn: size }: Work) {
  const lists = [off, settings, on].some(({ length }) => length > 0)
  return lists || isOff || published !== null || resize !== null || size !== null
}

async function putKeys(run: Run, pair: Pair): Promise<Pair> {
  const { keys } = planned(run, pair).work
  for (const { record, keys: wanted } of keys) {
    const { timeoutMs } = changeOptions(run)
    await writeKeys(run.stage, record, wanted, { timeoutMs })
  }
  return keys.length === 0 ? pair : read(run, pair)
}

async function makeDeployment(
  run: Run,
  pair: Pair,
): Promise<{ readonly pair: Pair; readonly deployment: Deployment | null }> {
  const { stage, plan, options } = run
  const { work } = planned(run, pair)
  const previous = pair.seen.stage.record.deploymentId
  if (work.deploy === null || previous === null) return { pair, deployment: null }
  const publication = {
    methods: work.deploy,
    previous,
    description: `cache keys of plan ${plan.id}`,
  }
  const deployment = await deploy(stage, publication, changeOptions(run))
  const after = await read(run, pair)
  return { pair: options.isDryRun ? asDeployed(after, work) : after, deployment }
}

/** A dry run has sent no deployment, and goes on as if it had. */
function asDeployed({ wanted, seen }: Pair, { deploy: published }: Work): Pair {
  const deployed = seen.deployed?.map((one) => {
    const keys = published?.find(({ ref }) => sameMethod(ref, one))?.keys
    return keys ? { ...one, keys } : one
  })
  return { wanted, seen: { ...seen, deployed: deployed ?? null } }
}

async function theRest(run: Run, pair: Pair): Promise<Goal | null> {
  const { stage, options } = run
  const { control } = stage.connection
  const ref = refOf(stage.target)
  let resized: Goal | null = null
  return changing(stage, changeOptions(run), async (change) => {
    const seen = await readRecord(stage)
    const before = planned(run, withRecord(pair, seen)).work
    const record = isDone({ ...before, clusterOff: false }) ? seen : await change.idle(seen)
    const { off, settings, on, resize, clusterOn: size } = planned(run, withRecord(pair, record)).work
    await sendEntries(stage, change, [...off, ...settings])
    if (resize !== null) {
      await change.write(() => control.updateStage(ref, clusterSize(resize)), 'the size')
      resized = { kind: 'resized', size: resize, anew: true }
      // AWS refuses other changes until the new cluster is there.
      if (on.length > 0) await change.finish(resized)
    }
    await sendEntries(stage, change, on)
    if (size !== null) await change.write(() => control.updateStage(ref, clusterOn(size)), 'the cluster')
    const after = await readRecord(stage)
    const wrong = firstDifference(after.settings, [...off, ...settings, ...on])
    if (wrong !== null) throw notAsAsked(stage, wrong)
    if (options.isDryRun) return null
    return goalOf(pair, after, resize !== null && on.length > 0 ? null : resized)
  })
}

/** What is waited for at the end: what the file says of the cluster, unless that is blocked. */
function goalOf(pair: Pair, { clusterStatus }: StageRecord, resized: Goal | null): Goal | null {
  if (resized) return resized
  const { cache } = pair.wanted
  if (cache === false) return clusterStatus === 'DELETE_IN_PROGRESS' ? { kind: 'gone' } : null
  return cache !== null && clusterStatus !== 'AVAILABLE' && clusterStatus !== 'NOT_AVAILABLE'
    ? { kind: 'available' }
    : null
}
