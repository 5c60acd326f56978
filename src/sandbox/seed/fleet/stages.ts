import type { ClusterSize } from '../../world/enums.js'
import type { MethodSetting } from '../../world/model.js'
import type { SeedMethod, SeedStage, SeedTraffic } from '../seed.js'
import type { Chances } from './choice.js'
import type { Owned } from './owner.js'

type Methods = Readonly<Record<string, SeedMethod>>
type Kept = Pick<SeedStage, 'cluster' | 'lingeringSize' | 'settings' | 'traffic'>

/** What became of the cache of a stage that customers use. */
const CACHES = {
  works: 0.26,
  /** Nobody asks any more. */
  idle: 0.05,
  /** The cluster is paid, and caching is off. */
  unused: 0.05,
  oversized: 0.05,
  /** Only one method is cached. */
  single: 0.05,
  /** The cluster is gone and its size is left. */
  lingering: 0.05,
  /** Caching was switched on and the cluster forgotten. */
  clusterless: 0.04,
  none: 0.45,
} as const

const OTHERS = { dev: 0.5, staging: 0.25 } as const

export function stagesOf(chances: Chances, methods: Methods, owned: Owned): Readonly<Record<string, SeedStage>> {
  const main = chances.is('versioned', 0.2) ? 'v1' : 'prod'
  const others = Object.entries(OTHERS).filter(([name, rate]) => chances.is(`has ${name}`, rate))
  return Object.fromEntries([
    [main, { ...mainStage(chances, methods), tags: owned.tagsOf(main) }],
    ...others.map(([name]) => [name, { ...otherStage(chances, name, methods), tags: owned.tagsOf(name) }]),
  ])
}

function mainStage(chances: Chances, methods: Methods): Kept {
  const often = chances.between('traffic', 0.2, 30)
  const traffic = trafficOf(chances, methods, often)
  const cluster = chances.shared<ClusterSize>('size', { '0.5': 0.7, '1.6': 0.2, '6.1': 0.1 } as Record<
    ClusterSize,
    number
  >)
  const on = settingOf(chances, true)
  switch (chances.shared('cache', CACHES)) {
    case 'works':
      return { cluster, settings: { '*/*': on, ...overrides(chances, methods) }, traffic }
    case 'idle':
      return { cluster, settings: { '*/*': on }, traffic: {} }
    case 'unused':
      return { cluster, settings: { '*/*': { ...on, cachingEnabled: false } }, traffic }
    case 'oversized': {
      const large = chances.one<ClusterSize>('large', ['13.5', '28.4', '58.2'])
      return { cluster: large, settings: { '*/*': on }, traffic: trafficOf(chances, methods, often / 20) }
    }
    case 'single':
      return {
        cluster,
        settings: { '*/*': settingOf(chances, false), [firstOf(methods)]: { cachingEnabled: true } },
        traffic,
      }
    case 'lingering':
      return { lingeringSize: cluster, settings: { '*/*': on }, traffic }
    case 'clusterless':
      return { settings: { '*/*': on }, traffic }
    case 'none':
      return { settings: { '*/*': settingOf(chances, false) }, traffic }
  }
}

function otherStage(chances: Chances, name: string, methods: Methods): Kept {
  const traffic = chances.is(`${name} is used`, 0.6) ? trafficOf(chances, methods, 0.1) : {}
  const settings = { '*/*': settingOf(chances, true) }
  const cache = chances.shared(`cache of ${name}`, { on: 0.08, lingering: 0.07, none: 0.85 })
  if (cache === 'on') return { cluster: '0.5', settings, traffic }
  return cache === 'lingering' ? { lingeringSize: '0.5', settings, traffic } : { traffic }
}

function settingOf(chances: Chances, cachingEnabled: boolean): Partial<MethodSetting> {
  return {
    cachingEnabled,
    cacheTtlInSeconds: chances.one('ttl', [300, 300, 300, 60, 30, 600, 3600]),
    cacheDataEncrypted: chances.is('encrypted', 0.25),
    metricsEnabled: chances.is('detailed metrics', 0.6),
    requireAuthorizationForCacheControl: !chances.is('open invalidation', 0.15),
  }
}

function overrides(chances: Chances, methods: Methods): NonNullable<SeedStage['settings']> {
  const item = Object.keys(methods)[1]
  return {
    ...(item && chances.is('item ttl', 0.3) ? { [item]: { cacheTtlInSeconds: 3600 } } : {}),
    ...(Object.hasOwn(methods, 'GET /health') ? { 'GET /health': { cachingEnabled: false } } : {}),
  }
}

function firstOf(methods: Methods): string {
  return Object.keys(methods)[0] ?? '*/*'
}

function trafficOf(chances: Chances, methods: Methods, often: number): Readonly<Record<string, SeedTraffic>> {
  return Object.fromEntries(
    Object.keys(methods).map((line) => {
      const share = line.startsWith('GET') ? chances.between(`share of ${line}`, 0.2, 1) : 0.1
      const entries = line.includes('{') ? chances.between(`entries of ${line}`, 20, 5000) : 12
      const backendMs = Math.round(chances.between(`time of ${line}`, 20, 600))
      return [line, { perMinute: often * share, entries: Math.round(entries), backendMs }]
    }),
  )
}
