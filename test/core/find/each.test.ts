import { describe, expect, it } from 'vitest'
import type { Connection } from '../../../src/core/aws/connection.js'
import { ApigwCacheError } from '../../../src/core/base/errors.js'
import { forEach, kindOf } from '../../../src/core/find/each.js'
import { openLedger } from '../../../src/core/find/ledger.js'
import type { OpenStage } from '../../../src/core/find/open-stage.js'
import type { StageRecord } from '../../../src/core/gateway/record.js'

const recordOf = (stage: string): StageRecord => ({
  name: stage,
  deploymentId: null,
  clusterEnabled: false,
  clusterStatus: 'NOT_AVAILABLE',
  clusterSize: null,
  settings: {},
  canary: null,
  tags: {},
  createdAt: null,
  updatedAt: null,
})
const named = (stage: string) => ({
  ...{ account: null, region: 'us-east-1', stage },
  api: { id: 'a1b2c3d4e5', name: 'pets' },
})
const target = (stage: string): OpenStage => ({
  // Nothing here asks AWS.
  connection: {} as Connection,
  target: named(stage),
  api: {
    id: 'a1b2c3d4e5',
    name: 'pets',
    tags: {},
    endpointTypes: [],
    vpcEndpointIds: [],
    defaultEndpointDisabled: false,
  },
  record: recordOf(stage),
  allApis: null,
  inferred: null,
  ledger: openLedger({}, named(stage), 'NOT_AVAILABLE'),
})
const TARGETS = ['a', 'b', 'c'].map(target)
const refusing = (kinds: Readonly<Record<string, ApigwCacheError>>) =>
  forEach(TARGETS, async ({ target: { stage } }) => {
    const error = kinds[stage]
    if (error) throw error
    return stage
  })

describe('doing the same for several stages', () => {
  it('goes on after one that fails, and keeps the order', async () => {
    const { done, failed } = await refusing({ b: new ApigwCacheError('failure', 'failure', 'it is gone') })

    expect(done).toEqual(['a', 'c'])
    expect(failed.map(({ target: { stage }, message }) => [stage, message])).toEqual([['b', 'it is gone']])
    expect(kindOf(failed, done.length)).toBe('partial')
  })

  it('is a denial only where every stage failed by one', async () => {
    const denied = new ApigwCacheError('denied', 'test', 'not allowed')
    const late = new ApigwCacheError('timeout', 'test', 'late')
    const kind = async (kinds: Parameters<typeof refusing>[0]) => {
      const { done, failed } = await refusing(kinds)
      return kindOf(failed, done.length)
    }
    expect(await kind({ a: denied, b: denied, c: denied })).toBe('denied')
    expect(await kind({ a: denied, c: denied })).toBe('partial')
    expect(await kind({ a: denied, b: denied, c: late })).toBe('partial')
    expect(await kind({})).toBeNull()
  })

  it.each([
    ['a', '0 of 3 stages are done; 2 were not begun; stage a of API pets (a1b2c3d4e5): stopped'],
    [
      'b',
      '1 of 3 stages are done: stage a of API pets (a1b2c3d4e5); 1 was not begun; stage b of API pets (a1b2c3d4e5): stopped',
    ],
    [
      'c',
      '2 of 3 stages are done: stage a of API pets (a1b2c3d4e5), stage b of API pets (a1b2c3d4e5); stage c of API pets (a1b2c3d4e5): stopped',
    ],
  ])('says how far it got when it is interrupted at %s', async (at, message) => {
    const error = new ApigwCacheError('interrupted', 'interrupted', 'interrupted: stopped')
    const work = async ({ target: { stage } }: OpenStage) => {
      if (stage === at) throw error
    }
    await expect(forEach(TARGETS, work, 1)).rejects.toThrow(`interrupted: ${message}`)
  })

  it('names a few of many that are done, and counts the others', async () => {
    const stages = Array.from({ length: 9 }, (_, at) => target(`s${at}`))
    const error = new ApigwCacheError('interrupted', 'interrupted', 'interrupted: stopped')
    const work = async ({ target: { stage } }: OpenStage) => {
      if (stage === 's7') throw error
    }
    const told =
      /^interrupted: 7 of 9 stages are done: stage s0 of [^;]*, stage s4 of API pets \(a1b2c3d4e5\) and 2 more; 1 was/
    await expect(forEach(stages, work, 1)).rejects.toThrow(told)
  })

  it('ends at once when it is interrupted, and does not hide a bug', async () => {
    await expect(
      refusing({ a: new ApigwCacheError('interrupted', 'interrupted', 'interrupted') }),
    ).rejects.toMatchObject({
      kind: 'interrupted',
    })
    const bug = forEach(TARGETS, () => Promise.reject(new TypeError('a bug')))
    await expect(bug).rejects.toThrow(TypeError)
  })

  /** One after the other, where somebody is asked about each: the first one does not go well. */
  const oneByOne = (error: ApigwCacheError) => {
    const begun: string[] = []
    const outcome = forEach(
      TARGETS,
      async ({ target: { stage } }) => {
        begun.push(stage)
        if (stage === 'a') throw error
        return stage
      },
      1,
    )
    return { begun, outcome }
  }

  it.each(['interrupted', 'cancelled'] as const)(
    'begins no further stage once one was %s, and says how far all of them got',
    async (kind) => {
      const { begun, outcome } = oneByOne(new ApigwCacheError(kind, 'test', 'nothing was changed'))

      await expect(outcome).rejects.toMatchObject({
        kind,
        message: `${kind}: 0 of 3 stages are done; 2 were not begun; stage a of API pets (a1b2c3d4e5): nothing was changed`,
      })
      expect(begun).toEqual(['a'])
    },
  )

  it.each(['failure', 'usage', 'denied', 'timeout', 'partial', 'negative'] as const)(
    'begins the next stage where this one ends with %s',
    async (kind) => {
      const { begun, outcome } = oneByOne(new ApigwCacheError(kind, 'test', 'it went wrong'))

      expect(await outcome).toMatchObject({ done: ['b', 'c'], failed: [{ message: 'it went wrong' }] })
      expect(begun).toEqual(['a', 'b', 'c'])
    },
  )
})
