import { backdate, historyOf } from '../history/history.js'
import { identitiesOf } from '../iam/identity.js'
import { rolesOf } from '../iam/role.js'
import { addOpenApi } from '../openapi/api.js'
import { type OpenApiDocument, parseUndeployed } from '../openapi/document.js'
import { exampleFunctions } from '../openapi/example-function.js'
import { checkedInput, type SandboxOptions } from '../options.js'
import { addSeedApi } from '../seed/api.js'
import { DEMO_HANDLERS, DEMO_SEED } from '../seed/demo.js'
import { fleetSeed } from '../seed/fleet/fleet.js'
import type { Seed } from '../seed/seed.js'
import { TRAFFIC_HANDLERS, TRAFFIC_SEED } from '../seed/traffic.js'
import type { KeptState } from '../state/file.js'
import { restoreMonitoring } from '../state/monitoring.js'
import { danglingIn } from '../state/references.js'
import type { LoadedTemplate } from '../template/load.js'
import { newSettings } from '../world/account-settings.js'
import { DEFAULT_KNOBS } from '../world/knobs.js'
import type { Account, Handler } from '../world/lambda.js'
import { createWorlds, type Shared, type Worlds } from './worlds.js'

type Given = Pick<Shared, 'clock' | 'random' | 'faults' | 'metricsSeed'>

/** The worlds that the options describe. `kept` is what a state file says, if there is one. */
export function startWorlds(
  options: SandboxOptions,
  given: Given,
  kept: KeptState | null,
  template: LoadedTemplate | null = null,
  note: (line: string) => void = () => undefined,
): Worlds {
  const { openApi } = options
  const home = homeOf(options)
  const document = openApi === undefined ? null : checkedInput('openApi', () => parseUndeployed(openApi, home))
  const seed = checkedInput('seed', () => seedOf(options.seed ?? (document || template ? 'empty' : 'demo'), home))
  const functions = document ? checkedInput('openApi', () => exampleFunctions(document)) : {}
  const shared = checkedInput('seed', () => sharedOf(options, given, { seed, home, functions, template }))
  const regional = kept ? kept.regional : seed.apis.some(({ region }) => region !== undefined)
  const worlds = createWorlds(shared, { regional, home })
  if (kept) checkedInput('stateFile', () => restore(worlds, kept))
  else {
    for (const line of addApis(worlds, seed, document)) note(line)
    if (template) checkedInput('template', () => template.addTo(worlds.home))
  }
  const { days } = options.history ?? seed.history ?? { days: 0 }
  for (const world of worlds.all()) {
    if (!kept) backdate(world, days)
    const own = seed.apis.filter((api) => worlds.at(placeOf(api, home)) === world)
    world.counters.addHistory(checkedInput('seed', () => historyOf(world, own, days)))
  }
  return worlds
}

export function homeOf({ accountId = '000000000000', region = 'us-east-1' }: SandboxOptions): Account {
  return { accountId, region }
}

/** Gives what of the document was left out. */
function addApis(worlds: Worlds, seed: Seed, document: OpenApiDocument | null): readonly string[] {
  for (const api of seed.apis) {
    checkedInput('seed', () => addSeedApi(worlds.open(placeOf(api, worlds.home)), api))
  }
  return document ? checkedInput('openApi', () => addOpenApi(worlds.home, document)) : []
}

function restore(worlds: Worlds, kept: KeptState): void {
  for (const one of kept.worlds) {
    const { accountId: _, region: __, apis, monitoring, ...settings } = { ...newSettings(), ...one }
    const world = worlds.open(placeOf(one, worlds.home))
    Object.assign(world.settings, settings)
    if (monitoring) restoreMonitoring(world.monitoring, monitoring, world.clock.now())
    for (const api of apis) {
      if (world.isTaken(api.id)) throw new Error(`not the state of a sandbox: the API ${api.id} is there twice`)
      const dangling = danglingIn(api)
      if (dangling) throw new Error(`not the state of a sandbox: ${dangling}`)
      world.apis.set(api.id, api)
    }
  }
}

function placeOf({ accountId, region }: Partial<Account>, home: Account): Account {
  return { accountId: accountId ?? home.accountId, region: region ?? home.region }
}

interface Sources {
  readonly seed: Seed
  readonly home: Account
  readonly functions: Readonly<Record<string, Handler>>
  readonly template: LoadedTemplate | null
}

function sharedOf(options: SandboxOptions, given: Given, { seed, home, functions, template }: Sources): Shared {
  const named = <T>(given: Readonly<Record<string, T>> = {}) => template?.named(given) ?? given
  const own = named(options.handlers)
  return {
    ...given,
    iam: options.iam ?? 'off',
    identities: identitiesOf(seed.identities ?? [], home.accountId),
    roles: rolesOf(seed.roles ?? []),
    apiKeys: new Set((seed.apiKeys ?? []).map(({ value }) => value)),
    knobs: { ...DEFAULT_KNOBS, ...options.knobs },
    clusterTimeMs: options.clusterTimeMs ?? 4000,
    flushTimeMs: options.flushTimeMs ?? 2000,
    metricsDelayMs: options.metricsDelayMs ?? 0,
    accessLog: options.accessLog ?? null,
    onRefusedAnswer: options.onRefusedAnswer ?? null,
    handlers: new Map(Object.entries({ ...functions, ...DEMO_HANDLERS, ...TRAFFIC_HANDLERS, ...own })),
    authorizers: new Map(Object.entries({ ...own, ...named(options.authorizers) })),
  }
}

const BUILT_IN = { demo: DEMO_SEED, traffic: TRAFFIC_SEED, empty: { apis: [] } } as const

function seedOf(seed: NonNullable<SandboxOptions['seed']>, home: Account): Seed {
  if (typeof seed !== 'string') return seed
  if (seed === 'demo' || seed === 'traffic' || seed === 'empty') return BUILT_IN[seed]
  return seed === 'fleet' ? fleetSeed(home) : fleetSeed(home, seed.slice('fleet:'.length))
}
