import { figure } from '../../base/quantities.js'
import { isAccepted } from '../../exposure/accepted.js'
import { someOf, unaccepted } from '../../exposure/guard.js'
import { addedWrong, type UnkeyedMethod, wrongData } from '../../exposure/wrong-data.js'
import type { DeployedMethod } from '../../gateway/export.js'
import { addableKeys, SIGNATURE } from '../../gateway/identity.js'
import { type MethodRef, nameOfMethod, sameMethod } from '../../gateway/method.js'
import { cachedVerbs } from '../../gateway/methods.js'
import type { Owner } from '../../gateway/owner.js'
import { type PriceTable, pricesOf, usd, whosePrice } from '../../gateway/pricing.js'
import type { StageRecord } from '../../gateway/record.js'
import { clusterOf, provisioned } from '../../gateway/stage.js'
import type { PlannedChange, Risk } from '../report.js'
import type { WantedStage } from '../wanted.js'
import { isAmong } from './narrow.js'
import type { JudgedChange } from './raw-changes.js'

/** How a stage stands before and after. */
export interface Turn {
  readonly record: StageRecord
  readonly settings: StageRecord['settings']
  /** A size, false without a cluster. */
  readonly cache: string | false
  /** The methods that it runs, and will run; null where they may not be read. */
  readonly running: readonly DeployedMethod[] | null
  readonly next: readonly DeployedMethod[] | null
}

/** Methods, as verbs, that answer from a cache after the change and not before. PURE. */
export function newlyCached({ record, settings, cache, running, next }: Turn): readonly MethodRef[] {
  if (cache === false || running === null || next === null) return []
  const before = provisioned(record) ? cachedIn(running, record.settings) : []
  return cachedIn(next, settings).filter((one) => !before.some((other) => sameMethod(one, other)))
}

function cachedIn(methods: readonly DeployedMethod[], settings: StageRecord['settings']): readonly MethodRef[] {
  return methods.flatMap((one) => cachedVerbs(one, methods, settings).map((method) => ({ method, path: one.path })))
}

/** Methods that would answer one caller with another's data, and do not yet. PURE. */
export function newlyUnkeyed({ record, settings, cache, running, next }: Turn): readonly UnkeyedMethod[] {
  if (running === null || next === null) return []
  // Settings alone are judged as if a cluster were there: the next one starts with them.
  const before = provisioned(record) || cache === false ? wrongData(running, record.settings) : []
  return addedWrong(before, wrongData(next, settings))
}

/** Without those that somebody has accepted, by a flag or in the file until its day. PURE. */
export function notAccepted(
  unkeyed: readonly UnkeyedMethod[],
  { acceptUnkeyed: decisions }: Pick<WantedStage, 'acceptUnkeyed'>,
  accepted: readonly string[],
  now: number,
): readonly UnkeyedMethod[] {
  const valid = decisions.filter((one) => !isOver(one, now)).map(({ method }) => method)
  return unaccepted(unkeyed, [...accepted, ...valid])
}

type Decision = WantedStage['acceptUnkeyed'][number]

/** Decisions that were good until a day before today. PURE. */
export function lapsed(decisions: readonly Decision[], now: number): readonly Decision[] {
  return decisions.filter((one) => isOver(one, now))
}

function isOver({ until }: Decision, now: number): boolean {
  return until !== null && until < new Date(now).toISOString().slice(0, 10)
}

export interface Prices {
  readonly before: number | null
  readonly after: number | null
  readonly risk: Risk | null
}

/** PURE. */
export function priceChange(record: StageRecord, cache: string | false, region: string, table: PriceTable): Prices {
  const after =
    cache === false
      ? ({ status: 'NOT_AVAILABLE', size: null } as const)
      : ({ status: 'AVAILABLE', size: cache } as const)
  const [now, then] = pricesOf([clusterOf(record), after], region, table)
  const [a, b] = [now.monthlyUsd, then.monthlyUsd]
  const whose = whosePrice(then.of, region)
  const shown = (value: number | null) => (value === null ? 'an unknown price' : usd(value))
  const isMore = b === null || a === null || b > a
  const risk: Risk = {
    code: 'cost',
    message: `${shown(a)} a month before, ${shown(b)} after${whose}`,
    value: a === null || b === null ? null : Math.round((b - a) * 100) / 100,
  }
  return { before: a, after: b, risk: isMore && cache !== false ? risk : null }
}

interface Facts {
  readonly record: StageRecord
  readonly manager: Owner | null
  readonly cost: Risk | null
  readonly cached: readonly MethodRef[]
  readonly unkeyed: readonly UnkeyedMethod[]
  /** The same of keys that wait for a deployment, once somebody makes one. */
  readonly later: readonly UnkeyedMethod[]
  /** Methods that are not cached while their keys change. */
  readonly paused: number
  /** Decisions of the file that hold no longer. */
  readonly lapsed: readonly Decision[]
}

/** Gives every change the risks that it causes; what is blocked causes none but its manager's. PURE. */
export function withRisks(changes: readonly JudgedChange[], facts: Facts): readonly PlannedChange[] {
  const { record, manager, cost, cached, unkeyed, later, paused } = facts
  const causes = changes.filter(({ blocked }) => blocked === null)
  const keys = causes.find(({ path }) => path.endsWith('.keys'))
  return changes.map((judged) => {
    const { ref, ...change } = judged
    const managed: Risk[] = manager
      ? [{ code: 'managed', message: `${manager.tool} may revert it (${manager.evidence})`, value: null }]
      : []
    if (change.blocked !== null) {
      const isKeys = ref !== null && change.path.endsWith('.keys')
      const waiting = isKeys ? later.filter((one) => isAmong([ref], one)) : []
      return { ...change, risks: [...waiting.map(sharing).map(onceDeployed), ...managed] }
    }
    const on = cached.filter((one) => causeOf(causes, one) === judged)
    const wrong = unkeyed.filter((one) => causeOf(causes, one) === judged)
    return {
      ...change,
      risks: [
        ...lossOf(change, record, judged === keys ? paused : null),
        ...(change.path === 'cache' && cost ? [cost] : []),
        ...(on.length > 0 ? [turnsOn(on)] : []),
        ...wrong.map((one) => noLongerAccepted(one, sharing(one), facts.lapsed)),
        ...managed,
      ],
    }
  })
}

/** The change that makes a method cached: its own, the defaults', the cluster's, or the deployment. */
function causeOf(causes: readonly JudgedChange[], ref: MethodRef): JudgedChange | undefined {
  const own = causes.filter((one) => one.ref !== null && isAmong([one.ref], ref))
  const starts = ({ path, action }: JudgedChange) => /\.(caching|ttl)$/.test(path) || action === 'remove'
  return (
    own.find(starts) ??
    (ref.method === 'GET' ? causes.find((one) => one.path.startsWith('defaults.') && starts(one)) : undefined) ??
    causes.find(({ path }) => path === 'cache') ??
    own[0] ??
    causes.find(({ path }) => path.endsWith('.keys')) ??
    causes[0]
  )
}

const LOSSES: Readonly<Record<string, string>> = {
  remove: 'every entry, and the cache',
  update: 'every entry, as AWS makes a new cluster: about 4 minutes or more without caching',
}

function lossOf({ path, action, after }: PlannedChange, record: StageRecord, paused: number | null): readonly Risk[] {
  if (!provisioned(record)) return []
  const what =
    path === 'cache'
      ? LOSSES[action]
      : paused !== null
        ? `every entry, as those of another deployment are not used${pauseText(paused)}`
        : path === 'defaults.caching' && after === false
          ? 'answers of GETs without settings of their own come from the backend'
          : undefined
  return what === undefined ? [] : [{ code: 'loss', message: what, value: null }]
}

function pauseText(paused: number): string {
  if (paused === 0) return ''
  return `; ${paused === 1 ? 'a method is' : `${paused} methods are`} not cached meanwhile, for about a minute`
}

/** True if a change loses what hits have found in the last hour. PURE. */
export function loses({ risks }: PlannedChange): boolean {
  return risks.some(isLoss)
}

/** The same change with how many hits its losses have had in the last hour; null where nobody knows. PURE. */
export function withHits(change: PlannedChange, hits: number | null): PlannedChange {
  const load = hits === null ? 'no figure for the last hour' : `${figure(hits)} hits in the last hour`
  const risks = change.risks.map((risk) =>
    isLoss(risk) ? { ...risk, message: `${risk.message} (${load})`, value: hits } : risk,
  )
  return { ...change, risks }
}

function isLoss({ code }: Risk): boolean {
  return code === 'loss'
}

function turnsOn(methods: readonly MethodRef[]): Risk {
  const names = methods.slice(0, 3).map(nameOfMethod).join(', ')
  const more = methods.length > 3 ? ` and ${methods.length - 3} more` : ''
  return { code: 'turns-on', message: `caches ${names}${more}`, value: methods.length }
}

function noLongerAccepted(ref: MethodRef, risk: Risk, decisions: readonly Decision[]): Risk {
  const until = decisions.find(({ method }) => isAccepted([method], ref))?.until
  return until ? { ...risk, message: `${risk.message}, which the file accepted until ${until}` } : risk
}

function onceDeployed(risk: Risk): Risk {
  return { ...risk, message: `${risk.message} once it is deployed` }
}

function sharing({ missing, sharesWith, ...ref }: UnkeyedMethod): Risk {
  if (missing.length === 0) {
    const message = `${nameOfMethod(ref)} shares answers with ${someOf(sharesWith)}, whose cache namespace and keys it has`
    return { code: 'wrong-data', message, value: sharesWith.length }
  }
  const keys = addableKeys(missing)
  const told = missing.includes(SIGNATURE) ? 'who sign' : 'whom its authorizer tells apart'
  const who = keys.length > 0 ? `callers who differ in ${keys.join(', ')}` : `all callers ${told}`
  return {
    code: 'wrong-data',
    message: `${who} share answers of ${nameOfMethod(ref)}`,
    value: missing.length,
  }
}
