import type { Connection } from '../aws/connection.js'
import { ApigwCacheError } from '../base/errors.js'
import { some } from '../base/quantities.js'
import { isInShard } from '../fleet/in-shard.js'
import type { Shard } from '../fleet/shard.js'
import type { NamedTarget } from '../fleet/targets-file.js'
import { isMeant } from './choices.js'
import type { Connect } from './read.js'
import type { WantedStage } from './wanted.js'

/** Which stages of files are meant; all of them where nothing is said. */
export interface WantedSelection {
  /** Globs of `api/stage`. */
  readonly globs?: readonly string[] | undefined
  /** Stages by account, region, API and stage; those that no file has count for nothing. */
  readonly targets?: readonly NamedTarget[] | undefined
  /** Names, or `all`. */
  readonly regions?: readonly string[] | undefined
  /** Accounts, each with its regions; null for all of them. */
  readonly accounts?: readonly { readonly id: string | null; readonly regions: readonly string[] | null }[] | undefined
  readonly shard?: Shard | undefined
}

/**
 * Narrows the stages of files. Only what their account and region decide opens a connection; one that cannot be opened
 * is left in, for the plan to tell. Errors: `usage` for what fits no stage.
 */
export async function selectWanted(
  wanted: readonly WantedStage[],
  selection: WantedSelection,
  connect: Connect,
): Promise<readonly WantedStage[]> {
  const named = byGlobs(wanted, selection.globs)
  const { targets, regions, accounts, shard } = selection
  if (!targets && !regions && !accounts && !shard) return named
  const placed = await Promise.all(named.map((one) => placeOf(one, connect)))
  const inRegions = byRegions(placed, regions)
  const inAccounts = accounts ? await byAccounts(inRegions, accounts) : inRegions
  const fitting = targets ? await byTargets(inAccounts, targets) : inAccounts
  const kept = shard ? await ofShard(fitting, shard) : fitting
  return kept.map((one) => one.wanted)
}

/** A stage with the account and region that it is in. */
export interface Placed {
  readonly wanted: WantedStage
  /** Null where nothing can be opened there. */
  readonly connection: Connection | null
  readonly region: string | null
  readonly account: () => Promise<string | null>
}

/** Where a stage is. */
export async function placeOf(wanted: WantedStage, connect: Connect): Promise<Placed> {
  const connection = await orNull(() => connect(wanted))
  return {
    wanted,
    connection,
    region: connection?.region ?? wanted.region,
    account: async () => wanted.account ?? (connection && (await orNull(connection.account))),
  }
}

/** What stands in the way is told by the plan, of each stage that it concerns. */
async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ApigwCacheError && error.kind !== 'interrupted') return null
    throw error
  }
}

function byGlobs(wanted: readonly WantedStage[], globs: readonly string[] | undefined): readonly WantedStage[] {
  if (!globs) return wanted
  const fits = (glob: string, { api, apiName, stage }: WantedStage) =>
    isMeant(glob, apiName === null ? [api] : [api, apiName], stage)
  const idle = globs.find((glob) => !wanted.some((one) => fits(glob, one)))
  if (idle !== undefined) throw fitsNothing(`"${idle}"`, wanted.map(nameOf))
  return wanted.filter((one) => globs.some((glob) => fits(glob, one)))
}

function byRegions(placed: readonly Placed[], regions: readonly string[] | undefined): readonly Placed[] {
  if (!regions || regions.includes('all')) return placed
  const there = new Set(placed.flatMap(({ region }) => region ?? []))
  const idle = regions.find((region) => !there.has(region))
  if (idle !== undefined) throw fitsNothing(`region "${idle}"`, [...there])
  return placed.filter(({ region }) => region === null || regions.includes(region))
}

async function byAccounts(
  placed: readonly Placed[],
  accounts: NonNullable<WantedSelection['accounts']>,
): Promise<readonly Placed[]> {
  const kept = await filtered(placed, async (one) => {
    const id = await one.account()
    const found = accounts.find((account) => account.id === id)
    if (!found) return id === null
    const { regions } = found
    return regions === null || regions.includes('all') || regions.some((region) => region === one.region)
  })
  if (kept.length > 0 || placed.length === 0) return kept
  const there = await Promise.all(placed.map((one) => one.account()))
  throw fitsNothing('the list of accounts', [...new Set(there.flatMap((id) => id ?? []))])
}

async function byTargets(placed: readonly Placed[], targets: readonly NamedTarget[]): Promise<readonly Placed[]> {
  const kept = await filtered(placed, async (one) => {
    const { stage } = one.wanted
    for (const target of targets) {
      if (target.stage !== stage || target.region !== one.region) continue
      if (target.account !== null && target.account !== (await one.account())) continue
      if (await isApi(one, target)) return true
    }
    return false
  })
  if (kept.length > 0 || placed.length === 0) return kept
  throw fitsNothing(
    'the list of targets',
    placed.map(({ wanted }) => nameOf(wanted)),
  )
}

/** A list may have the id of an API where the file has its name. */
async function isApi({ wanted, connection }: Placed, { api, apiName }: NamedTarget): Promise<boolean> {
  const names = [wanted.api, wanted.apiName]
  if (names.includes(api) || (apiName !== null && names.includes(apiName))) return true
  if (apiName !== null || connection === null) return false
  const all = (await orNull(connection.control.restApis)) ?? []
  return all.some(({ id, name }) => id === api && names.includes(name))
}

function ofShard(placed: readonly Placed[], shard: Shard): Promise<readonly Placed[]> {
  return filtered(placed, async (one) =>
    isInShard({ account: (await one.account()) ?? '', region: one.region ?? '' }, shard),
  )
}

async function filtered(
  placed: readonly Placed[],
  isMeantIn: (one: Placed) => Promise<boolean>,
): Promise<readonly Placed[]> {
  const verdicts = await Promise.all(placed.map(isMeantIn))
  return placed.filter((_, index) => verdicts[index])
}

const MOST_NAMES = 10

function nameOf({ api, apiName, stage }: WantedStage): string {
  return `${apiName ?? api}/${stage}`
}

function fitsNothing(what: string, there: readonly string[]): ApigwCacheError {
  return new ApigwCacheError('usage', 'fits-nothing', `${what} fits no stage of the files`, {
    hint: there.length === 0 ? 'they have none' : `there are: ${some(there, MOST_NAMES)}`,
  })
}
