import { describe, expect, it } from 'vitest'
import { noFaults } from '../../../src/sandbox/world/faults.js'
import { API, refusedOver, running, SIGNED } from '../support/sandbox.js'

const STAGE = `/restapis/${API}/stages/prod`

const HOME = { accountId: '000000000000', region: 'us-east-1' }

describe('administration', () => {
  it('A20 says that it is healthy, and what time it is', async () => {
    const { http } = await running()

    const answer = await http('GET /_sandbox/health', undefined, {})

    expect(await answer.json()).toEqual({
      status: 'ok',
      now: '2026-01-01T00:00:00.000Z',
      worlds: [{ ...HOME, apis: 1 }],
    })
  })

  it('A21 puts its clock forward', async () => {
    const { http } = await running()

    await http('POST /_sandbox/clock', '{"advanceMs": 5000}', {})
    const answer = await http('POST /_sandbox/clock', '{"advanceMs": 1500}', {})

    expect(await answer.json()).toEqual({ now: '2026-01-01T00:00:06.500Z' })
    expect(await (await http('GET /_sandbox/health')).json()).toMatchObject({
      now: '2026-01-01T00:00:06.500Z',
    })
  })

  it.each(['{"advanceMs": -1}', '{"advanceMs": "1"}', '{}', 'later'])(
    'A21 refuses the clock order %s',
    async (body) => {
      const { http } = await running()

      expect((await http('POST /_sandbox/clock', body, {})).status).toBe(400)
    },
  )

  it.each([8.64e15, 253_402_300_800_000, 1e300])('A90 does not put its clock forward by %d ms', async (ms) => {
    const { http } = await running()

    const answer = await http('POST /_sandbox/clock', JSON.stringify({ advanceMs: ms }), {})

    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({ message: 'advanceMs: leads beyond the year 9999' })
    expect(await (await http('GET /_sandbox/clock')).json()).toEqual({ now: '2026-01-01T00:00:00.000Z' })
  })

  it('A90 goes on at the end of the year 9999', async () => {
    const { http, clock } = await running()
    const left = 253_402_300_799_999 - clock.now()

    expect((await http('POST /_sandbox/clock', JSON.stringify({ advanceMs: left }), {})).status).toBe(200)
    expect((await http('POST /_sandbox/clock', '{"advanceMs": 1}', {})).status).toBe(400)
    expect((await http('GET /restapis')).headers.get('date')).toBe('Fri, 31 Dec 9999 23:59:59 GMT')
  })

  it('A22 merges faults into those that are on, and shows them', async () => {
    const { http, sandbox } = await running({ faults: { missRate: 0.25 } })

    await http('POST /_sandbox/faults', '{"stuckDelete": true}', {})

    const all = { ...noFaults(), stuckDelete: true, missRate: 0.25 }
    expect(await (await http('GET /_sandbox/faults')).json()).toEqual(all)
    expect(sandbox.faults).toEqual(all)
  })

  it.each([
    '{"missRate": 2}',
    '{"evictionRate": -1}',
    '{"backendErrorStatus": 100}',
    '{"nope": 1}',
    '{"next": [{"kind": "explode"}]}',
    '[]',
    'x',
  ])('A22 refuses the faults %s and changes none', async (body) => {
    const { http, sandbox } = await running()

    expect((await http('POST /_sandbox/faults', body, {})).status).toBe(400)
    expect(sandbox.faults).toEqual(noFaults())
  })

  it('A23 answers the next control-plane requests with the waiting faults, in order, before any work', async () => {
    const { http, sandbox } = await running()
    sandbox.faults.next.push(
      { kind: 'throttle', retryAfterSeconds: 7 },
      { kind: 'conflict', method: 'POST' },
      { kind: 'error' },
      { kind: 'limit' },
      { kind: 'unauthorized' },
      { kind: 'unavailable', retryAfterSeconds: 9 },
    )

    const throttled = await http('GET /restapis')
    const failed = await http('GET /restapis')
    const conflicted = await refusedOver(http('POST /restapis', '{"name":"new"}'))

    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '7'])
    expect(throttled.headers.get('x-amzn-errortype')).toBe('TooManyRequestsException')
    expect([failed.status, failed.headers.get('x-amzn-errortype')]).toEqual([500, 'InternalFailure'])
    expect(conflicted).toBe('409 ConflictException: A previous change is still in progress')
    for (const [status, type, after] of [
      [429, 'LimitExceededException', '1'],
      [401, 'UnauthorizedException', null],
      [503, 'ServiceUnavailableException', '9'],
    ]) {
      const { status: got, headers } = await http('GET /restapis')
      expect([got, headers.get('x-amzn-errortype'), headers.get('retry-after')]).toEqual([status, type, after])
    }
    expect(sandbox.apis.map(({ name }) => name)).toEqual(['pets'])
    expect((await http('GET /restapis')).status).toBe(200)
  })

  it('A24 cuts the connection before the work for `reset`, after it for `lost`', async () => {
    const { http, sandbox } = await running()
    sandbox.faults.next.push({ kind: 'reset' }, { kind: 'lost' })

    await expect(http('POST /restapis', '{"name":"first"}')).rejects.toThrow('fetch failed')
    await expect(http('POST /restapis', '{"name":"second"}')).rejects.toThrow('fetch failed')

    expect(sandbox.apis.map(({ name }) => name)).toEqual(['pets', 'second'])
    expect(sandbox.requests().map(({ status }) => status)).toEqual([0, 0])
  })

  it('L63 takes a delay of a backend and waiting faults up to a bound', async () => {
    const { http, sandbox } = await running()
    const faults = async (value: object) => (await http('POST /_sandbox/faults', JSON.stringify(value), {})).status
    const waiting = (length: number) => ({ next: Array.from({ length }, () => ({ kind: 'conflict' })) })

    expect([await faults({ backendDelayMs: 300_000 }), await faults({ backendDelayMs: 300_001 })]).toEqual([200, 400])
    expect([await faults(waiting(1_000)), await faults(waiting(1_001))]).toEqual([200, 400])
    expect([sandbox.faults.backendDelayMs, sandbox.faults.next.length]).toEqual([300_000, 1_000])
  })

  it('A25 logs what the services were asked, and never headers, queries or administration', async () => {
    const { http, clock } = await running()

    await http(`GET ${STAGE}?X-Amz-Signature=secret`, undefined, { ...SIGNED, 'x-secret': 'secret' })
    clock.advance(1000)
    await http('GET /_sandbox/health')
    await http('DELETE /nowhere%2Fat/all')

    const log = await (await http('GET /_sandbox/requests')).json()
    expect(log).toEqual([
      {
        at: '2026-01-01T00:00:00.000Z',
        service: 'apigateway',
        ...HOME,
        method: 'GET',
        path: STAGE,
        operation: 'GetStage',
        status: 200,
      },
      {
        at: '2026-01-01T00:00:01.000Z',
        service: 'apigateway',
        ...HOME,
        method: 'DELETE',
        path: '/nowhere%2Fat/all',
        status: 403,
      },
    ])
    expect(JSON.stringify(log)).not.toContain('secret')
  })

  it('A25 forgets the log when asked to', async () => {
    const { http, sandbox } = await running()
    await http('GET /restapis')

    await http('DELETE /_sandbox/requests', undefined, {})

    expect(sandbox.requests()).toEqual([])
  })

  it('A26 goes back to its seed on reset, without caches, faults or log', async () => {
    const { http, sandbox } = await running({ faults: { missRate: 0.5 } })
    await http('POST /restapis', '{"name":"new"}')
    await http(`DELETE ${STAGE}`)
    sandbox.faults.next.push({ kind: 'error' })
    sandbox.faults.missRate = 1

    await http('POST /_sandbox/reset', undefined, {})

    expect(sandbox.requests()).toEqual([])
    expect(sandbox.faults).toMatchObject({ missRate: 0.5, next: [] })
    expect(sandbox.apis).toMatchObject([{ name: 'pets', stages: [{ name: 'prod' }] }])
    expect((await http(`GET ${STAGE}`)).status).toBe(200)
  })

  it('A27 answers an administration path that it does not have with 404', async () => {
    const { http } = await running()

    const answer = await http('GET /_sandbox/nope', undefined, {})

    expect([answer.status, await answer.json()]).toEqual([404, { message: 'the sandbox has no GET /_sandbox/nope' }])
  })
})
