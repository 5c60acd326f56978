import type { Role } from '../../iam/role.js'
import type { Account } from '../../world/lambda.js'
import type { Seed, SeedApi } from '../seed.js'
import { chancesOf } from './choice.js'
import { methodsOf } from './methods.js'
import { ownedBy } from './owner.js'
import { stagesOf } from './stages.js'

const FLEET_SIZE = '60'
const MOST_APIS = 10_000

const NOUNS = [
  'orders',
  'customers',
  'products',
  'prices',
  'stock',
  'shipments',
  'payments',
  'invoices',
  'carts',
  'reviews',
  'offers',
  'sessions',
  'messages',
  'images',
  'documents',
  'reports',
  'stores',
  'tickets',
  'bookings',
  'menus',
  'articles',
  'events',
  'devices',
  'routes',
  'quotes',
] as const
const VARIANTS = ['', '-v2', '-internal', '-partner', '-mobile', '-admin'] as const
const TEAMS = ['storefront', 'logistics', 'billing', 'data', 'identity'] as const

/** Many APIs over three accounts and two regions, as a company has them: the same ones every time. */
export function fleetSeed(home: Account, wanted = FLEET_SIZE): Seed {
  const size = Number(wanted)
  if (!Number.isInteger(size) || size < 1 || size > MOST_APIS) {
    throw new Error(`"${wanted}" is no number of APIs: from 1 to 10,000`)
  }
  const places = placesOf(home)
  return {
    history: { days: 14 },
    roles: [...new Set(places.map(({ accountId }) => accountId))].flatMap(rolesIn),
    apis: Array.from({ length: size }, (_, index) => apiOf(index, places)),
  }
}

function apiOf(index: number, places: readonly Account[]): SeedApi {
  const place = places[index % places.length] ?? { accountId: '', region: '' }
  const chances = chancesOf(index)
  const noun = NOUNS[Math.floor(index / places.length) % NOUNS.length] ?? NOUNS[0]
  const turn = Math.floor(index / places.length / NOUNS.length)
  const owned = ownedBy(chances, `${noun}${VARIANTS[turn] ?? `-${turn}`}`, place)
  const methods = methodsOf(chances, noun)
  const endpointType = chances.shared('endpoint', { REGIONAL: 0.65, EDGE: 0.25, PRIVATE: 0.1 })
  return {
    ...place,
    id: idOf(index, chances.hex('id', 5)),
    name: owned.name,
    endpointType,
    ...(endpointType === 'PRIVATE' ? { vpcEndpointIds: [`vpce-0${chances.hex('endpoint id', 8).toLowerCase()}`] } : {}),
    tags: { team: chances.one('team', TEAMS), ...owned.tags },
    methods,
    stages: stagesOf(chances, methods, owned),
  }
}

/** Ten characters with the number in them, so that no two are alike. */
function idOf(index: number, noise: string): string {
  return `f${noise.toLowerCase()}${index.toString(36).padStart(4, '0')}`
}

/** The home account and two others, each at home and in one region more. */
function placesOf({ accountId, region }: Account): Account[] {
  const others = ['111111111111', '222222222222', '333333333333'].filter((other) => other !== accountId)
  const abroad = region === 'eu-west-1' ? 'us-east-1' : 'eu-west-1'
  return [region, abroad].flatMap((place) =>
    [accountId, ...others.slice(0, 2)].map((account) => ({ accountId: account, region: place })),
  )
}

/** One that may read what there is to see, and one that may do everything. */
function rolesIn(accountId: string): readonly Role[] {
  const arn = (name: string) => `arn:aws:iam::${accountId}:role/${name}`
  const reading = [
    'apigateway:GET',
    'cloudwatch:GetMetricData',
    'cloudwatch:GetMetricStatistics',
    'cloudwatch:ListMetrics',
    'account:ListRegions',
  ]
  return [
    { arn: arn('reader'), policies: [{ Statement: { Effect: 'Allow', Action: reading, Resource: '*' } }] },
    { arn: arn('operator') },
  ]
}
