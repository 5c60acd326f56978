import type { Handler } from '../world/lambda.js'
import { DEMO_SEED } from './demo.js'
import type { Seed, SeedApi, SeedMethod } from './seed.js'

/** Answers with path and time, which is all that a probe needs. */
export const TRAFFIC_HANDLERS: Readonly<Record<string, Handler>> = {
  'traffic-origin': ({ path }, { clock }) => ({
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ generatedAt: new Date(clock.now()).toISOString(), path }),
  }),
}

const FUNCTION: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'traffic-origin' } }

/** A stage that caches well. */
const PETS: readonly SeedApi[] = DEMO_SEED.apis.map((api) => ({
  ...api,
  stages: {
    prod: {
      cluster: '0.5',
      settings: {
        '*/*': { cachingEnabled: true, metricsEnabled: true },
        ...api.stages.prod?.settings,
        'GET /pets/{id}': { cacheTtlInSeconds: 600 },
        'GET /users': { cacheTtlInSeconds: 60 },
      },
      traffic: {
        'GET /pets': { perMinute: 60, entries: 1, backendMs: 180 },
        'GET /pets/{id}': { perMinute: 45, entries: 150, backendMs: 90 },
        'GET /users': { perMinute: 8, entries: 1, backendMs: 140, errorRate: 0.02 },
        'POST /search': { perMinute: 12, backendMs: 320, errorRate: 0.03 },
        'GET /health': { perMinute: 2, entries: 1, backendMs: 12, errorRate: 0 },
        'GET /report': { perMinute: 0.5, entries: 1, backendMs: 900 },
        'GET /orders': { perMinute: 6, backendMs: 110, errorRate: 0.02 },
        'GET /static': { perMinute: 20, entries: 1, backendMs: 30, errorRate: 0 },
      },
    },
  },
}))

/** A cluster that is far too large, and keys that make an entry for each browser. */
const SHOP: SeedApi = {
  id: 's6h1o2p3a1',
  name: 'shop',
  description: 'Too large a cache, and a key that splits too finely',
  methods: {
    'GET /products': { ...FUNCTION, parameters: ['querystring.page'], keys: ['header.User-Agent'] },
    'GET /products/{sku}': { ...FUNCTION, keys: ['path.sku', 'header.User-Agent'] },
    'GET /prices': FUNCTION,
    'POST /carts': FUNCTION,
  },
  stages: {
    prod: {
      cluster: '6.1',
      settings: {
        '*/*': { cachingEnabled: true, metricsEnabled: true, cacheDataEncrypted: true },
        'GET /prices': { cacheTtlInSeconds: 30 },
      },
      traffic: {
        'GET /products': { perMinute: 9, entries: 1_200, backendMs: 240 },
        'GET /products/{sku}': { perMinute: 14, entries: 40_000, backendMs: 160 },
        'GET /prices': { perMinute: 4, entries: 1, backendMs: 70 },
        'POST /carts': { perMinute: 3, backendMs: 210, errorRate: 0.04 },
      },
    },
  },
}

/** A cluster without requests, and a size that a deleted cluster left behind. */
const LEGACY: SeedApi = {
  id: 'l3g4c5y6a1',
  name: 'legacy',
  description: 'Nobody asks its prod any more',
  methods: { 'GET /items': FUNCTION, 'GET /items/{id}': { ...FUNCTION, keys: ['path.id'] } },
  stages: {
    prod: {
      cluster: '1.6',
      settings: { '*/*': { cachingEnabled: true, cacheTtlInSeconds: 3_600 } },
      traffic: {},
    },
    dev: { lingeringSize: '0.5', traffic: { 'GET /items': { perMinute: 0.4, backendMs: 60 } } },
  },
}

/** Three APIs with two weeks of metrics, to plot and to give advice about. */
export const TRAFFIC_SEED: Seed = { history: { days: 14 }, apis: [...PETS, SHOP, LEGACY] }
