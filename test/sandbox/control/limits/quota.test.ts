import { describe, expect, it } from 'vitest'
import { createQuota } from '../../../../src/sandbox/control/limits/quota.js'
import { refusedOver, running } from '../../support/sandbox.js'

describe('quotas', () => {
  it('A30 throttles nothing unless told', async () => {
    const { http } = await running()

    const answers = await Promise.all(Array.from({ length: 60 }, () => http('GET /account')))

    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  })

  it('A31 lets an account make 40 requests at once and 10 a second', async () => {
    const { http, clock } = await running({ quota: 'aws' })
    const accepted = async (requests: number) => {
      const answers = await Promise.all(Array.from({ length: requests }, () => http('GET /account')))
      return answers.filter(({ status }) => status === 200).length
    }

    expect(await accepted(50)).toBe(40)
    clock.advance(1000)
    expect(await accepted(50)).toBe(10)
    clock.advance(60_000)
    expect(await accepted(50)).toBe(40)
  })

  it('A31 loses nothing to rounding: of requests every 30 ms the one that completes the third 100 ms is accepted', () => {
    const quota = createQuota('aws')
    const accepted = (now: number) => quota.admit('GetStage', now)
    const burst = Array.from({ length: 41 }, () => accepted(0))
    const moments = Array.from({ length: 10 }, (_, index) => (index + 1) * 30)

    expect(burst.filter(Boolean)).toHaveLength(40)
    expect(moments.filter(accepted)).toEqual([120, 210, 300])
  })

  it('A31 refuses with 429, Too Many Requests, and Retry-After', async () => {
    const { http } = await running({ quota: 1 })
    await http('GET /account')

    const answer = await http('GET /account')

    expect(answer.headers.get('retry-after')).toBe('1')
    expect(await refusedOver(Promise.resolve(answer))).toBe('429 TooManyRequestsException: Too Many Requests')
  })

  it.each([
    ['GetResources', 5, 2000, 5],
    ['CreateDeployment', 1, 5000, 1],
    ['CreateResource', 5, 1000, 5],
    ['DeleteResource', 5, 1000, 5],
    ['CreateRestApi', 1, 3000, 1],
    ['DeleteRestApi', 1, 30_000, 1],
  ])('A32 holds %s to %i at once, and after %i ms again %i', (operation, burst, afterMs, again) => {
    const acceptedAt = (...moments: number[]) => {
      const quota = createQuota('aws')
      return moments.map((now) => Array.from({ length: 20 }, () => quota.admit(operation, now)).filter(Boolean).length)
    }

    expect(acceptedAt(0, afterMs, 100 * afterMs)).toEqual([burst, again, burst])
    expect(acceptedAt(0, afterMs - 1)).toEqual([burst, again - 1])
  })

  it('A33 holds all operations together to the given number a second', () => {
    const quota = createQuota(3)
    const accepted = (now: number) => Array.from({ length: 20 }, () => quota.admit('GetStage', now)).filter(Boolean)

    expect([accepted(0).length, accepted(999).length, accepted(2000).length]).toEqual([3, 2, 3])
  })
})
