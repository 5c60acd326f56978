import { describe, expect, it } from 'vitest'
import { createStore } from '../../../../src/sandbox/data/cache/store.js'
import { changeCluster, flushCluster } from '../../../../src/sandbox/world/cluster.js'
import type { Handler } from '../../../../src/sandbox/world/lambda.js'
import { gateway, type SendOptions } from '../../support/gateway.js'
import { AVAILABLE } from '../../support/world.js'

const times = {
  clusterTimeMs: 4_000,
  flushTimeMs: 2_000,
  resizeSequence: 'create',
  stuckDelete: false,
} as const

/** A function whose answers are numbered and have a body of this size. */
function sized(bytes: (id: string) => number): Handler {
  let calls = 0
  return ({ pathParameters }) => {
    calls++
    return { statusCode: 200, headers: { N: calls }, body: 'x'.repeat(bytes(pathParameters?.id ?? '')) }
  }
}

describe('storing', () => {
  it('K7 stores nothing above 1,048,576 bytes', async () => {
    const handlers = { big: sized(Number) }
    const { send } = gateway({ 'GET /{id}': { handler: 'big', keys: ['method.request.path.id'] } }, { handlers })
    expect([(await send('/1048576')).header('N'), (await send('/1048576')).header('N')]).toEqual(['1', '1'])
    const [first, second] = [await send('/1048577'), await send('/1048577')]
    expect([first.header('N'), second.header('N'), second.body.length]).toEqual(['2', '3', 1_048_577])
  })

  it('K15 serves an entry until its TTL has passed, by the TTL at the time of storing', async () => {
    const { send, clock, set } = gateway({ 'GET /pets': {} })
    set('*/*', { cacheTtlInSeconds: 60 })
    await send('/pets')
    clock.advance(59_999)
    expect((await send('/pets')).json()).toEqual({ call: 1 })
    set('*/*', { cacheTtlInSeconds: 1 })
    clock.advance(1)
    expect((await send('/pets')).json()).toEqual({ call: 1 })
    clock.advance(1)
    expect((await send('/pets')).json()).toEqual({ call: 2 })
    clock.advance(1_001)
    expect((await send('/pets')).json()).toEqual({ call: 3 })
  })

  it('K16 makes room by dropping what was not used for longest, once the cluster is full', async () => {
    const { send, stage } = gateway(
      { 'GET /{id}': { handler: 'big', keys: ['method.request.path.id'] } },
      { handlers: { big: sized(() => 400_000) } },
    )
    // A size that AWS does not sell, so that three answers fill it.
    stage.cluster = { ...AVAILABLE, size: '0.001' }
    const numbers: (string | undefined)[] = []
    for (const id of ['a', 'b', 'a', 'c', 'a', 'b']) numbers.push((await send(`/${id}`)).header('N'))
    expect(numbers).toEqual(['1', '2', '1', '3', '1', '4'])
  })

  it('K16 counts a long key like a large body', async () => {
    const { send, stage } = gateway({ 'GET /pets': { keys: ['method.request.querystring.q'] } })
    stage.cluster = { ...AVAILABLE, size: '0.001' }
    const calls: unknown[] = []
    for (const letter of ['a', 'b', 'a', 'c', 'a', 'b'])
      calls.push((await send(`/pets?q=${letter.repeat(400_000)}`)).header('X-Call'))
    expect(calls).toEqual(['1', '2', '1', '3', '1', '4'])
  })

  it.each([
    ['of the size of two entries holds both', 0, ['earlier', 'later']],
    ['that is one byte smaller has dropped the earlier', 1, [undefined, 'later']],
  ])('K16 counts body, headers and key: a cluster %s', (_, less, held) => {
    const { clock, stage } = gateway({})
    const reply = (name: string) => ({
      status: 200,
      headers: [['Name', name] as const],
      body: Buffer.from('x'),
    })
    const replies = [reply('earlier'), reply('later')] as const
    const bytes = 'k1k2'.length + 'NameName'.length + 'earlierlater'.length + 'xx'.length
    stage.cluster = { ...AVAILABLE, size: String((bytes - less) / 2 ** 30) }
    const entries = createStore(clock)(stage)
    entries.set('k1', replies[0])
    entries.set('k2', replies[1])
    expect(['k1', 'k2'].map((key) => entries.get(key)?.headers[0]?.[1])).toEqual(held)
  })

  it('K17 loses all entries with a flush, a resize and a disable', async () => {
    const { send, stage, clock } = gateway({ 'GET /pets': {} })
    const changes = [
      () => flushCluster(stage.cluster, clock.now(), times),
      () => changeCluster(stage.cluster, { enabled: true, size: '1.6' }, clock.now(), times),
      () => changeCluster(stage.cluster, { enabled: false, size: '1.6' }, clock.now(), times),
      () => changeCluster(stage.cluster, { enabled: true, size: '1.6' }, clock.now(), times),
    ]
    let before = (await send('/pets')).body
    for (const change of changes) {
      stage.cluster = change()
      clock.advance(4_000)
      const after = (await send('/pets')).body
      expect(after).not.toBe(before)
      before = after
    }
  })

  it('K17 does not find after a flush what was asked for before it', async () => {
    const { send, stage, clock, world } = gateway({ 'GET /pets': {} })
    world.faults.backendDelayMs = 10_000
    const early = send('/pets')
    stage.cluster = flushCluster(stage.cluster, clock.now(), times)
    clock.advance(10_000)
    expect((await early).json()).toEqual({ call: 1 })

    world.faults.backendDelayMs = 0
    expect((await send('/pets')).json()).toEqual({ call: 2 })
  })

  it('K18 stores error answers of the integration, unless cacheErrorStatuses is off', async () => {
    for (const cacheErrorStatuses of [true, false]) {
      let calls = 0
      const busy: Handler = () => ({ statusCode: 429, body: String(++calls) })
      const { send } = gateway(
        { 'GET /pets': { handler: 'busy' } },
        { handlers: { busy }, knobs: { cacheErrorStatuses } },
      )
      await send('/pets')
      const second = await send('/pets')
      expect([second.status, second.body]).toEqual([429, cacheErrorStatuses ? '1' : '2'])
    }
  })

  it('K19 never stores an answer that the gateway made itself', async () => {
    let calls = 0
    const flaky: Handler = () => {
      calls++
      if (calls === 1) throw new Error('boom')
      return { statusCode: 200, body: 'fine' }
    }
    const { send } = gateway({ 'GET /pets': { handler: 'flaky' } }, { handlers: { flaky } })
    expect([(await send('/pets')).status, (await send('/pets')).body]).toEqual([502, 'fine'])
  })

  it('K20 never caches an integration that streams its response', async () => {
    const { send } = gateway({ 'GET /pets': { integration: { responseTransferMode: 'STREAM' } } })
    await send('/pets')
    expect((await send('/pets')).json()).toEqual({ call: 2 })
  })
})

describe('serving', () => {
  it('K21 misses as often as missRate says', async () => {
    let chance = 0.1
    const { send } = gateway({ 'GET /pets': {} }, { faults: { missRate: 0.2 }, random: () => chance })
    await send('/pets')
    expect((await send('/pets')).json()).toEqual({ call: 2 })
    chance = 0.2
    expect((await send('/pets')).json()).toEqual({ call: 2 })
  })

  it('K22 sends each of several requests that miss at once to the backend', async () => {
    const { send, clock, world } = gateway({ 'GET /pets': {} })
    world.faults.backendDelayMs = 100
    const asked = [send('/pets'), send('/pets'), send('/pets')]
    clock.advance(100)
    expect((await Promise.all(asked)).map(({ body }) => body)).toEqual(['{"call":1}', '{"call":2}', '{"call":3}'])
    expect((await send('/pets')).json()).toEqual({ call: 3 })
  })

  it("K29 replays status, body and headers, and neither heeds nor removes the backend's Cache-Control and Vary", async () => {
    let calls = 0
    const picky: Handler = () => ({
      statusCode: 203,
      headers: { 'Cache-Control': 'no-store', Vary: '*', N: ++calls },
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
      body: 'text',
    })
    const { send } = gateway({ 'GET /pets': { handler: 'picky' } }, { handlers: { picky } })
    const [first, second] = [await send('/pets'), await send('/pets')]
    expect([second.status, second.body]).toEqual([203, 'text'])
    expect(second.ownHeaders).toEqual(first.ownHeaders)
    expect(second.header('N')).toBe('1')
    expect(second.header('Cache-Control')).toBe('no-store')
    expect(second.headers.filter(([name]) => name === 'Set-Cookie')).toHaveLength(2)
  })

  it('K30 keeps entries while encryption is switched or caching is off for a while', async () => {
    const { send, set } = gateway({ 'GET /pets': {} })
    await send('/pets')
    set('*/*', { cacheDataEncrypted: true })
    expect((await send('/pets')).json()).toEqual({ call: 1 })
    set('*/*', { cachingEnabled: false })
    expect((await send('/pets')).json()).toEqual({ call: 2 })
    set('*/*', {})
    expect((await send('/pets')).json()).toEqual({ call: 1 })
  })
})

describe('client-side invalidation', () => {
  const fresh = (value: string): SendOptions => ({ headers: [['Cache-Control', value]] })

  it('K23 replaces the one entry on max-age=0 where no authorisation is required', async () => {
    const made = gateway({ 'GET /{id}': { keys: ['method.request.path.id'] } })
    made.set('*/*', { requireAuthorizationForCacheControl: false })
    await made.send('/a')
    await made.send('/b')
    expect((await made.send('/a', fresh('no-transform, MAX-AGE=0'))).json()).toEqual({ call: 3 })
    expect((await made.send('/a')).json()).toEqual({ call: 3 })
    expect((await made.send('/b')).json()).toEqual({ call: 2 })
  })

  it('K24 takes nothing else for an invalidation', async () => {
    const made = gateway({ 'GET /pets': {} })
    made.set('*/*', { requireAuthorizationForCacheControl: false })
    await made.send('/pets')
    for (const value of ['no-cache', 'no-store', 'max-age=00', 'max-age=1', 's-max-age=0', '']) {
      expect([value, (await made.send('/pets', fresh(value))).body]).toEqual([value, '{"call":1}'])
    }
    expect((await made.send('/pets', { headers: [['Pragma', 'no-cache']] })).json()).toEqual({ call: 1 })
  })

  it('K25 treats every caller as unauthorised where authorisation is required, by the strategy of the setting', async () => {
    const made = gateway({ 'GET /pets': {} })
    await made.send('/pets')
    const warned = await made.send('/pets', fresh('max-age=0'))
    expect(warned.json()).toEqual({ call: 1 })
    expect(warned.header('Warning')).toBe('199 Cache-control headers were ignored because the caller was unauthorized.')
    expect((await made.send('/pets')).header('Warning')).toBeUndefined()

    made.set('*/*', { unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITHOUT_RESPONSE_HEADER' })
    const silent = await made.send('/pets', fresh('max-age=0'))
    expect([silent.body, silent.header('Warning')]).toEqual(['{"call":1}', undefined])

    made.set('*/*', { unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403' })
    const refused = await made.send('/pets', fresh('max-age=0'))
    expect([refused.status, refused.json(), refused.header('x-amzn-ErrorType')]).toEqual([
      403,
      { message: 'Forbidden' },
      'AccessDeniedException',
    ])
  })

  it('K26 gives the header no meaning on a method that is not cached', async () => {
    const made = gateway({ 'GET /pets': {} })
    made.set('*/*', { cachingEnabled: false, unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403' })
    expect((await made.send('/pets', fresh('max-age=0'))).status).toBe(200)
    made.set('*/*', { unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403' })
    made.stage.cluster = { ...AVAILABLE, enabled: false }
    expect((await made.send('/pets', fresh('max-age=0'))).status).toBe(200)
  })
})
