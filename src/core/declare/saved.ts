import { ApigwCacheError } from '../base/errors.js'
import { isRecord, jsonIn } from '../base/json.js'
import { nameOfMethod } from '../gateway/method.js'
import type { StageRecord } from '../gateway/record.js'
import { fullNameOf } from '../gateway/stage.js'
import { settingsAfter } from '../settings/batch.js'
import type { Choices } from './choices.js'
import { differingFields, digest, type Fingerprint, fingerprintOf, parseFingerprint } from './fingerprint.js'
import { type Planned, type PlanOptions, surroundingsOf } from './plan.js'
import type { SavedPlan } from './report.js'
import type { Pair } from './seen.js'
import { planStage, type StagePlan } from './stage/stage-plan.js'

/** A plan that can be carried out without the files that it was made of. */
export function savedPlan({ plan, stages }: Planned, choices: Choices): SavedPlan {
  const saved = { ...plan, choices, wanted: stages.map(({ pair }) => pair.wanted) }
  return { ...saved, checksum: checksumOf(saved) }
}

/** Reads a saved plan. Errors: `usage` for anything else, and for one that was changed by hand. */
export function parseSavedPlan(name: string, text: string): SavedPlan {
  const plan = jsonIn(text)
  const isPlan = isRecord(plan) && plan.formatVersion === 1 && isRecord(plan.choices) && Array.isArray(plan.wanted)
  if (!isPlan) throw new ApigwCacheError('usage', 'no-saved-plan', `"${name}" is no saved plan`)
  const saved = plan as unknown as SavedPlan
  requireIntact(saved, `the plan in "${name}"`)
  return saved
}

/** Errors: `usage` for a plan that is not as it was made. */
export function requireIntact(saved: SavedPlan, name: string): void {
  const { checksum, ...rest } = saved
  if (checksum === checksumOf(rest)) return
  throw new ApigwCacheError('usage', 'changed-plan', `${name} was changed by hand`, { hint: 'plan again' })
}

/** The same in whatever order a tool has written the fields again. */
function checksumOf(saved: Omit<SavedPlan, 'checksum'>): string {
  return digest(ordered(jsonIn(JSON.stringify(saved))))
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (!isRecord(value)) return value
  return sortedKeys(Object.keys(value)).map((key) => [key, ordered(value[key])])
}

/**
 * Refuses a saved plan whose stages are not what they were, unless its own steps made the difference. Errors: `failure`
 * with stage and field.
 */
export function refuseStale(saved: SavedPlan, planned: Planned, options: Omit<PlanOptions, 'connect'>): void {
  const [missing] = planned.failed
  if (missing) throw stale(missing.message)
  for (const now of planned.stages) {
    const { target } = now.pair.seen.stage
    const found = saved.fingerprints.find((one) => sameStage(one.target, target))
    if (!found) throw stale(`${fullNameOf(target)} is not the stage of the plan`)
    const problem = differenceOf(parseFingerprint(found.value), now, options)
    if (problem !== null) throw stale(`${fullNameOf(target)}: ${problem}`)
    const known = new Set(saved.changes.filter((one) => sameStage(one.target, target)).map(({ path }) => path))
    const isNew = now.changes.find(
      ({ path, blocked }) => blocked === null && !known.has(path) && !isPausePath(path, known),
    )
    if (isNew) throw stale(`${fullNameOf(target)}: ${isNew.path} differs now`)
  }
}

function isPausePath(path: string, known: ReadonlySet<string>): boolean {
  return known.has(`${path}.keys`)
}

function stale(what: string): ApigwCacheError {
  return new ApigwCacheError('failure', 'stale-plan', `the plan is out of date: ${what}`, {
    hint: 'nothing was changed: plan again',
  })
}

function sameStage(a: SavedPlan['fingerprints'][number]['target'], b: typeof a): boolean {
  return a.region === b.region && a.api.id === b.api.id && a.stage === b.stage
}

/** The first field that is neither what it was nor what a step of the plan makes of it. */
function differenceOf(then: Fingerprint, now: StagePlan, options: Omit<PlanOptions, 'connect'>): string | null {
  const { seen } = now.pair
  const current = fingerprintOf(seen)
  const differing = differingFields(then, current)
  if (differing.length === 0) return null
  const before = pairOf(then, now.pair)
  const { work } = planStage(before, surroundingsOf(before, options))
  const { record } = before.seen.stage
  const sides = [
    settingsAfter(record.settings, work.off),
    settingsAfter(record.settings, [...work.off, ...work.settings]),
    settingsAfter(record.settings, [...work.off, ...work.settings, ...work.on]),
  ].map((settings) =>
    fingerprintOf({ ...before.seen, stage: { ...before.seen.stage, record: { ...record, settings } } }),
  )
  const published = new Map((work.deploy ?? []).map(({ ref, keys }) => [`keys.${nameOfMethod(ref)}`, keys]))
  const isDeployed =
    work.deploy !== null && [...published].every(([field, keys]) => sameText(sortedKeys(keys), current[field]))
  const isOurs = (field: string): boolean => {
    if (field === 'cache')
      return [work.clusterOn, work.resize, work.clusterOff ? false : null].includes(current[field] as never)
    if (field === 'deployment') return isDeployed
    if (field.startsWith('keys.')) return isDeployed && (published.has(field) || options.choices.deployAll)
    return field.startsWith('settings.') && sides.some((side) => sameText(side[field], current[field]))
  }
  const wrong = differing.find((field) => !isOurs(field))
  return wrong === undefined ? null : `${fieldName(wrong)} is ${shown(current[wrong])}, and was ${shown(then[wrong])}`
}

/** The stage as the fingerprint remembers it. */
function pairOf(then: Fingerprint, { wanted, seen }: Pair): Pair {
  const settings: Record<string, Record<string, unknown>> = {}
  for (const [name, value] of Object.entries(then)) {
    const [, key, field] = /^settings\.(.+)\.([A-Za-z]+)$/.exec(name) ?? []
    if (key !== undefined && field !== undefined) settings[key] = { ...settings[key], [field]: value }
  }
  const { record } = seen.stage
  const size = typeof then.cache === 'string' ? then.cache : null
  const before: StageRecord = {
    ...record,
    deploymentId: typeof then.deployment === 'string' ? then.deployment : null,
    clusterEnabled: size !== null,
    clusterStatus: size === null ? 'NOT_AVAILABLE' : 'AVAILABLE',
    clusterSize: size,
    settings: settings as unknown as StageRecord['settings'],
  }
  const deployed = seen.deployed?.map((one) => {
    const keys = then[`keys.${nameOfMethod(one)}`]
    return Array.isArray(keys) ? { ...one, keys: keys.map(String) } : one
  })
  return { wanted, seen: { ...seen, deployed: deployed ?? null, stage: { ...seen.stage, record: before } } }
}

function sortedKeys(keys: readonly string[]): readonly string[] {
  return keys.toSorted((a, b) => (a < b ? -1 : 1))
}

function sameText(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function fieldName(field: string): string {
  return field.replace(/^settings\.\*\/\*\./, 'defaults.').replace('ttlSeconds', 'ttl')
}

function shown(value: unknown): string {
  return value === undefined ? 'not there' : JSON.stringify(value)
}
