import type { Spelling } from '../../base/spelling.js'
import type { UnkeyedMethod } from '../../exposure/wrong-data.js'
import { type MethodRef, nameOfMethod, servingMethod } from '../../gateway/method.js'
import type { PriceTable } from '../../gateway/pricing.js'
import { settingsAfter } from '../../settings/batch.js'
import type { Choices } from '../choices.js'
import { PHASE, type PlannedChange, type PlannedDeployment } from '../report.js'
import type { Pair } from '../seen.js'
import { sourceOf, type WantedStage } from '../wanted.js'
import { blockByManager, blockOfKeys, blockOfStage, managerOf, waitingMethods } from './blocks.js'
import { entryPlans, overridesIn } from './entries.js'
import { type KeyPlan, keyPlans, type Publication, publicationOf, shortNames } from './key-plans.js'
import { isAmong, narrowed } from './narrow.js'
import { type JudgedChange, type RawChange, rawChanges, sizeOf } from './raw-changes.js'
import { requireMethods } from './require-methods.js'
import {
  lapsed,
  newlyCached,
  newlyUnkeyed,
  notAccepted,
  type Prices,
  priceChange,
  type Turn,
  withRisks,
} from './risks.js'
import { isDone, type Work, workOf } from './work.js'

export interface Surroundings {
  readonly choices: Choices
  readonly now: number
  readonly spelling: Spelling
  readonly prices: PriceTable
}

/** The way of one stage: its part of the plan, and what carries it out. */
export interface StagePlan {
  readonly pair: Pair
  /** What they lose is told without the hits of the last hour, which nothing here depends on. */
  readonly changes: readonly PlannedChange[]
  readonly work: Work
  readonly deployment: PlannedDeployment | null
  /** Methods that would answer one caller with another's data, which nobody has accepted. */
  readonly unkeyed: readonly UnkeyedMethod[]
  /** True if something would be cached although the deployed API may not be read, and nobody has accepted it. */
  readonly isUnchecked: boolean
  readonly prices: Prices
  /** Overrides that go, of all that the stage has. */
  readonly removals: { readonly count: number; readonly of: number }
}

/**
 * Plans one stage: the whole of the thinking behind plan and apply. Errors: `failure` and `usage` for what the stage
 * cannot have. PURE.
 */
export function planStage(pair: Pair, surroundings: Surroundings): StagePlan {
  const { wanted, seen } = pair
  const { record, target } = seen.stage
  const { choices, now, spelling } = surroundings
  requireMethods(pair)
  const methods: readonly MethodRef[] = seen.deployed ?? seen.current ?? []
  const keys = keyPlans(wanted, seen)
  const waiting = waitingMethods(keys)
  const publication = waiting.length > 0 && seen.current ? publicationOf(keys ?? [], seen) : null
  const entries = entryPlans(record.settings, wanted, methods, spelling)
  const raw = [...nameChange(pair), ...rawChanges(record, wanted, entries, keys), ...unreadKeys(wanted, keys)]
  const first = raw.map((change) => blocked(change, pair, choices, waiting, publication))
  const changes = withoutStarts(first, pair, methods, keys ?? [])
  const allowed = narrowed(wanted, changes, methods)
  const isPublishing = changes.some(({ path, blocked: why }) => path.endsWith('.keys') && why === null)
  const possible = keys?.filter(({ refused }) => refused === null) ?? []
  const isDraft =
    choices.draftKeys && waitingMethods(possible).length > 0 && wanted.deploy && blockOfStage(pair) === null
  const work = workOf({
    record,
    wanted: allowed,
    methods,
    keys: possible,
    publishing: isPublishing ? 'now' : isDraft ? 'later' : null,
    spelling,
  })
  const turn = turnOf(pair, allowed, methods, isPublishing ? publication : null, spelling)
  const active = !isDone(work)
  const unkeyed = active ? notAccepted(newlyUnkeyed(turn), wanted, choices.acceptUnkeyed, now) : []
  const prices = priceChange(record, turn.cache, target.region, surroundings.prices)
  const removed = changes.filter(
    ({ action, path, blocked: why }) => action === 'remove' && path !== 'cache' && why === null,
  )
  return {
    pair,
    changes: withRisks(changes, {
      record,
      manager: managerOf(pair, choices),
      cost: prices.risk,
      cached: newlyCached(turn),
      unkeyed: active ? newlyUnkeyed(turn) : [],
      later: isPublishing ? [] : newlyUnkeyed(turnOf(pair, wanted, methods, publication, spelling)),
      paused: work.pauses,
      lapsed: lapsed(wanted.acceptUnkeyed, now),
    }),
    work,
    deployment: isPublishing ? deploymentOf(pair, publication) : null,
    unkeyed,
    isUnchecked: seen.deployed === null && !choices.acceptUnchecked && startsCaching(work),
    prices,
    removals: { count: removed.length, of: overridesIn(record.settings).length },
  }
}

/** The API behind the id has another name than the file says: nobody knows which of them is meant. */
function nameChange({ wanted, seen: { stage } }: Pair): readonly RawChange[] {
  const { name } = stage.target.api
  if (wanted.apiName === null || wanted.apiName === name) return []
  return [
    {
      ref: null,
      action: 'update',
      path: 'api',
      before: name,
      after: wanted.apiName,
      phase: PHASE.cachingOff,
    },
  ]
}

function unreadKeys({ methods }: WantedStage, keys: readonly KeyPlan[] | null): readonly RawChange[] {
  if (keys !== null) return []
  return methods.flatMap((method) =>
    method.keys === null
      ? []
      : [
          {
            ref: { method: method.method, path: method.path },
            action: 'update' as const,
            path: `methods.${nameOfMethod(method)}.keys`,
            before: null,
            after: shortNames(method.keys),
            phase: PHASE.keys,
          },
        ],
  )
}

function blocked(
  change: RawChange,
  pair: Pair,
  choices: Choices,
  waiting: readonly KeyPlan[],
  publication: Publication | null,
): JudgedChange {
  const { wanted, seen } = pair
  const isKeys = change.path.endsWith('.keys')
  const waits = waiting.map(({ ref }) => ref)
  const serving = change.ref === null ? null : servingMethod(waits, change.ref)
  const refused = waiting.find(({ ref }) => ref === serving)?.refused ?? null
  const unread = isKeys && seen.deployed === null ? 'the deployed API may not be read, so its keys are unknown' : null
  const why =
    blockOfStage(pair) ??
    blockByManager(pair, choices, change) ??
    unread ??
    refused ??
    (isKeys || serving ? blockOfKeys(pair, choices, publication) : null)
  const source = sourceOf(wanted, change.path)
  return { target: seen.stage.target, ...change, risks: [], blocked: why, source }
}

const STARTS = ['defaults.caching', 'defaults.ttl', 'cache'] as const

/** Blocks also what would start the caching of a method whose keys are not live. */
function withoutStarts(
  changes: readonly JudgedChange[],
  pair: Pair,
  methods: readonly MethodRef[],
  keys: readonly KeyPlan[],
): readonly JudgedChange[] {
  const waiting = keys.filter(
    ({ ref, isLive }) =>
      !isLive && changes.some((one) => one.path === `methods.${nameOfMethod(ref)}.keys` && one.blocked !== null),
  )
  if (waiting.length === 0) return changes
  const refs = waiting.map(({ ref }) => ref)
  const starting = (list: readonly JudgedChange[]) =>
    newlyCached(turnOf(pair, narrowed(pair.wanted, list, methods), methods, null, SILENT)).filter((one) =>
      isAmong(refs, one),
    )
  let list = changes
  for (const path of [...STARTS, null]) {
    const [first] = starting(list)
    if (!first) break
    const isRefused = waiting.some(({ ref, refused }) => refused !== null && isAmong([ref], first))
    const why = isRefused
      ? `not without the keys of ${nameOfMethod(first)}, which it cannot have`
      : `would cache ${nameOfMethod(first)}, whose keys wait for a deployment`
    list = list.map((one) =>
      one.blocked === null && (path === null ? one.ref !== null : one.path === path) ? { ...one, blocked: why } : one,
    )
  }
  return list
}

/** Notes of a removal are for people; here nobody reads them. */
const SILENT: Spelling = { step: () => '', again: () => null, option: () => '', aws: () => '' }

function turnOf(
  { seen }: Pair,
  wanted: WantedStage,
  methods: readonly MethodRef[],
  publication: Publication | null,
  spelling: Spelling,
): Turn {
  const { record } = seen.stage
  const entries = entryPlans(record.settings, wanted, methods, spelling).map((plan) => plan.entries)
  return {
    record,
    settings: settingsAfter(record.settings, entries),
    cache: wanted.cache ?? sizeOf(record),
    running: seen.deployed,
    next: publication?.methods ?? seen.deployed,
  }
}

function deploymentOf({ seen }: Pair, publication: Publication | null): PlannedDeployment {
  const { record, target } = seen.stage
  return {
    target,
    previous: record.deploymentId,
    alsoLive: (publication?.others ?? []).map((one) => {
      const what = one.aspects.length === 0 ? '' : ` (${one.aspects.join(', ')})`
      return `${nameOfMethod(one)} ${one.kind}${what}`
    }),
    otherStages: seen.sisters,
  }
}

function startsCaching({ on, clusterOn }: Work): boolean {
  return on.length > 0 || clusterOn !== null
}
