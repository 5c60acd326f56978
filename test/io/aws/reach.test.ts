import { describe, expect, it } from 'vitest'
import { ApigwCacheError } from '../../../src/core/base/errors.js'
import { openConnection } from '../../../src/io/aws/connection.js'
import { createHttp } from '../../../src/io/network/http.js'
import { withSandbox } from '../../support/cli.js'

const KEYS = { accessKeyId: 'test', secretAccessKey: 'test' }

/** A door behind which `silent` hosts never answer. */
async function opened(silent: (url: string, requests: number) => boolean) {
  const { sandbox, clock } = await withSandbox()
  const door = createHttp(clock)
  const never = async (timeoutMs: number): Promise<never> => {
    await clock.sleep(timeoutMs)
    const cause = Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })
    throw new ApigwCacheError('failure', 'no-answer', 'no answer', { cause })
  }
  let requests = 0
  const connection = await openConnection(
    { region: 'us-east-1', endpointUrl: sandbox.url, credentials: KEYS, reachMs: 5000 },
    {
      env: {},
      clock,
      random: () => 0.5,
      http: (request) => {
        requests++
        return silent(request.url, requests) ? never(request.timeoutMs) : clock.during(door(request))
      },
    },
  )
  return { connection, clock, requests: () => requests }
}

describe('a host that cannot be reached', () => {
  it('is given up once and for all after a few seconds', async () => {
    const { connection, clock, requests } = await opened(() => true)
    const started = clock.now()

    await expect(connection.control.restApis()).rejects.toMatchObject({
      kind: 'failure',
      code: 'unreachable',
    })

    expect(clock.now() - started).toBe(5000)
    expect(requests()).toBe(1)
  })

  it('is waited for again once it has answered', async () => {
    const { connection } = await opened((_, requests) => requests === 2)
    await connection.control.restApis()

    await expect(connection.control.restApis()).resolves.not.toEqual([])
  })
})
