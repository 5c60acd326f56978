import { ApigwCacheError } from '../base/errors.js'
import type { Spelling } from '../base/spelling.js'
import type { Failure } from '../find/select.js'
import type { MethodRef } from '../gateway/method.js'
import type { Target } from '../gateway/model.js'
import { lastHourHits } from '../metrics/last-hour.js'
import type { Choices } from './choices.js'
import { contradictions, refuse } from './document/declared.js'
import { digest, fingerprintOf, fingerprintText } from './fingerprint.js'
import { toldNeeds } from './needs.js'
import { type Connect, failureOf, type Reading, readStages } from './read.js'
import type { Plan, PlannedChange } from './report.js'
import type { Pair } from './seen.js'
import { loses, withHits } from './stage/risks.js'
import { planStage, type StagePlan, type Surroundings } from './stage/stage-plan.js'
import { leftAlone, type Unlisted, unlistedIn } from './unlisted.js'
import type { WantedStage } from './wanted.js'

export interface PlanOptions {
  readonly choices: Choices
  readonly connect: Connect
  readonly now: () => number
  readonly spelling: Spelling
  /** As they were given; for the record. */
  readonly flags?: readonly string[]
  /** True also looks for what is live but in no file. */
  readonly strict?: boolean
}

/** A plan with what carries it out. */
export interface Planned {
  readonly plan: Plan
  readonly stages: readonly StagePlan[]
  readonly failed: readonly Failure[]
}

/**
 * Reads the stages of files and plans each. What cannot be planned is in `failed`; the others are planned. Errors:
 * `usage` where two entries turn out to be one stage; `interrupted`.
 */
export async function planStages(wanted: readonly WantedStage[], options: PlanOptions): Promise<Planned> {
  const readAt = new Date(options.now()).toISOString()
  const reading = await readStages(wanted, options.connect)
  refuseTwins(reading)
  const first = planAll(reading.pairs, options)
  const stages = await withLoad(first.stages)
  const failed = [...reading.failed, ...first.failed]
  const unlisted = options.strict ? await unlistedIn(reading.pairs) : null
  return { plan: planOf(stages, failed, unlisted, readAt, options), stages, failed }
}

/** Every method that the stages of a plan have, or their APIs will. PURE. */
export function knownMethods({ stages }: Planned): readonly MethodRef[] {
  return stages.flatMap(({ pair: { seen } }): readonly MethodRef[] => [
    ...(seen.deployed ?? []),
    ...(seen.current ?? []),
  ])
}

/** Only after reading it is known that a name and an id are one API. */
function refuseTwins({ pairs }: Reading): void {
  const ids = new Map(pairs.map(({ wanted, seen: { stage } }) => [wanted, stage.target]))
  const wanted = pairs.map((pair) => pair.wanted)
  refuse(
    contradictions(wanted, (one) => {
      const target = ids.get(one)
      return `${target?.region} ${target?.api.id}`
    }),
  )
}

function planAll(pairs: readonly Pair[], options: PlanOptions) {
  const failed: Failure[] = []
  const stages = pairs.flatMap((pair) => {
    try {
      return [planStage(pair, surroundingsOf(pair, options))]
    } catch (error) {
      if (!(error instanceof ApigwCacheError)) throw error
      failed.push(failureOfPair(pair, error))
      return []
    }
  })
  return { stages, failed }
}

function failureOfPair({ wanted, seen: { stage } }: Pair, error: ApigwCacheError): Failure {
  const hint = error.hint === null ? '' : ` (${error.hint})`
  return { ...failureOf(wanted, error), target: stage.target, message: `${error.message}${hint}` }
}

export function surroundingsOf(
  { seen: { stage } }: Pair,
  { choices, now, spelling }: Pick<PlanOptions, 'choices' | 'now' | 'spelling'>,
): Surroundings {
  return { choices, now: now(), spelling, prices: stage.connection.prices }
}

/** The load of the last hour is asked for only where something is lost. */
function withLoad(stages: readonly StagePlan[]): Promise<readonly StagePlan[]> {
  return Promise.all(
    stages.map(async (one) => {
      if (!one.changes.some(loses)) return one
      const { connection, target } = one.pair.seen.stage
      const hits = await lastHourHits(connection, target).catch((error: unknown) => {
        if (connection.retry.signal?.aborted || !(error instanceof ApigwCacheError)) throw error
        return null
      })
      return { ...one, changes: one.changes.map((change) => withHits(change, hits)) }
    }),
  )
}

function planOf(
  stages: readonly StagePlan[],
  failed: readonly Failure[],
  unlisted: readonly Unlisted[] | null,
  readAt: string,
  { choices, spelling, flags = [] }: PlanOptions,
): Plan {
  const changes = stages.flatMap((one) => one.changes)
  const fingerprints = stages.map(({ pair: { seen } }) => ({
    target: seen.stage.target,
    value: fingerprintText(fingerprintOf(seen)),
  }))
  const told = failed.map(({ target, message }) => ({ target, message }))
  return {
    formatVersion: 1,
    id: planId(fingerprints, changes),
    readAt,
    empty: changes.length === 0 && failed.length === 0,
    changes,
    summary: {
      stages: stages.length + failed.length,
      ...countsOf(changes),
      unchanged: stages.filter((one) => one.changes.length === 0).length,
      leftAlone: leftAlone(stages.map(({ pair }) => pair)),
      monthlyUsdBefore: sumOf(stages.map(({ prices }) => prices.before)),
      monthlyUsdAfter: sumOf(stages.map(({ prices }) => prices.after)),
    },
    needs: toldNeeds(stages, choices, spelling),
    deployments: stages.flatMap(({ deployment }) => deployment ?? []),
    fingerprints,
    flags,
    failed: told,
    ...(unlisted === null ? {} : { unlisted }),
  }
}

/** Figures that move by themselves are no part of it. */
function planId(fingerprints: Plan['fingerprints'], changes: readonly PlannedChange[]): string {
  const made = changes.map(({ target, action, path, before, after, phase, blocked }) => [
    placeOf(target),
    action,
    path,
    before,
    after,
    phase,
    blocked,
  ])
  return digest([fingerprints.map(({ target, value }) => [placeOf(target), value]), made])
}

function placeOf({ account, region, api, stage }: Target): readonly (string | null)[] {
  return [account, region, api.id, stage]
}

function countsOf(changes: readonly PlannedChange[]): Pick<Plan['summary'], PlannedChange['action'] | 'blocked'> {
  const count = (fits: (change: PlannedChange) => boolean) => changes.filter(fits).length
  const made = (action: PlannedChange['action']) =>
    count((change) => change.blocked === null && change.action === action)
  return {
    create: made('create'),
    update: made('update'),
    remove: made('remove'),
    blocked: count(({ blocked }) => blocked !== null),
  }
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.flatMap((value) => value ?? [])
  return known.length < values.length ? null : Math.round(known.reduce((sum, one) => sum + one, 0) * 100) / 100
}
