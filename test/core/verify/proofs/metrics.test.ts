import { describe, expect, it } from 'vitest'
import { CALLS } from '../../../../src/core/base/calls.js'
import type { Counted, StageDoor } from '../../../../src/core/verify/doors.js'
import type { VerifyRequest } from '../../../../src/core/verify/request.js'
import { probeAll } from '../../../../src/core/verify/run.js'

/** Where the wait for a new minute is over, so that the run begins at once. */
const START = Date.UTC(2026, 0, 1, 9, 14, 4)
const URL_OF = 'http://stage.test/pets'

const REQUEST: VerifyRequest = {
  target: null,
  method: 'GET',
  url: URL_OF,
  samples: 5,
  intervalMs: 500,
  expected: 'cached',
  expectedBy: 'caller',
  layer: null,
  allowInconclusive: false,
  known: null,
  direct: true,
  variants: [{ url: URL_OF, headers: [], label: '', values: [] }],
  sign: false,
  timestamp: null,
  asked: { metrics: true },
  testInvoke: null,
  countedAs: null,
  advice: { spelling: CALLS, target: null, removal: '', asked: '/pets' },
}

/** What is counted by then, in seconds after the last answer. */
type Counts = readonly (readonly [fromSeconds: number, requests: number, hits: number, misses: number])[]

const MS = 1000
const ANSWERED = START + 4 * 500

/** Data that never change, five times; CloudWatch alone tells. */
async function counting(counts: Counts, lateMs: number, status = 200) {
  let now = START
  const looks: number[] = []
  const stage: StageDoor = {
    target: { account: null, region: 'us-east-1', api: { id: 'a', name: 'a' }, stage: 'prod' },
    lateMs,
    startFlush: async () => false,
    hasFlushed: () => false,
    status: async () => 'AVAILABLE',
    flushed: async () => {},
    lastLook: async () => 'AVAILABLE',
    hiddenBy: async () => null,
    async counted(): Promise<Counted> {
      looks.push((now - ANSWERED) / MS)
      const [, requests, hits, misses] = counts.findLast(([from]) => now >= ANSWERED + from * MS) ?? [0, 0, 0, 0]
      return { requests, hits, misses }
    },
  }
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms
    },
  }
  const http = async () => {
    const rawHeaders = ['Date', new Date(now).toUTCString()]
    const body = Buffer.from('{"name":"rex"}')
    return { status, rawHeaders, body, truncated: false, latencyMs: 0, receivedAt: now }
  }
  const { reports } = await probeAll({ http, clock, stage }, [REQUEST])
  const [report] = reports
  const detail = report?.checks.find(({ id }) => id === 'metrics')?.detail
  return { verdict: report?.verdict, layer: report?.layer, detail, looks }
}

describe("CloudWatch's counts", () => {
  it('are believed once two looks in a row saw the same', async () => {
    const found = await counting([[0, 5, 4, 1]], 0)

    expect(found).toMatchObject({ verdict: 'cached', layer: 'stage', looks: [0, 30] })
  })

  it('are not believed while they grow: those of others may be on their way', async () => {
    const found = await counting(
      [
        [0, 0, 0, 0],
        [20, 5, 4, 1],
        [50, 9, 4, 5],
      ],
      0,
    )

    expect(found.verdict).toBe('inconclusive')
    expect(found.detail).toContain('counted 9 requests, 4 hits and 5 misses')
    expect(found.detail).toContain('other traffic hides them')
    expect(found.looks).toEqual([0, 30, 60, 120])
  })

  it('are looked at again where they have just become complete', async () => {
    const found = await counting(
      [
        [0, 3, 2, 1],
        [45, 5, 4, 1],
      ],
      0,
    )

    expect(found).toMatchObject({ verdict: 'cached', looks: [0, 30, 60, 120] })
  })

  it('of others, counted before ours, are not taken for ours: nothing is believed before it can be complete', async () => {
    const { verdict, detail } = await counting(
      [
        [0, 5, 4, 1],
        [300, 10, 4, 1],
      ],
      210 * MS,
    )

    expect(verdict).toBe('inconclusive')
    expect(detail).toContain('other traffic hides them')
  })

  it('are believed only when nothing can come any more, where they come late', async () => {
    const { verdict, looks } = await counting([[0, 5, 4, 1]], 210 * MS)

    expect(verdict).toBe('cached')
    expect(looks.at(-1)).toBe(360)
  })

  it('of hits are not taken for ours where every answer was an error', async () => {
    const { verdict, detail } = await counting([[0, 5, 2, 3]], 0, 403)

    expect(verdict).toBe('inconclusive')
    expect(detail).toContain('every answer was an error')
  })

  it('are waited for until five minutes after the last minute, and no longer', async () => {
    const { verdict, detail, looks } = await counting([[0, 4, 3, 1]], 0)

    expect(verdict).toBe('inconclusive')
    expect(detail).toContain('not all of them have been counted yet')
    expect(looks.at(-2)).toBeLessThan(360)
    expect(looks.at(-1)).toBe(360)
  })
})
