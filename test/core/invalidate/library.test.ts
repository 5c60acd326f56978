import { describe, expect, it, onTestFinished } from 'vitest'
import { ApigwCacheError } from '../../../src/core/base/errors.js'
import { prepare } from '../../../src/core/invalidate/entries.js'
import type { InvalidateResult } from '../../../src/core/invalidate/report.js'
import { invalidateEntries } from '../../../src/core/invalidate/run.js'
import { connect, invalidate, openStage } from '../../../src/index.js'
import { startSandbox } from '../../../src/sandbox/index.js'

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
  const connection = await connect({
    region: 'us-east-1',
    endpoint: sandbox.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  return { connection, resolved: await openStage(connection, { api: 'pets', stage: 'prod' }) }
}

const OPTIONS = { paths: ['/pets/{id}'], params: ['path.id=1,2'], rate: 100 }

describe('invalidate as a library', () => {
  it('gives the result of the command line', async () => {
    const { connection, resolved } = await pets('NONE')

    const { reports, passed } = await invalidate(connection, resolved, OPTIONS)

    expect(passed).toBe(false)
    expect(reports).toMatchObject([{ outcome: 'ignored' }, { outcome: 'ignored' }])
  })

  it('tells what is known before it rejects in the middle of a list', async () => {
    const { connection, resolved } = await pets('AWS_IAM')
    let signed = 0
    const sign: typeof connection.sign = async (request) => {
      if (++signed === 2) throw new ApigwCacheError('denied', 'test', 'the session has expired')
      return connection.sign(request)
    }
    const stage = { connection, resolved }
    const known: InvalidateResult[] = []
    const prepared = await prepare(stage, {
      ...{
        paths: ['/pets/1', '/pets/2'],
        base: null,
        method: 'GET',
        headers: [],
        headerSets: [[]],
        sign: 'auto',
      },
    })
    const { http, clock } = connection
    const asking = { http, clock, signal: undefined, sign, turn: async () => {} }
    const onPartial = (result: InvalidateResult) => known.push(result)

    await expect(invalidateEntries({ asking, stage, onPartial }, prepared, {})).rejects.toMatchObject({
      kind: 'denied',
    })
    expect(known).toMatchObject([{ passed: false, reports: [{ url: expect.stringContaining('/pets/1') }] }])
  })

  it('refuses an identity whose answer would be stored for everyone, unless it is accepted', async () => {
    const { connection, resolved } = await pets('AWS_IAM')

    await expect(invalidate(connection, resolved, OPTIONS)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('GET /pets/{id} (IAM)'),
    })

    const asked: string[] = []
    const acceptUnkeyed = async (probes: readonly { readonly path: string }[]) => {
      asked.push(...probes.map(({ path }) => path))
    }
    const { reports, passed } = await invalidate(connection, resolved, { ...OPTIONS, acceptUnkeyed })
    expect(asked).toEqual(['/pets/{id}'])
    expect(reports).toMatchObject([{ outcome: 'invalidated', signed: true }, { outcome: 'invalidated' }])
    expect(passed).toBe(true)
  })

  it.each([
    [{ method: 'FETCH' }, 'the method is "FETCH"'],
    [{ rate: 0 }, 'the rate is 0'],
    [{ params: ['x=1'] }, '--param is "x=…"'],
  ])('refuses %o before anything is sent', async (wrong, message) => {
    const { connection, resolved } = await pets('NONE')
    await expect(invalidate(connection, resolved, { ...OPTIONS, ...wrong })).rejects.toThrow(message)
  })
})
