import { LRUCache } from 'lru-cache'
import { createCounters } from '../cloudwatch/counters.js'
import { type Dashboard, newMonitoring } from '../cloudwatch/monitoring.js'
import type { HttpRequest } from '../http/message.js'
import { identityOf } from '../iam/authentication.js'
import { scopeOf } from '../iam/credential.js'
import { createLogs } from '../logs/store.js'
import { hasAnySetting, newSettings } from '../world/account-settings.js'
import { createAuthorizations } from '../world/authorizers/results.js'
import type { DomainName } from '../world/domain-name.js'
import type { Account } from '../world/lambda.js'
import { mixed } from '../world/random.js'
import { isStandard } from '../world/regions.js'
import { createUsage } from '../world/usage.js'
import type { World } from '../world/world.js'

/** What all worlds of a sandbox share. */
export type Shared = Omit<
  World,
  | 'accountId'
  | 'region'
  | 'enabled'
  | 'apis'
  | 'settings'
  | 'usage'
  | 'isTaken'
  | 'counters'
  | 'monitoring'
  | 'logs'
  | 'authorizations'
> & {
  readonly metricsSeed: number
}

/** A world for each account and region. */
export interface Worlds {
  /** False where an account's one world is there in every region. */
  readonly regional: boolean
  /** That of callers whom the sandbox does not know. */
  readonly home: World
  /** Those that anybody has asked for. */
  all(): readonly World[]
  /** An empty one where nobody has been before. */
  at(account: Account): World
  /** Of an API, whose id is unique over all worlds; home where no world has it. */
  holding(apiId: string): World
  /** A custom domain name of any world. */
  domain(name: string): DomainName | undefined
  /** Of whoever signed, in the region that was signed for. */
  of(request: Pick<HttpRequest, 'headers'>): World
  /** Switches the region on, as a seed does that has an API there. */
  open(account: Account): World
}

const MOST_HOLDERS = 10_000
/** So many accounts and regions; the one that is empty and was made first makes room for another. */
const MOST_WORLDS = 1_000

export function createWorlds(shared: Shared, { regional, home: at }: Begun): Worlds {
  const worlds = new Map<string, World>()
  const holders = new LRUCache<string, World>({ max: MOST_HOLDERS })
  const dashboards = new Map<string, Map<string, Dashboard>>()
  const dashboardsOf = ({ accountId }: Account) => {
    const known = dashboards.get(accountId) ?? new Map<string, Dashboard>()
    dashboards.set(accountId, known)
    return known
  }
  const isTaken = (apiId: string) => [...worlds.values()].some(({ apis }) => apis.has(apiId))
  const placed = ({ accountId, region }: Account) => ({ accountId, region: regional ? region : at.region })
  const newWorld = (account: Account, enabled: boolean): World => ({
    ...shared,
    ...account,
    enabled,
    apis: new Map(),
    settings: newSettings(),
    usage: createUsage(),
    authorizations: createAuthorizations(shared.clock),
    isTaken,
    logs: createLogs(shared.clock),
    counters: createCounters(metricsSeedAt(shared.metricsSeed, account, at)),
    monitoring: newMonitoring(dashboardsOf(account)),
  })
  const open = (account: Account): World => {
    const own = placed(account)
    const known = worlds.get(keyOf(own))
    if (known) return known
    const world = newWorld(own, true)
    worlds.set(keyOf(own), world)
    return world
  }
  const isRoom = () => worlds.size < MOST_WORLDS || forgetEmpty(worlds, dashboards, home)
  const worldAt = (account: Account): World => {
    const own = placed(account)
    const known = worlds.get(keyOf(own))
    if (known) return known
    // Whoever signs for a region that is off makes no world there, and neither does a stranger too many.
    const isOn = (!regional || isStandard(own.region)) && isRoom()
    return isOn ? open(own) : newWorld(own, false)
  }
  const home = open(at)
  return {
    regional,
    home,
    all: () => [...worlds.values()],
    at: worldAt,
    holding(apiId) {
      if (worlds.size === 1) return home
      const known = holders.get(apiId)
      if (known?.apis.has(apiId)) return known
      const found = [...worlds.values()].find(({ apis }) => apis.has(apiId))
      if (found) holders.set(apiId, found)
      else holders.delete(apiId)
      return found ?? home
    },
    domain(name) {
      for (const { settings } of worlds.values()) {
        const found = settings.domainNames.get(name)
        if (found) return found
      }
      return undefined
    },
    of(request) {
      const accountId = identityOf(shared, request)?.accountId ?? at.accountId
      return worldAt({ accountId, region: scopeOf(request)?.region ?? at.region })
    },
    open,
  }
}

interface Begun {
  readonly regional: boolean
  readonly home: Account
}

function keyOf({ accountId, region }: Account): string {
  return `${accountId}/${region}`
}

/** The home world's is the sandbox's own; APIs of one name have other traffic elsewhere. */
function metricsSeedAt(seed: number, account: Account, home: Account): number {
  return keyOf(account) === keyOf(home) ? seed : mixed(seed, account.accountId, account.region)
}

/** False where every other world has something in it. */
function forgetEmpty(
  worlds: Map<string, World>,
  dashboards: Map<string, Map<string, Dashboard>>,
  home: World,
): boolean {
  for (const [key, world] of worlds) {
    if (world === home || !isEmpty(world)) continue
    worlds.delete(key)
    const { accountId } = world
    if (![...worlds.values()].some((other) => other.accountId === accountId)) dashboards.delete(accountId)
    return true
  }
  return false
}

function isEmpty({ apis, settings, monitoring, logs }: World): boolean {
  return apis.size === 0 && !hasAnySetting(settings) && monitoring.changes === 0 && logs.groups.size === 0
}
