import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../src/core/base/clock.js'
import { ApigwCacheError } from '../../../src/core/base/errors.js'
import type { IdentityQuestion } from '../../../src/core/exposure/private-probe.js'
import { openStage } from '../../../src/core/find/target.js'
import type { InvalidateResult } from '../../../src/core/invalidate/report.js'
import { doorsOf } from '../../../src/core/request/doors.js'
import { openConnection } from '../../../src/io/aws/connection.js'
import { createHttp } from '../../../src/io/network/http.js'
import { startSandbox } from '../../../src/sandbox/index.js'
import { requestsThrough, stageOf } from '../../../src/stage.js'

async function pets(authorization: 'NONE' | 'AWS_IAM') {
  const sandbox = await startSandbox({
    seed: {
      apis: [
        {
          name: 'pets',
          methods: {
            'GET /pets/{id}': {
              integration: { type: 'AWS_PROXY', handler: 'demo-pet' },
              keys: ['path.id'],
              authorization,
            },
          },
          stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } },
        },
      ],
    },
  })
  onTestFinished(() => sandbox.close())
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const connection = await openConnection(
    { region: 'us-east-1', endpointUrl: sandbox.url, credentials },
    { env: {}, clock: systemClock, random: Math.random, http: createHttp(systemClock) },
  )
  const open = await openStage(connection, { api: 'pets', stage: 'prod' })
  return { sandbox, open, stage: stageOf(open) }
}

const OPTIONS = { paths: ['/pets/{id}'], params: ['path.id=1,2'], rate: 100 }

describe('invalidate as a library', () => {
  it('gives the result of the command line', async () => {
    const { stage } = await pets('NONE')

    const { reports, passed } = await stage.invalidate(OPTIONS)

    expect(passed).toBe(false)
    expect(reports).toMatchObject([{ outcome: 'ignored' }, { outcome: 'ignored' }])
  })

  it('says what helps as calls of the library', async () => {
    const { stage } = await pets('NONE')

    const { reports } = await stage.invalidate({ ...OPTIONS, sign: 'always', acceptUnkeyed: ['all'] })

    const [{ reason = '' } = {}] = reports
    expect(reason).toContain(
      "stage.override({ method: { method: 'GET', path: '/pets/{id}' }, settings: { requireAuthorization: false } })",
    )
    expect(reason).toContain('\nstage.flush()')
    expect(reason).not.toMatch(/apigw-cache|--[a-z]/)
  })

  it('plans what it would send, and sends nothing', async () => {
    const { sandbox, stage } = await pets('AWS_IAM')

    const { privateProbes, requests } = await stage.planInvalidation(OPTIONS)

    expect(privateProbes).toMatchObject([{ method: 'GET', path: '/pets/{id}', missing: ['IAM'] }])
    expect(requests).toMatchObject([
      { method: 'GET', headers: ['Cache-Control: max-age=0', 'Authorization (SigV4)'] },
      { method: 'GET' },
    ])
    expect(sandbox.requests().filter(({ service }) => service === 'execute-api')).toEqual([])
  })

  it('asks for a signer only where something has to be signed', async () => {
    const { open } = await pets('NONE')
    const signer = async () => {
      throw new ApigwCacheError('denied', 'test', 'no credentials')
    }
    const requests = requestsThrough({ ...doorsOf(open), signer })

    expect((await requests.invalidate(OPTIONS)).reports).toHaveLength(2)
    await expect(requests.invalidate({ ...OPTIONS, sign: 'always', acceptUnkeyed: ['all'] })).rejects.toThrow(
      'no credentials',
    )
  })

  it('tells what is known before it rejects in the middle of a list', async () => {
    const { open } = await pets('AWS_IAM')
    let signed = 0
    const sign: typeof open.connection.sign = async (request) => {
      if (++signed === 2) throw new ApigwCacheError('denied', 'test', 'the session has expired')
      return open.connection.sign(request)
    }
    const known: InvalidateResult[] = []
    const stage = requestsThrough({ ...doorsOf(open), signer: async () => sign })

    await expect(
      stage.invalidate({
        paths: ['/pets/1', '/pets/2'],
        acceptUnkeyed: ['GET /pets/{id}'],
        onPartial: (result) => known.push(result),
      }),
    ).rejects.toMatchObject({ kind: 'denied' })
    expect(known).toMatchObject([{ passed: false, reports: [{ url: expect.stringContaining('/pets/1') }] }])
  })

  it('refuses an identity whose answer would be stored for everyone, unless it is accepted', async () => {
    const { stage } = await pets('AWS_IAM')

    await expect(stage.invalidate(OPTIONS)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('GET /pets/{id} (IAM)'),
    })

    const asked: string[] = []
    const onAsk = async ({ probes }: IdentityQuestion) => {
      asked.push(...probes.map(({ path }) => path))
    }
    const { reports, passed } = await stage.invalidate({ ...OPTIONS, onAsk })
    expect(asked).toEqual(['/pets/{id}'])
    expect(reports).toMatchObject([{ outcome: 'invalidated', signed: true }, { outcome: 'invalidated' }])
    expect(passed).toBe(true)
  })

  it.each([
    [{ method: 'FETCH' }, 'the method is "FETCH"'],
    [{ rate: 0 }, 'the rate is 0'],
    [{ paths: [] }, 'invalidate names no path'],
    [{ params: ['x=1'] }, '"x=…" is not in the form'],
  ])('refuses %o before anything is sent', async (wrong, message) => {
    const { stage } = await pets('NONE')
    await expect(stage.invalidate({ ...OPTIONS, ...wrong })).rejects.toThrow(message)
  })
})
