import type { Context } from '../../context.js'
import type { Connection, Place } from '../../core/aws/connection.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { inParallel } from '../../core/base/parallel.js'
import type { Failure } from '../../core/find/select.js'
import { type Account, accountsOf, ITSELF, isTemplate } from '../../core/fleet/accounts.js'
import { isInShard } from '../../core/fleet/in-shard.js'
import { regionsAlwaysOn } from '../../core/fleet/regions.js'
import type { NamedTarget } from '../../core/fleet/targets-file.js'
import { type FleetFlags, isFleet } from '../flags/fleet-flags.js'
import { readAccounts, readTargets } from './lists.js'
import type { Session } from './session.js'
import { commandSpelling, type Given } from './spelling.js'

/** Accounts and regions at a time; each has a quota of its own. */
export const PARALLEL_SCOPES = 32

/** Accounts that are entered at a time. */
const PARALLEL_ACCOUNTS = 8

/** One account and region. */
export interface Scope extends Place {
  /** Null where STS does not tell. */
  readonly account: string | null
  /** Null where the selectors say which stages are meant. */
  readonly targets: readonly NamedTarget[] | null
}

/** Everywhere that the flags mean. */
export interface Fleet {
  readonly scopes: readonly Scope[]
  /** Accounts that could not be entered. */
  readonly failed: readonly Failure[]
  /** Accounts that nobody uses any more; they were not asked. */
  readonly suspended: readonly string[]
  /** Made when it is asked for, and once: all that works there shares its rate. */
  connect(scope: Scope): Promise<Connection>
}

/** What suggested commands repeat. */
type Shared = Pick<Given, 'profile' | 'endpointUrl' | 'config'>

/** Enters the accounts, each once, and finds their regions. Errors: `usage`. */
export async function openFleet(
  flags: FleetFlags & Shared,
  session: Session,
  base: Connection,
  context: Pick<Context, 'readFile' | 'readInput'>,
): Promise<Fleet> {
  const targets = flags.targets === undefined ? null : await readTargets(flags.targets, context)
  const listed = flags.accounts === undefined ? null : await readAccounts(flags.accounts, context)
  const roles = flags.role ?? []
  // A role that stands for one in each account leads into those of the targets.
  const inEach = roles.some(isTemplate) ? accountsIn(targets) : null
  const known = accountsOf(listed ?? inEach, roles, flags.externalId ?? null)
  const all = targets === null ? known : ofTargets(known, targets)
  requireAccount(all, session.settings.account)
  const accounts = all.filter(({ isSuspended }) => !isSuspended)
  const connect = connections(base, flags)
  const off = new Set<Scope>()
  const failed: Failure[] = []
  const found = await inParallel(accounts, PARALLEL_ACCOUNTS, async (account) => {
    try {
      return await scopesOf(account, { flags, session, base, connect, targets, off })
    } catch (error) {
      if (!(error instanceof ApigwCacheError) || error.kind === 'interrupted' || !isFleet(flags)) throw error
      failed.push({
        target: account.id === null ? {} : { account: account.id },
        message: error.message,
        error,
      })
      return []
    }
  })
  const included = found.flat().filter(({ region }) => !flags.excludeRegion?.includes(region))
  const { shard } = flags
  const scopes = included.filter(
    ({ account, region }) => !shard || isInShard({ account: account ?? '', region }, shard),
  )
  if (included.length === 0 && failed.length === 0 && accounts.length > 0) {
    throw new ApigwCacheError('usage', 'command-line', '--exclude-region leaves no region')
  }
  return {
    scopes,
    failed,
    suspended: all.flatMap((one) => (one.isSuspended ? (one.id ?? []) : [])),
    async connect(scope) {
      if (off.has(scope)) throw notOn(scope)
      return await connect(scope)
    },
  }
}

function notOn({ region, account }: Scope): ApigwCacheError {
  const where = account === null ? 'the account' : `account ${account}`
  return new ApigwCacheError('failure', 'region-not-on', `region ${region} is not switched on in ${where}`)
}

type Connect = (place: Place) => Promise<Connection>

function connections(base: Connection, { profile, endpointUrl, config }: Shared): Connect {
  const keyOf = ({ region, role }: Place) => `${role?.arn ?? ''} ${region}`
  const known = new Map([[keyOf({ region: base.region }), Promise.resolve(base)]])
  // What is suggested there has to lead there again.
  const open = async ({ region, role }: Place): Promise<Connection> => {
    return {
      ...(await base.at({ region, role })),
      spelling: commandSpelling({ profile, endpointUrl, config }, role),
    }
  }
  return (place) => {
    const key = keyOf(place)
    const connection = known.get(key) ?? open(place)
    known.set(key, connection)
    return connection
  }
}

interface Entering {
  readonly flags: FleetFlags
  readonly session: Session
  readonly base: Connection
  readonly connect: Connect
  readonly targets: readonly NamedTarget[] | null
  /** Gets what is named beside `all` and is not one of them: told as a failure once it is that one's turn. */
  readonly off: Set<Scope>
}

async function scopesOf(
  account: Account,
  { flags, session, base, connect, targets, off }: Entering,
): Promise<readonly Scope[]> {
  const { sessionName } = flags
  const externalId = account.externalId ?? undefined
  const role = account.role === null ? undefined : { arn: account.role, externalId, sessionName }
  const inside = await connect({ region: base.region, role })
  const id = await accountIn(inside, account)
  const own = targets?.filter((one) => one.account === account.id) ?? null
  const named = own?.map(({ region }) => region) ?? account.regions ?? flags.regions ?? [base.region]
  const others = named.filter((region) => region !== 'all')
  const { on, isKnown } = named.includes('all') ? await regionsIn(inside, id, session) : UNASKED
  return Array.from(new Set([...on, ...others]), (region) => {
    const targetsThere = own?.filter((one) => one.region === region) ?? null
    const scope = { account: id, region, role, targets: targetsThere }
    if (isKnown && !on.includes(region)) off.add(scope)
    return scope
  })
}

/** The accounts that targets name, where roles lead into them. */
function accountsIn(targets: readonly NamedTarget[] | null): readonly Account[] | null {
  if (targets === null) return null
  return [...new Set(targets.map(({ account }) => account))].map((id) => ({ ...ITSELF, id }))
}

/** Those of the targets, in the way that is known, else with the credentials as they are. */
function ofTargets(known: readonly Account[], targets: readonly NamedTarget[]): readonly Account[] {
  return (accountsIn(targets) ?? []).map((one) => known.find(({ id }) => id === one.id) ?? one)
}

/** The account that was entered; a role that cannot be assumed is told here, and not for each region. */
async function accountIn(connection: Connection, { id }: Account): Promise<string | null> {
  try {
    const found = await connection.account()
    if (id === null || id === found) return found
    throw new ApigwCacheError('usage', 'other-account', `the credentials belong to account ${found}, not ${id}`)
  } catch (error) {
    // STS may be out of reach where API Gateway is not: then the account stays unknown.
    if (!(error instanceof ApigwCacheError) || error.kind !== 'failure') throw error
    return id
  }
}

interface Regions {
  readonly on: readonly string[]
  /** False where the account does not tell, and others may be on. */
  readonly isKnown: boolean
}

const UNASKED: Regions = { on: [], isKnown: false }

async function regionsIn(connection: Connection, account: string | null, { warn }: Session): Promise<Regions> {
  try {
    return { on: await connection.enabledRegions(), isKnown: true }
  } catch (error) {
    if (!(error instanceof ApigwCacheError) || !['denied', 'failure'].includes(error.kind)) throw error
    const whose = account === null ? '' : ` of account ${account}`
    warn(`the regions${whose} are taken to be those that are always on: ${error.message}`)
    return { on: regionsAlwaysOn(connection.partition, connection.region), isKnown: false }
  }
}

/** Nothing has been sent yet when this refuses. */
function requireAccount(accounts: readonly Account[], expected: string | undefined): void {
  const other = accounts.find(({ id }) => id !== null && id !== expected)
  if (expected === undefined || other === undefined) return
  throw new ApigwCacheError('usage', 'other-account', `account ${other.id} is meant too, not only ${expected}`)
}
