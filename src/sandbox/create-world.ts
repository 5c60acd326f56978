import { backdate, historyOf } from './history/history.js'
import { identitiesOf } from './iam/identity.js'
import { addOpenApi } from './openapi/api.js'
import { parseOpenApi } from './openapi/document.js'
import { exampleFunctions } from './openapi/example-function.js'
import { checkedInput, type SandboxOptions } from './options.js'
import { addSeedApi } from './seed/api.js'
import { DEMO_HANDLERS, DEMO_SEED } from './seed/demo.js'
import type { Seed } from './seed/seed.js'
import { TRAFFIC_HANDLERS, TRAFFIC_SEED } from './seed/traffic.js'
import { DEFAULT_KNOBS } from './world/knobs.js'
import type { RestApi } from './world/model.js'
import type { World } from './world/world.js'

type Given = Pick<World, 'clock' | 'random' | 'faults' | 'counters'>

/** The world that the options describe. `kept` are the APIs from a state file, if there is one. */
export function createWorld(options: SandboxOptions, given: Given, kept: readonly RestApi[] | null): World {
  const { openApi } = options
  const document = openApi === undefined ? null : checkedInput('openApi', () => parseOpenApi(openApi))
  const seed = seedOf(options.seed ?? (document ? 'empty' : 'demo'))
  const functions = document ? checkedInput('openApi', () => exampleFunctions(document)) : {}
  const world = checkedInput('seed', () => emptyWorld(options, given, seed, functions))
  if (kept) for (const api of kept) world.apis.set(api.id, api)
  else {
    for (const api of seed.apis) checkedInput('seed', () => addSeedApi(world, api))
    if (document) checkedInput('openApi', () => addOpenApi(world, document))
  }
  const { days } = options.history ?? seed.history ?? { days: 0 }
  if (!kept) backdate(world, days)
  world.counters.addHistory(checkedInput('seed', () => historyOf(world, seed, days)))
  return world
}

function emptyWorld(
  options: SandboxOptions,
  given: Given,
  seed: Seed,
  functions: ReturnType<typeof exampleFunctions>,
): World {
  const accountId = options.accountId ?? '000000000000'
  return {
    ...given,
    iam: options.iam ?? 'off',
    identities: identitiesOf(seed.identities ?? [], accountId),
    apiKeys: new Set((seed.apiKeys ?? []).map(({ value }) => value)),
    accountId,
    region: options.region ?? 'us-east-1',
    knobs: { ...DEFAULT_KNOBS, ...options.knobs },
    clusterTimeMs: options.clusterTimeMs ?? 4000,
    flushTimeMs: options.flushTimeMs ?? 2000,
    metricsDelayMs: options.metricsDelayMs ?? 0,
    apis: new Map(),
    handlers: new Map(
      Object.entries({ ...functions, ...DEMO_HANDLERS, ...TRAFFIC_HANDLERS, ...options.handlers }),
    ),
  }
}

const BUILT_IN = { demo: DEMO_SEED, traffic: TRAFFIC_SEED, empty: { apis: [] } } as const

function seedOf(seed: NonNullable<SandboxOptions['seed']>): Seed {
  return typeof seed === 'string' ? BUILT_IN[seed] : seed
}
