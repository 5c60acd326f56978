import { type Change, changing, notAsAsked } from '../change/change.js'
import type { ChangeOptions } from '../change/options.js'
import type { OpenStage } from '../find/open-stage.js'
import { type KeySpec, shortKey } from '../gateway/key.js'
import { nameOfMethod } from '../gateway/method.js'
import type { MethodRecord } from '../gateway/record.js'
import { isEmpty, keysPatch } from './patch.js'

/** A write may drop existing keys, and restoring them takes another write. */
const MOST_ROUNDS = 4

/** The keys that a method shall have, and those that it shall lose, in AWS's spelling. */
export interface WantedKeys {
  readonly wanted: readonly KeySpec[]
  readonly unwanted: readonly string[]
  /** Declarations that the method need not have any more. */
  readonly leftOver: readonly string[]
}

/** Combines the keys to add with those that stay; mappings keep their sources. */
export function wantedKeys(
  record: MethodRecord,
  added: readonly KeySpec[],
  removed: readonly string[],
  leftOver: readonly string[] = [],
): WantedKeys {
  const mapped = record.integration?.requestParameters ?? {}
  const kept = record.cacheKeyParameters
    .filter((parameter) => !removed.includes(parameter) && !added.some((one) => one.parameter === parameter))
    .map((parameter) => ({ parameter, source: mapped[parameter] ?? null }))
  const once = new Map(added.map((one) => [one.parameter, one]))
  return { wanted: [...kept, ...once.values()], unwanted: removed, leftOver }
}

/** The method as it will be with these keys. PURE. */
export function withKeys(record: MethodRecord, { wanted, leftOver: undeclared }: WantedKeys): MethodRecord {
  const { integration } = record
  const mapped = wanted.flatMap(({ parameter, source }) =>
    source === null || !parameter.startsWith('integration.') ? [] : [[parameter, source] as const],
  )
  return {
    ...record,
    cacheKeyParameters: wanted.map(({ parameter }) => parameter),
    parameters: Object.fromEntries(Object.entries(record.parameters).filter(([name]) => !undeclared.includes(name))),
    integration: integration && {
      ...integration,
      requestParameters: { ...integration.requestParameters, ...Object.fromEntries(mapped) },
    },
  }
}

/**
 * Writes missing keys and reads them back until AWS keeps them, since it drops some in between. Returns true if
 * anything was sent.
 */
export function writeKeys(
  stage: OpenStage,
  record: MethodRecord,
  keys: WantedKeys,
  options: Pick<ChangeOptions, 'timeoutMs'>,
): Promise<boolean> {
  const { connection, target } = stage
  let first: MethodRecord | null = record
  return changing(stage, options, async (change) => {
    let seen = first ?? (await connection.control.method(target.api.id, record))
    first = null
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const patch = keysPatch(seen, keys.wanted, keys.unwanted, keys.leftOver)
      if (isEmpty(patch)) return change.changed()
      seen = await send(stage, seen, keys, change)
    }
    throw notAsAsked(stage, `${nameOfMethod(record)} with the keys ${shown(seen)}`)
  })
}

async function send(
  { connection: { control }, target: { api }, ledger }: OpenStage,
  before: MethodRecord,
  keys: WantedKeys,
  change: Change,
): Promise<MethodRecord> {
  const { wanted, unwanted, leftOver } = keys
  const end = ledger.more(keys)
  const { method } = keysPatch(before, wanted, unwanted)
  const name = `keys of ${nameOfMethod(before)}`
  if (method.length > 0)
    await change.write(() => control.updateMethod(api.id, before, method), `parameters of ${nameOfMethod(before)}`)
  const declared = method.length > 0 ? await control.method(api.id, before) : before
  const { integration } = keysPatch(declared, wanted, unwanted)
  if (integration.length > 0) {
    await change.write(() => control.updateIntegration(api.id, before, integration), name)
  }
  const { cleanup } = keysPatch(declared, [], [], leftOver)
  if (cleanup.length > 0) await change.write(() => control.updateMethod(api.id, before, cleanup), name)
  end()
  return integration.length + cleanup.length === 0 ? declared : control.method(api.id, before)
}

function shown({ cacheKeyParameters }: MethodRecord): string {
  return cacheKeyParameters.length === 0 ? 'none' : cacheKeyParameters.map(shortKey).join(', ')
}
