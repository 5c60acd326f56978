import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CALLS } from '../../../src/core/base/calls.js'
import { VERBS } from '../../../src/core/gateway/method.js'
import { type MethodSettings, STRATEGIES } from '../../../src/core/gateway/model.js'
import type { SettingRecord, StageRecord } from '../../../src/core/gateway/record.js'
import { NEW_RECORD } from '../../../src/core/gateway/settings.js'
import { type MethodEntries, operationsOf, settingsAfter } from '../../../src/core/settings/batch.js'
import { defaultsPlan } from '../../../src/core/settings/defaults-plan.js'
import { overridePlan } from '../../../src/core/settings/override-plan.js'
import { removalPlan } from '../../../src/core/settings/override-removal.js'
import { strayPlan } from '../../../src/core/settings/strays.js'

type Entries = Readonly<Record<string, Partial<SettingRecord>>>

const ON = { caching: true }
const OFF = { caching: false }
const WATCHED = { metrics: true, loggingLevel: 'INFO', dataTrace: true, burstLimit: 50, rateLimit: 10.5 }

/** An entry is a full copy: what is left out is what AWS gives a new one. */
function stageOf(entries: Entries): StageRecord {
  const settings = Object.entries(entries).map(([key, some]) => [key, { ...NEW_RECORD, ...some }])
  return {
    name: 'prod',
    deploymentId: 'd1',
    clusterEnabled: true,
    clusterStatus: 'AVAILABLE',
    clusterSize: '0.5',
    settings: Object.fromEntries(settings),
    canary: null,
    tags: {},
    createdAt: null,
    updatedAt: null,
  }
}

function refOf(name: string) {
  const [method = '', path = ''] = name.split(' ')
  return { method, path }
}

function covered(name: string, verbs: readonly string[]) {
  const ref = refOf(name)
  return { ref, served: ref.method === 'ANY' ? verbs.map((method) => ({ method, path: ref.path })) : [ref] }
}

/** `key leaf=value` for a replacement, `- key` for a removal. */
function shown(methods: readonly MethodEntries[]): readonly string[] {
  return operationsOf(methods).map(({ op, path, value }) => {
    if (op === 'remove') return `- ${path.slice(1)}`
    const [, key, leaf] = /^\/(.+\/[^/]+)\/([^/]+\/[^/]+)$/.exec(path) ?? []
    return `${op === 'replace' ? '' : op}${key} ${leaf}=${value}`
  })
}

const NAMING = {
  spelling: CALLS,
  target: { account: null, region: 'us-east-1', api: { id: 'aaaaaaaaaa', name: null }, stage: 'prod' },
}

const set = (stage: Entries, name: string, settings: Partial<MethodSettings>, verbs = VERBS) =>
  shown(overridePlan(stageOf(stage), covered(name, verbs), settings, NAMING).methods)
const remove = (stage: Entries, name: string, allSettings = false, verbs = VERBS) =>
  shown(removalPlan(stageOf(stage), covered(name, verbs), allSettings, CALLS).methods)
const defaults = (stage: Entries, settings: Partial<MethodSettings>, includeOverrides = false) =>
  shown(defaultsPlan(stageOf(stage), settings, includeOverrides).methods)
const clean = (stage: Entries) => shown(strayPlan(stageOf(stage), () => false).methods)

const WRITES = {
  off: 'caching/enabled=false',
  on: 'caching/enabled=true',
  ttl: (seconds: number) => `caching/ttlInSeconds=${seconds}`,
  encrypted: 'caching/dataEncrypted=true',
  open: 'caching/requireAuthorizationForCacheControl=false',
  fail: 'caching/unauthorizedCacheControlHeaderStrategy=FAIL_WITH_403',
}
const { off, on, ttl, encrypted, open, fail } = WRITES
const WATCHED_WRITES = [
  'metrics/enabled=true',
  'logging/loglevel=INFO',
  'logging/dataTrace=true',
  'throttling/burstLimit=50',
  'throttling/rateLimit=10.5',
]
const ALL_WRITES = (over: Partial<Record<'ttl' | 'caching', string>> = {}) => [
  'metrics/enabled=false',
  'logging/dataTrace=false',
  'throttling/burstLimit=5000',
  'throttling/rateLimit=10000',
  'caching/dataEncrypted=false',
  'caching/requireAuthorizationForCacheControl=true',
  'caching/unauthorizedCacheControlHeaderStrategy=SUCCEED_WITH_RESPONSE_HEADER',
  over.ttl ?? ttl(300),
  over.caching ?? on,
]
const at = (key: string, ...leaves: readonly string[]) => leaves.map((leaf) => `${key} ${leaf}`)

type Case = readonly [name: string, actual: readonly string[], expected: readonly string[]]

describe('the operations that set the defaults', () => {
  it.each<Case>([
    ['create them', defaults({}, ON), at('*/*', on)],
    ['create them with caching on last', defaults({}, { ...ON, ttlSeconds: 60 }), at('*/*', ttl(60), on)],
    ['are none for "off" where there are none', defaults({}, OFF), []],
    ['leave "off" out where there are none', defaults({}, { ...OFF, ttlSeconds: 5 }), at('*/*', ttl(5))],
    ['are none where it is so already', defaults({ '*/*': ON }, ON), []],
    ['are none without a wish', defaults({ '*/*': ON }, {}), []],
    ['turn caching off', defaults({ '*/*': ON }, OFF), at('*/*', off)],
    ['turn it off first', defaults({ '*/*': ON }, { ...OFF, encrypted: true }), at('*/*', off, encrypted)],
    ['change the TTL alone', defaults({ '*/*': ON }, { ...ON, ttlSeconds: 0 }), at('*/*', ttl(0))],
    ['change encryption', defaults({ '*/*': ON }, { encrypted: true }), at('*/*', encrypted)],
    ['open invalidation', defaults({ '*/*': ON }, { requireAuthorization: false }), at('*/*', open)],
    ['change the strategy', defaults({ '*/*': ON }, { unauthorized: 'FAIL_WITH_403' }), at('*/*', fail)],
    [
      'set everything in the safe order',
      defaults(
        { '*/*': {} },
        { ...ON, ttlSeconds: 9, encrypted: true, requireAuthorization: false, unauthorized: 'FAIL_WITH_403' },
      ),
      at('*/*', encrypted, open, fail, ttl(9), on),
    ],
    ['leave overrides alone', defaults({ '*/*': ON, '~1a/GET': ON }, { ttlSeconds: 9 }), at('*/*', ttl(9))],
    [
      'change included overrides too',
      defaults({ '*/*': ON, '~1a/GET': ON }, { ttlSeconds: 9 }, true),
      [...at('*/*', ttl(9)), ...at('~1a/GET', ttl(9))],
    ],
    [
      'change only included overrides that differ',
      defaults({ '*/*': { ttlSeconds: 9 }, '~1a/GET': { ttlSeconds: 9 }, '~1b/GET': {} }, { ttlSeconds: 9 }, true),
      at('~1b/GET', ttl(9)),
    ],
    [
      'never cache another verb than GET',
      defaults({ '*/*': {}, '~1a/GET': {}, '~1a/POST': {}, '~1a/ANY': {} }, ON, true),
      [...at('*/*', on), ...at('~1a/GET', on)],
    ],
    [
      'stop caching other verbs than GET too',
      defaults({ '*/*': ON, '~1a/GET': ON, '~1a/POST': ON }, OFF, true),
      [...at('*/*', off), ...at('~1a/GET', off), ...at('~1a/POST', off)],
    ],
    [
      'change what else another verb has',
      defaults({ '*/*': {}, '~1a/POST': {} }, { ...ON, encrypted: true }, true),
      [...at('*/*', encrypted), ...at('~1a/POST', encrypted), ...at('*/*', on)],
    ],
    [
      'stand in one order over all entries',
      defaults({ '*/*': {}, '~1a/GET': {} }, { ...ON, ttlSeconds: 9, encrypted: true }, true),
      [
        ...at('*/*', encrypted),
        ...at('~1a/GET', encrypted),
        ...at('*/*', ttl(9)),
        ...at('~1a/GET', ttl(9)),
        ...at('*/*', on),
        ...at('~1a/GET', on),
      ],
    ],
    [
      'reach the spelling of one segment, which is taken',
      defaults({ '*/*': {}, 'a/GET': {} }, { ttlSeconds: 9 }, true),
      [...at('*/*', ttl(9)), ...at('a/GET', ttl(9))],
    ],
    [
      'pass by strays that decide nothing, and wildcards',
      defaults({ '*/*': {}, 'a/b/GET': {}, '/a/b/GET': {}, '~1a~1*/GET': {}, '~1a/*': {} }, { ttlSeconds: 9 }, true),
      at('*/*', ttl(9)),
    ],
  ])('%s', (_, actual, expected) => {
    expect(actual).toEqual(expected)
  })
})

describe('the operations that set an override', () => {
  it.each<Case>([
    ['create one', set({}, 'GET /a', ON), at('~1a/GET', on)],
    ['spell out "off" where nothing is cached yet', set({}, 'GET /a', OFF), at('~1a/GET', off)],
    ['spell out what is as AWS assumes', set({}, 'GET /a', { ttlSeconds: 300 }), at('~1a/GET', ttl(300))],
    ['take the root', set({}, 'GET /', ON), at('~1/GET', on)],
    ['encode slashes', set({}, 'GET /a/{b}/c', ON), at('~1a~1{b}~1c/GET', on)],
    ['leave braces and plus as they are', set({}, 'GET /{proxy+}', ON), at('~1{proxy+}/GET', on)],
    ['encode a tilde', set({}, 'GET /~a', ON), at('~1~0a/GET', on)],
    ['keep caching as it was', set({ '*/*': ON }, 'GET /a', { ttlSeconds: 9 }), at('~1a/GET', ttl(9), on)],
    [
      'keep each caching field of the defaults',
      set({ '*/*': { ...ON, ttlSeconds: 9, encrypted: true, requireAuthorization: false } }, 'GET /a', {
        unauthorized: 'FAIL_WITH_403',
      }),
      at('~1a/GET', encrypted, open, fail, ttl(9), on),
    ],
    ['turn caching off', set({ '*/*': ON }, 'GET /a', OFF), at('~1a/GET', off)],
    [
      'go back to what AWS assumes where the defaults differ',
      set({ '*/*': { ...ON, ttlSeconds: 9 } }, 'GET /a', { ttlSeconds: 300 }),
      at('~1a/GET', ttl(300), on),
    ],
    [
      'copy logging, metrics and throttling',
      set({ '*/*': WATCHED }, 'GET /a', ON),
      at('~1a/GET', ...WATCHED_WRITES, on),
    ],
    [
      'copy a throttle of none',
      set({ '*/*': { burstLimit: -1, rateLimit: -1 } }, 'GET /a', OFF),
      at('~1a/GET', off, 'throttling/burstLimit=-1', 'throttling/rateLimit=-1'),
    ],
    ['need no word for logging OFF', set({ '*/*': { loggingLevel: 'OFF' } }, 'GET /a', ON), at('~1a/GET', on)],
    ['write POST uncached', set({ '*/*': ON }, 'POST /a', { ttlSeconds: 9 }), at('~1a/POST', off, ttl(9))],
    [
      'write POST uncached whatever it inherits',
      set({}, 'POST /a', { encrypted: true }),
      at('~1a/POST', off, encrypted),
    ],
    ['cache POST when told', set({}, 'POST /a', ON), at('~1a/POST', on)],
    ['write HEAD uncached', set({ '*/*': ON }, 'HEAD /a', { ttlSeconds: 9 }), at('~1a/HEAD', off, ttl(9))],
    ['change what is there', set({ '~1a/GET': ON }, 'GET /a', { ttlSeconds: 9 }), at('~1a/GET', ttl(9))],
    ['are none the second time', set({ '~1a/GET': { ...ON, ttlSeconds: 9 } }, 'GET /a', { ttlSeconds: 9 }), []],
    [
      'leave what else is there',
      set({ '*/*': WATCHED, '~1a/GET': {} }, 'GET /a', { ttlSeconds: 9 }),
      at('~1a/GET', ttl(9)),
    ],
    ['keep a POST cached that is', set({ '~1a/POST': ON }, 'POST /a', { ttlSeconds: 9 }), at('~1a/POST', ttl(9))],
    [
      'turn off before all else',
      set({ '~1a/GET': ON }, 'GET /a', { ...OFF, ttlSeconds: 9, encrypted: true }),
      at('~1a/GET', off, encrypted, ttl(9)),
    ],
    [
      'turn on after all else',
      set({ '~1a/GET': {} }, 'GET /a', { ...ON, ttlSeconds: 9, encrypted: true }),
      at('~1a/GET', encrypted, ttl(9), on),
    ],
    [
      'take over what the tolerated spelling says',
      set({ '*/*': {}, 'a/GET': { ...ON, ...WATCHED, ttlSeconds: 9 } }, 'GET /a', { encrypted: true }),
      at('~1a/GET', ...WATCHED_WRITES, encrypted, ttl(9), on),
    ],
    [
      'do not take over what a stray without effect says',
      set({ '*/*': {}, 'a/b/GET': { ...ON, ttlSeconds: 9 } }, 'GET /a/b', { encrypted: true }),
      at('~1a~1b/GET', encrypted),
    ],
    [
      'cache only GET of an ANY method, and write the others off first',
      set({}, 'ANY /a', ON),
      [...VERBS.slice(1).map((verb) => `~1a/${verb} ${off}`), `~1a/GET ${on}`],
    ],
    [
      'leave out verbs with a method of their own',
      set({}, 'ANY /a', ON, ['GET', 'HEAD']),
      [...at('~1a/HEAD', off), ...at('~1a/GET', on)],
    ],
    [
      'write a cached verb off where ANY is cached',
      set({ '~1a/GET': ON, '~1a/POST': ON }, 'ANY /a', ON, ['GET', 'POST']),
      at('~1a/POST', off),
    ],
    [
      'give the other verbs of ANY the rest',
      set({}, 'ANY /a', { ttlSeconds: 9 }, ['GET', 'POST']),
      [...at('~1a/POST', off), ...at('~1a/GET', ttl(9)), ...at('~1a/POST', ttl(9))],
    ],
    [
      'turn all of ANY off',
      set({ '*/*': ON }, 'ANY /a', OFF, ['GET', 'POST']),
      [...at('~1a/GET', off), ...at('~1a/POST', off)],
    ],
  ])('%s', (_, actual, expected) => {
    expect(actual).toEqual(expected)
  })
})

describe('the operations that remove an override', () => {
  it.each<Case>([
    ['remove the whole entry', remove({ '*/*': ON, '~1a/GET': OFF }, 'GET /a'), ['- ~1a/GET']],
    ['are none where there is none', remove({ '*/*': ON, '~1b/GET': {} }, 'GET /a'), []],
    ['do so without defaults too', remove({ '~1a/GET': ON }, 'GET /a'), ['- ~1a/GET']],
    ['use the spelling that is there', remove({ 'a/b/GET': ON }, 'GET /a/b'), ['- a/b/GET']],
    ['with its slash', remove({ '/a/b/GET': ON }, 'GET /a/b'), ['- /a/b/GET']],
    [
      'remove every spelling',
      remove({ '~1a~1b/GET': {}, 'a/b/GET': {}, '/a/b/GET': {} }, 'GET /a/b'),
      ['- ~1a~1b/GET', '- a/b/GET', '- /a/b/GET'],
    ],
    ['leave other verbs', remove({ '~1a/GET': {}, '~1a/POST': {} }, 'POST /a'), ['- ~1a/POST']],
    [
      'remove an entry with the logging of the defaults',
      remove({ '*/*': WATCHED, '~1a/GET': { ...WATCHED, ...ON } }, 'GET /a'),
      ['- ~1a/GET'],
    ],
    ['take no level for OFF', remove({ '*/*': { loggingLevel: 'OFF' }, '~1a/GET': {} }, 'GET /a'), ['- ~1a/GET']],
    [
      'keep an entry with other metrics, with the caching of the defaults',
      remove({ '*/*': { ...ON, ttlSeconds: 9 }, '~1a/GET': { metrics: true } }, 'GET /a'),
      at('~1a/GET', ttl(9), on),
    ],
    [
      'keep an entry with another throttle, uncached where it is no GET',
      remove({ '*/*': ON, '~1a/POST': { ...ON, rateLimit: 5 } }, 'POST /a'),
      at('~1a/POST', off),
    ],
    [
      'set what AWS assumes where there are no defaults',
      remove({ '~1a/GET': { ...ON, ttlSeconds: 9, burstLimit: 5 } }, 'GET /a'),
      at('~1a/GET', off, ttl(300)),
    ],
    [
      'are none for a kept entry the second time',
      remove({ '*/*': ON, '~1a/GET': { ...ON, metrics: true } }, 'GET /a'),
      [],
    ],
    [
      'do not write behind raw slashes, which AWS refuses',
      remove({ '*/*': ON, 'a/b/GET': { metrics: true } }, 'GET /a/b'),
      [],
    ],
    ['remove all settings when told', remove({ '~1a/GET': WATCHED }, 'GET /a', true), ['- ~1a/GET']],
    [
      'remove those of all verbs of ANY, and of ANY itself',
      remove({ '~1a/GET': ON, '~1a/POST': {}, '~1a/ANY': {} }, 'ANY /a'),
      ['- ~1a/GET', '- ~1a/POST', '- ~1a/ANY'],
    ],
  ])('%s', (_, actual, expected) => {
    expect(actual).toEqual(expected)
  })
})

describe('the operations that clean strays', () => {
  it.each<Case>([
    ['are none without strays', clean({ '*/*': ON, '~1a~1b/GET': ON, '~1/GET': ON }), []],
    [
      'write the canonical entry with all values, then remove the stray',
      clean({ 'a/b/GET': ON }),
      [...at('~1a~1b/GET', ...ALL_WRITES()), '- a/b/GET'],
    ],
    [
      'write a level that the stray has',
      clean({ '/a/b/GET': { ...ON, ...WATCHED } }),
      [...at('~1a~1b/GET', ...WATCHED_WRITES, ...ALL_WRITES().slice(4)), '- /a/b/GET'],
    ],
    [
      'write OFF for no level where the defaults have one',
      clean({ '*/*': { loggingLevel: 'INFO' }, 'a/GET': ON }),
      [
        '~1a/GET metrics/enabled=false',
        '~1a/GET logging/loglevel=OFF',
        ...at('~1a/GET', ...ALL_WRITES().slice(1)),
        '- a/GET',
      ],
    ],
    ['just remove one beside its canonical entry', clean({ '~1a~1b/GET': {}, 'a/b/GET': ON }), ['- a/b/GET']],
    [
      'take the values of the one without a leading slash',
      clean({ '/a/b/GET': { ttlSeconds: 1, ...ON }, 'a/b/GET': { ttlSeconds: 2, ...ON } }),
      [...at('~1a~1b/GET', ...ALL_WRITES({ ttl: ttl(2) })), '- /a/b/GET', '- a/b/GET'],
    ],
    ['pass by wildcards', clean({ 'a/*': ON, '/a/*/GET': ON }), []],
  ])('%s', (_, actual, expected) => {
    expect(actual).toEqual(expected)
  })
})

describe('whatever was planned', () => {
  const wishes = fc.record(
    {
      caching: fc.boolean(),
      ttlSeconds: fc.integer({ min: 0, max: 3600 }),
      encrypted: fc.boolean(),
      requireAuthorization: fc.boolean(),
      unauthorized: fc.constantFrom(...STRATEGIES),
    },
    { requiredKeys: [] },
  )
  const entries = fc.dictionary(
    fc.constantFrom('*/*', '~1a/GET', 'a/GET', '~1a/POST', '~1a/ANY', '~1b~1c/GET', 'b/c/GET', '/b/c/GET'),
    fc.record(
      {
        caching: fc.boolean(),
        ttlSeconds: fc.integer({ min: 0, max: 3600 }),
        metrics: fc.boolean(),
        loggingLevel: fc.constantFrom(null, 'OFF', 'INFO'),
        burstLimit: fc.constantFrom(-1, 5000, 7),
      },
      { requiredKeys: [] },
    ),
  )
  const name = fc.constantFrom('GET /a', 'POST /a', 'ANY /a', 'GET /b/c')

  it.each<[string, (stage: StageRecord, of: string, wish: Partial<MethodSettings>) => readonly MethodEntries[]]>([
    ['defaults', (stage, _, wish) => defaultsPlan(stage, wish, false).methods],
    ['defaults with overrides', (stage, _, wish) => defaultsPlan(stage, wish, true).methods],
    [
      'an override',
      (stage, of, wish) => overridePlan(stage, covered(of, VERBS), { ttlSeconds: 5, ...wish }, NAMING).methods,
    ],
    ['a removal', (stage, of) => removalPlan(stage, covered(of, VERBS), false, CALLS).methods],
    ['a removal of all', (stage, of) => removalPlan(stage, covered(of, VERBS), true, CALLS).methods],
    ['a cleaning', (stage) => strayPlan(stage, () => false).methods],
  ])('%s has nothing left to do once it is done', (_, plan) => {
    fc.assert(
      fc.property(entries, name, wishes, (some, of, wish) => {
        const before = stageOf(some)
        const settings = settingsAfter(before.settings, plan(before, of, wish))
        expect(plan({ ...before, settings }, of, wish)).toEqual([])
      }),
    )
  })
})
