import type { Handler } from '../world/lambda.js'
import { DEMO_SEED } from './demo.js'
import type { Seed, SeedApi, SeedMethod } from './seed.js'

/** Answers what was asked and when, which is all that a probe needs. */
export const TRAFFIC_HANDLERS: Readonly<Record<string, Handler>> = {
  'traffic-origin': ({ path }, { clock }) => ({
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ generatedAt: new Date(clock.now()).toISOString(), path }),
  }),
}

const ORIGIN: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'traffic-origin' } }

/** A stage that does well. */
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

/** A cluster far too large, and keys that make an entry for every browser. */
const SHOP: SeedApi = {
  id: 's6h1o2p3a1',
  name: 'shop',
  description: 'Too large a cache, and a key that splits too finely',
  methods: {
    'GET /products': { ...ORIGIN, parameters: ['querystring.page'], keys: ['header.User-Agent'] },
    'GET /products/{sku}': { ...ORIGIN, keys: ['path.sku', 'header.User-Agent'] },
    'GET /prices': ORIGIN,
    'POST /carts': ORIGIN,
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

/** A cluster that nobody asks, and a size that one left behind. */
const LEGACY: SeedApi = {
  id: 'l3g4c5y6a1',
  name: 'legacy',
  description: 'Nobody asks its prod any more',
  methods: { 'GET /items': ORIGIN, 'GET /items/{id}': { ...ORIGIN, keys: ['path.id'] } },
  stages: {
    prod: {
      cluster: '1.6',
      settings: { '*/*': { cachingEnabled: true, cacheTtlInSeconds: 3_600 } },
      traffic: {},
    },
    dev: { lingeringSize: '0.5', traffic: { 'GET /items': { perMinute: 0.4, backendMs: 60 } } },
  },
}

/** Three APIs with two weeks of metrics: something to plot, and something to give advice about. */
export const TRAFFIC_SEED: Seed = { history: { days: 14 }, apis: [...PETS, SHOP, LEGACY] }
