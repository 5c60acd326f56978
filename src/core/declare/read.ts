import type { Connection } from '../aws/connection.js'
import { isNotFound } from '../aws/explain.js'
import { unlessDenied } from '../base/denied.js'
import { ApigwCacheError } from '../base/errors.js'
import { inParallel } from '../base/parallel.js'
import { readAuthorizers } from '../deploy/authorizers.js'
import { openLedger } from '../find/ledger.js'
import type { OpenStage } from '../find/open-stage.js'
import type { Failure } from '../find/select.js'
import { type Candidate, stagesOfApi } from '../find/stages-of-apis.js'
import { noneFits, noSuchApi } from '../find/target-errors.js'
import { deployedMethods } from '../gateway/export.js'
import type { ApiRecord, MethodRecord } from '../gateway/record.js'
import { refOf } from '../gateway/stage.js'
import type { Pair, SeenStage } from './seen.js'
import { acceptedIn } from './stage/require-methods.js'
import type { WantedStage } from './wanted.js'

/** APIs at a time; the rate of their connection limits them as well. */
const PARALLEL_READS = 8

/** Opens the account and region of a stage; the same one for stages of one place. */
export type Connect = (wanted: Pick<WantedStage, 'region' | 'profile' | 'role' | 'externalId'>) => Promise<Connection>

export interface Reading {
  readonly pairs: readonly Pair[]
  readonly failed: readonly Failure[]
}

/**
 * Finds the stages of files and reads what a plan depends on: each API, its stages and its methods once, and the
 * deployed API once for each deployment. What fails for one stage is told, and the others go on. Errors: `interrupted`;
 * `usage` for what is wrong with all of them.
 */
export async function readStages(wanted: readonly WantedStage[], connect: Connect): Promise<Reading> {
  const places = grouped(wanted, ({ region, profile, role, externalId, account }) =>
    JSON.stringify([region, profile, role, externalId, account]),
  )
  const readings = await inParallel(places, PARALLEL_READS, (group) => readPlace(group, connect))
  const pairs = readings.flatMap((one) => one.pairs)
  refuseAll(
    pairs.length,
    readings.flatMap((one) => one.failed),
  )
  const order = new Map(wanted.map((one, index) => [one, index]))
  return {
    pairs: pairs.toSorted((a, b) => (order.get(a.wanted) ?? 0) - (order.get(b.wanted) ?? 0)),
    failed: readings.flatMap((one) => one.failed),
  }
}

/** What is wrong with every stage in the same way is wrong with the call: no region, or credentials of another account. */
function refuseAll(read: number, failed: readonly Failure[]): void {
  const [first] = failed
  if (read > 0 || !first || first.error.kind !== 'usage') return
  if (failed.every(({ message }) => message === first.message)) throw first.error
}

async function readPlace(wanted: readonly WantedStage[], connect: Connect): Promise<Reading> {
  const [first] = wanted
  if (!first) return { pairs: [], failed: [] }
  const opened = await settled(first, async () => listingOnce(await connect(first)))
  if ('failure' in opened) return failing(wanted, opened.failure.error)
  const connection = opened.value
  const resolve = apiFinder(connection)
  const byApi = grouped(wanted, ({ api }) => api)
  const readings = await inParallel(byApi, PARALLEL_READS, async (group) => {
    const allowed = await guarded(connection, group)
    if (allowed.failed.length === group.length) return { pairs: [], failed: allowed.failed }
    const [one] = group
    const api = one ? await settled(one, () => resolve(one)) : null
    if (api === null) return { pairs: [], failed: [] }
    if ('failure' in api) return failing(group, api.failure.error)
    const reading = await readApi(connection, api.value, allowed.wanted)
    return { pairs: reading.pairs, failed: [...allowed.failed, ...reading.failed] }
  })
  return {
    pairs: readings.flatMap(({ pairs }) => pairs),
    failed: readings.flatMap(({ failed }) => failed),
  }
}

/** Nothing is asked of an account that the file does not mean. */
async function guarded(connection: Connection, wanted: readonly WantedStage[]) {
  const failed: Failure[] = []
  const allowed: WantedStage[] = []
  for (const one of wanted) {
    const checked = await settled(one, () => checkAccount(connection, one))
    if ('failure' in checked) failed.push(checked.failure)
    else allowed.push(one)
  }
  return { wanted: allowed, failed }
}

async function checkAccount(connection: Connection, { account: expected, role }: WantedStage): Promise<void> {
  if (expected === null) return
  const account = await connection.account()
  if (account === expected) return
  const unled = role === null ? ', and no role is named that leads there' : ''
  const message = `the credentials belong to account ${account}, not ${expected}${unled}`
  throw new ApigwCacheError('usage', 'other-account', message)
}

async function readApi(connection: Connection, api: ApiRecord, wanted: readonly WantedStage[]): Promise<Reading> {
  const [first] = wanted
  if (!first) return { pairs: [], failed: [] }
  const { control } = connection
  const listed = await settled(first, async () => {
    const needsMethods = wanted.some((one) => one.methods.length + acceptedIn(one).length > 0)
    return Promise.all([
      stagesOfApi(connection, api, first.account),
      needsMethods ? unlessDenied(() => control.methods(api.id)) : null,
    ])
  })
  if ('failure' in listed) return failing(wanted, listed.failure.error)
  const [candidates, current] = listed.value
  const exports = new Map<string | null, Promise<unknown>>()
  const results = await Promise.all(
    wanted.map((one) => settled(one, () => readOne({ connection, api, candidates, current, exports }, one))),
  )
  return {
    pairs: results.flatMap((one) => ('value' in one ? [one.value] : [])),
    failed: results.flatMap((one) => ('failure' in one ? [one.failure] : [])),
  }
}

interface OfApi {
  readonly connection: Connection
  readonly api: ApiRecord
  readonly candidates: readonly Candidate[]
  readonly current: readonly MethodRecord[] | null
  /** By deployment. */
  readonly exports: Map<string | null, Promise<unknown>>
}

async function readOne(of: OfApi, wanted: WantedStage): Promise<Pair> {
  const { connection, api, candidates, current, exports } = of
  const found = candidates.find(({ record }) => record.name === wanted.stage)
  if (!found) throw noneFits(connection.region, candidates, [api], wanted.api, wanted.stage)
  const target = { ...found.target, account: wanted.account }
  const ledger = openLedger(connection, target, found.record.clusterStatus)
  const stage: OpenStage = { ...found, target, allApis: null, inferred: null, ledger }
  const id = found.record.deploymentId
  const known = exports.get(id) ?? unlessDenied(() => connection.control.deployedExport(refOf(target)))
  exports.set(id, known)
  const document = await known
  const namesKeys = wanted.methods.some(({ keys }) => keys !== null)
  const authorizers = namesKeys && current ? await readAuthorizers(stage, current) : []
  const seen: SeenStage = {
    stage,
    document,
    deployed: document === null ? null : deployedMethods(document),
    current,
    authorizers,
    sisters: candidates.map(({ record }) => record.name).filter((name) => name !== wanted.stage),
  }
  return { wanted, seen }
}

/** From what a file says to one API, with as few calls as that takes. */
function apiFinder({ control, region }: Connection): (wanted: WantedStage) => Promise<ApiRecord> {
  return async ({ api }) => {
    // Ten lower-case letters and digits are an id nearly always.
    if (/^[a-z0-9]{10}$/.test(api)) {
      try {
        return await control.restApi(api)
      } catch (error) {
        if (!isNotFound(error)) throw error
      }
    }
    const all = await control.restApis()
    const [found, ...others] = all.filter(({ id, name }) => id === api || name === api)
    if (!found) throw noSuchApi(region, api, all)
    if (others.length === 0) return found
    throw new ApigwCacheError('usage', 'ambiguous-api', `${others.length + 1} REST APIs are called "${api}"`, {
      data: { ids: [found, ...others].map(({ id }) => id) },
    })
  }
}

/** The same connection, which lists the APIs of its region at most once. */
function listingOnce(connection: Connection): Connection {
  let all: Promise<readonly ApiRecord[]> | null = null
  const restApis = () => {
    all ??= connection.control.restApis()
    return all
  }
  return { ...connection, control: { ...connection.control, restApis } }
}

type Settled<T> = { readonly value: T } | { readonly failure: Failure }

/** A failure of one stage; errors that end everything are thrown. */
async function settled<T>(wanted: WantedStage, work: () => Promise<T>): Promise<Settled<T>> {
  try {
    return { value: await work() }
  } catch (error) {
    if (!(error instanceof ApigwCacheError) || error.kind === 'interrupted') throw error
    return { failure: failureOf(wanted, error) }
  }
}

function failing(wanted: readonly WantedStage[], error: ApigwCacheError): Reading {
  return { pairs: [], failed: wanted.map((one) => failureOf(one, error)) }
}

export function failureOf({ account, region, api, apiName, stage }: WantedStage, error: ApigwCacheError): Failure {
  const target = { account, ...(region === null ? {} : { region }), api: { id: api, name: apiName }, stage }
  return { target, message: error.message, error }
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return [...groups.values()]
}
