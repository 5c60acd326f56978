import { describe, expect, it } from 'vitest'
import type { Seed } from '../../src/sandbox/index.js'
import { runCli, withSandbox } from '../support/cli.js'
import { behind } from '../support/elsewhere.js'

const PET = { integration: { type: 'MOCK' } } as const
const withStage = (stage: Seed['apis'][number]['stages'][string]): Seed => ({
  apis: [{ id: 'aaaaaaaaaa', name: 'pets', methods: { 'GET /pets': PET }, stages: { prod: stage } }],
})
const CACHED = withStage({ cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } })

const writes = (sent: readonly string[]) => sent.filter((one) => !one.startsWith('Get'))

describe('disable', () => {
  it('removes the cache, waits until it is gone and keeps the settings', async () => {
    const { cli, clock } = await withSandbox({ seed: CACHED })
    const before = clock.now()

    const { code, stdout } = await cli('disable --stage prod --yes -o json')

    expect(JSON.parse(stdout)).toMatchObject({
      cluster: { enabled: false, status: 'NOT_AVAILABLE', size: null },
      defaults: { caching: true },
      changed: true,
    })
    expect(code).toBe(0)
    expect(clock.now() - before).toBeGreaterThanOrEqual(240_000)
  })

  it('has nothing to do where there is no cache', async () => {
    const { cli, sent } = await withSandbox({ seed: withStage({}) })

    const { code, stdout } = await cli('disable --stage prod --yes')

    expect(stdout).toContain('= nothing to change, there is no cache')
    expect(writes(sent())).toEqual([])
    expect(code).toBe(0)
  })

  it('asks with the figures, and a no changes nothing', async () => {
    const { cli, sent } = await withSandbox({ seed: CACHED })

    const { code, stdout, stderr } = await cli('disable --stage prod', { answers: [false] })

    expect(stderr).toContain('account 000000000000, region us-east-1, endpoint http://127.0.0.1')
    expect(stderr).toContain('API pets (aaaaaaaaaa), stage prod')
    expect(stderr).toContain('lost: every entry')
    expect(stderr).toContain('price: about $14.60 a month before, $0.00 after')
    expect(stderr).toContain('error: nothing was changed')
    expect(stdout).toBe('')
    expect(code).toBe(3)
    expect(writes(sent())).toEqual([])
  })

  it('stops at --timeout where AWS never finishes, and says how to go on', async () => {
    const { cli } = await withSandbox({ seed: CACHED, faults: { stuckDelete: true } })

    const { code, stderr } = await cli('disable --stage prod --yes --timeout 10m')

    expect(code).toBe(5)
    expect(stderr).toContain('stage prod of API pets is still DELETE_IN_PROGRESS after 600 s')
    expect(stderr).toContain('apigw-cache wait gone --api aaaaaaaaaa --stage prod --region us-east-1')
  })

  it('joins a removal that is running already', async () => {
    const { cli, sent } = await withSandbox({ seed: CACHED })
    await cli('disable --stage prod --yes --no-wait')
    sent()

    const { code, stdout } = await cli('disable --stage prod --yes -o json')

    expect(JSON.parse(stdout)).toMatchObject({ changed: false, cluster: { status: 'NOT_AVAILABLE' } })
    expect(writes(sent())).toEqual([])
    expect(code).toBe(0)
  })
})

describe('resize', () => {
  it('replaces the cluster, and counts AVAILABLE only after the change was seen', async () => {
    const { cli } = await withSandbox({ seed: CACHED })

    const { code, stdout } = await cli('resize --stage prod --size 1.6 --yes -o json')

    expect(JSON.parse(stdout)).toMatchObject({ cluster: { status: 'AVAILABLE', size: '1.6' }, changed: true })
    expect(JSON.parse(stdout).waitedMs).toBeGreaterThanOrEqual(240_000)
    expect(code).toBe(0)
  })

  it('is not fooled by a status that lags behind the accepted call', async () => {
    const { cli } = await withSandbox({ seed: CACHED, knobs: { statusLag: 20_000 } })

    const { stdout } = await cli('resize --stage prod --size 1.6 --yes -o json')

    expect(JSON.parse(stdout).waitedMs).toBeGreaterThanOrEqual(240_000)
  })

  it('waits through a removal and a creation where AWS shows both', async () => {
    const { cli } = await withSandbox({ seed: CACHED, knobs: { resizeSequence: 'delete-create' } })

    const { stdout } = await cli('resize --stage prod --size 1.6 --yes -o json')

    expect(JSON.parse(stdout)).toMatchObject({ cluster: { status: 'AVAILABLE', size: '1.6' } })
    expect(JSON.parse(stdout).waitedMs).toBeGreaterThanOrEqual(480_000)
  })

  it('is not over while AWS still shows the size from before, however long that stands', async () => {
    const bench = await withSandbox({ seed: CACHED })
    let before: string | null = null
    let until: number | null = null
    const endpoint = await behind(bench, async ({ method, path, forward }) => {
      const isStage = method === 'GET' && path.endsWith('/stages/prod')
      if (isStage && before !== null && until !== null && bench.clock.now() < until) {
        return { status: 200, body: before }
      }
      const answer = await forward()
      if (isStage) before = answer.body
      if (method === 'PATCH') until = bench.clock.now() + 90_000
      return answer
    })

    const { code, stdout } = await runCli('resize --stage prod --size 1.6 --yes -o json', bench.clock, endpoint)

    expect(JSON.parse(stdout)).toMatchObject({ cluster: { status: 'AVAILABLE', size: '1.6' }, changed: true })
    expect(JSON.parse(stdout).waitedMs).toBeGreaterThanOrEqual(240_000)
    expect(code).toBe(0)
  })

  it('says what is lost, and the price before and after', async () => {
    const { cli } = await withSandbox({ seed: CACHED })

    const { stderr, code } = await cli('resize --stage prod --size 118', { answers: [true] })

    expect(stderr).toContain('lost: every entry. AWS removes the cache and makes a new one')
    expect(stderr).toContain('price: about $14.60 a month before, $1,387.00 after')
    expect(code).toBe(0)
  })

  it('is a failure without a cluster, and names enable', async () => {
    const { cli } = await withSandbox({ seed: withStage({ lingeringSize: '1.6' }) })

    const { code, stderr } = await cli('resize --stage prod --size 1.6 --yes')

    expect(code).toBe(1)
    expect(stderr).toContain('stage prod of API pets has no cache cluster to resize')
    expect(stderr).toContain('apigw-cache enable --size 1.6')
  })

  it('to the size that it has changes nothing', async () => {
    const { cli, sent } = await withSandbox({ seed: CACHED })

    const { stdout } = await cli('resize --stage prod --size 0.5 --yes')

    expect(stdout).toContain('= nothing to change, the cache has this size')
    expect(writes(sent())).toEqual([])
  })
})

describe('flush', () => {
  it('waits until the cluster serves again', async () => {
    const { cli, clock } = await withSandbox({ seed: CACHED })
    const before = clock.now()

    const { code, stdout, stderr } = await cli('flush --stage prod --yes')

    expect(stdout).toContain('✓ the cache is empty and serves: pets / prod')
    expect(stderr).toContain('FLUSH_IN_PROGRESS')
    expect(code).toBe(0)
    expect(clock.now() - before).toBeGreaterThanOrEqual(120_000)
  })

  it('during another flush waits, then flushes again', async () => {
    const { cli, sent } = await withSandbox({ seed: CACHED })
    await cli('flush --stage prod --yes --no-wait')
    sent()

    const { stdout } = await cli('flush --stage prod --yes -o json')

    expect(JSON.parse(stdout).waitedMs).toBeGreaterThanOrEqual(200_000)
    expect(writes(sent())).toEqual(['FlushStageCache'])
  })

  it('without a cluster warns, sends nothing and exits 0', async () => {
    const { cli, sent } = await withSandbox({ seed: withStage({}) })

    const { code, stdout, stderr } = await cli('flush --stage prod --yes')

    expect(stderr).toContain('warning: the stage has no cache cluster: there is nothing to flush')
    expect(stdout).toContain('= nothing was flushed')
    expect(writes(sent())).toEqual([])
    expect(code).toBe(0)
  })

  it('--authorizers works without a cluster and waits for nothing', async () => {
    const { cli, sent } = await withSandbox({ seed: withStage({}) })

    const { code, stdout } = await cli('flush --stage prod --authorizers --yes -o json')

    expect(JSON.parse(stdout)).toMatchObject({ changed: true, cluster: { status: 'NOT_AVAILABLE' } })
    expect(writes(sent())).toEqual(['FlushStageAuthorizersCache'])
    expect(code).toBe(0)
  })

  it('--all flushes both caches', async () => {
    const { cli, sent } = await withSandbox({ seed: CACHED })

    await cli('flush --stage prod --all --yes')

    expect(writes(sent())).toEqual(['FlushStageAuthorizersCache', 'FlushStageCache'])
  })

  it('--all flushes the authorizers once, also where the other cache has to be tried again', async () => {
    const { cli, sent } = await withSandbox({ seed: CACHED, knobs: { statusLag: 20_000 } })
    await cli('flush --stage prod --yes --no-wait')
    sent()

    const { code } = await cli('flush --stage prod --all --yes')

    const flushes = writes(sent())
    expect(flushes.slice(0, 3)).toEqual(['FlushStageAuthorizersCache', 'FlushStageCache', 'FlushStageCache'])
    expect(flushes.filter((one) => one === 'FlushStageAuthorizersCache')).toHaveLength(1)
    expect(code).toBe(0)
  })
})

describe('enable in a half-state', () => {
  it('joins a creation that is running already', async () => {
    const { cli, sent } = await withSandbox({ seed: withStage({}) })
    await cli('enable --stage prod --no-wait')
    sent()

    const { code, stdout } = await cli('enable --stage prod -o json')

    expect(JSON.parse(stdout)).toMatchObject({ changed: false, cluster: { status: 'AVAILABLE' } })
    expect(writes(sent())).toEqual([])
    expect(code).toBe(0)
  })

  it('waits for a removal to end, then acts', async () => {
    const { cli } = await withSandbox({ seed: CACHED })
    await cli('disable --stage prod --yes --no-wait')

    const { stdout } = await cli('enable --stage prod --size 1.6 -o json')

    expect(JSON.parse(stdout)).toMatchObject({ changed: true, cluster: { status: 'AVAILABLE', size: '1.6' } })
    expect(JSON.parse(stdout).waitedMs).toBeGreaterThanOrEqual(480_000)
  })

  it('names the state during a removal with --no-wait', async () => {
    const { cli } = await withSandbox({ seed: CACHED })
    await cli('disable --stage prod --yes --no-wait')

    const { code, stderr } = await cli('enable --stage prod --no-wait')

    expect(code).toBe(1)
    expect(stderr).toContain('stage prod of API pets is DELETE_IN_PROGRESS')
    expect(stderr).toContain('apigw-cache wait gone')
  })

  it('takes 0.5 GB where another size lingers, and mentions that one', async () => {
    const { cli } = await withSandbox({ seed: withStage({ lingeringSize: '6.1' }) })

    const { stdout, stderr } = await cli('enable --stage prod -o json')

    expect(JSON.parse(stdout).cluster.size).toBe('0.5')
    expect(stderr).toContain('the last cache had 6.1 GB; this one gets 0.5 GB')
  })

  it('leaves default caching off on a cluster that is on, unless told', async () => {
    const { cli, sent } = await withSandbox({ seed: withStage({ cluster: '0.5' }) })

    expect(JSON.parse((await cli('enable --stage prod -o json')).stdout)).toMatchObject({
      changed: false,
      defaults: null,
    })
    expect(writes(sent())).toEqual([])

    const told = await cli('enable --stage prod --default-caching on --ttl 60 -o json')
    expect(JSON.parse(told.stdout)).toMatchObject({
      changed: true,
      defaults: { caching: true, ttlSeconds: 60 },
    })
  })

  it('--default-caching off provisions the cluster only', async () => {
    const { cli } = await withSandbox({ seed: withStage({}) })

    const { stdout } = await cli('enable --stage prod --default-caching off -o json')

    expect(JSON.parse(stdout)).toMatchObject({ cluster: { status: 'AVAILABLE' }, defaults: null })
  })
})

describe('wait', () => {
  it('joins a change that somebody else started and sends no write', async () => {
    const { cli, sent } = await withSandbox({ seed: withStage({}) })
    await cli('enable --stage prod --no-wait')
    sent()

    const { code, stdout } = await cli('wait available --stage prod')

    expect(stdout).toContain('= the cache serves: pets / prod')
    expect(writes(sent())).toEqual([])
    expect(code).toBe(0)
  })

  it.each([
    ['a creation', withStage({}), 'enable --stage prod --no-wait', 'available', 'CREATE_IN_PROGRESS', '4 min'],
    ['a flush', CACHED, 'flush --stage prod --yes --no-wait', 'available', 'FLUSH_IN_PROGRESS', '2 min'],
    ['a removal', CACHED, 'disable --stage prod --yes --no-wait', 'gone', 'DELETE_IN_PROGRESS', '4 min'],
  ] as const)('says how long it typically takes: %s', async (_, seed, change, state, status, typical) => {
    const { cli } = await withSandbox({ seed })
    await cli(change)

    const { code, stderr } = await cli(`wait ${state} --api pets --stage prod`)

    expect(stderr.split('\n')[0]).toBe(`${status}, typically ${typical} on AWS`)
    expect(code).toBe(0)
  })

  it('says that nothing is happening yet, and times out', async () => {
    const { cli } = await withSandbox({ seed: withStage({}) })

    const { code, stderr } = await cli('wait available --stage prod --timeout 90s')

    const told = /no cache cluster is being created yet; to create one:\n {2}apigw-cache enable --api \S+ --stage prod/
    expect(stderr).toMatch(told)
    expect(code).toBe(5)
  })
})

describe('waiting in a pipe', () => {
  const waiting = async (timeout: string, flags = '') => {
    const { cli } = await withSandbox({ seed: withStage({}) })
    await cli('enable --stage prod --no-wait')
    const { stderr } = await cli(`wait available --stage prod --timeout ${timeout} ${flags}`)
    return stderr.split('\n').filter((line) => line.startsWith('CREATE_IN_PROGRESS'))
  }
  const FIRST = 'CREATE_IN_PROGRESS, typically 4 min on AWS'

  // The last look is at the end of the time.
  it.each([
    ['29s', [FIRST]],
    ['30s', [FIRST, 'CREATE_IN_PROGRESS, 30 s of typically 4 min']],
  ])('is told at once, and again not before half a minute is over: %s', async (timeout, lines) => {
    expect(await waiting(timeout)).toEqual(lines)
  })

  it('is told every half minute', async () => {
    expect(await waiting('130s')).toEqual([
      FIRST,
      ...['32 s', '1 min 2 s', '1 min 32 s', '2 min 2 s'].map(
        (elapsed) => `CREATE_IN_PROGRESS, ${elapsed} of typically 4 min`,
      ),
    ])
  })

  it('is not told with --quiet', async () => {
    expect(await waiting('130s', '--quiet')).toEqual([])
  })
})

describe('wait after another change', () => {
  it('says that nothing removes the cache, once the flush that was under way is over', async () => {
    const { cli } = await withSandbox({ seed: withStage({ cluster: '0.5' }) })
    await cli('flush --stage prod --no-wait --yes')

    const { code, stderr } = await cli('wait gone --stage prod --timeout 5m')

    const told = /nothing is removing the cache yet; to\s+remove it:\n {2}apigw-cache disable --api \S+ --stage prod/g
    expect(stderr.match(told)).toHaveLength(1)
    expect(code).toBe(5)
  })
})

describe('Ctrl-C', () => {
  it('ends a wait with 130 and says what state AWS is left in', async () => {
    const { cli } = await withSandbox({ seed: withStage({}) })

    const { code, stdout, stderr } = await cli('enable --stage prod', { interruptAt: 'CREATE_IN_PROGRESS' })

    expect(code).toBe(130)
    expect(stdout).toBe('')
    expect(stderr).toContain('interrupted: stage prod of API pets is still CREATE_IN_PROGRESS')
    expect(stderr).toContain('AWS goes on by itself; to go on waiting:\n  apigw-cache wait available')
  })
})

describe('--dry-run', () => {
  it.each([
    ['enable --stage prod --size 1.6 --ttl 60', withStage({}), 'PATCH'],
    ['disable --stage prod', CACHED, 'PATCH'],
    ['resize --stage prod --size 1.6', CACHED, 'PATCH'],
    ['flush --stage prod', CACHED, 'DELETE'],
  ] as const)('prints the exact requests and sends only reads: %s', async (command, seed, method) => {
    const { cli, sent } = await withSandbox({ seed })

    const { code, stdout } = await cli(`${command} --dry-run -o json`)

    const { requests } = JSON.parse(stdout)
    expect(requests).toHaveLength(1)
    expect(requests[0]).toMatchObject({ service: 'API Gateway', method })
    expect(requests[0].url).toContain('/restapis/aaaaaaaaaa/stages/prod')
    expect(writes(sent())).toEqual([])
    expect(code).toBe(0)
  })

  it.each([
    ['a flush', 'flush --yes --no-wait', 'flush', CACHED],
    ['a flush', 'flush --yes --no-wait', 'resize --size 1.6', CACHED],
    ['a flush', 'flush --yes --no-wait', 'disable', CACHED],
    ['a creation', 'enable --no-wait', 'disable', withStage({})],
    ['a removal', 'disable --yes --no-wait', 'enable', CACHED],
  ] as const)('does not wait for %s that is running: %s, then %s', async (_, running, verb, seed) => {
    const { cli, clock } = await withSandbox({ seed })
    await cli(`${running} --stage prod`)
    const before = clock.now()

    const { code, stdout } = await cli(`${verb} --stage prod --dry-run -o json`)

    expect(JSON.parse(stdout).requests).toHaveLength(1)
    expect(clock.now() - before).toBeLessThan(10_000)
    expect(code).toBe(0)
  })

  it('shows one ordered batch for enable: cluster first, caching on last', async () => {
    const { cli } = await withSandbox({ seed: withStage({}) })

    const { stdout } = await cli('enable --stage prod --size 1.6 --ttl 60 --encrypt --dry-run -o json')

    expect(JSON.parse(stdout).requests[0].body).toEqual({
      patchOperations: [
        { op: 'replace', path: '/cacheClusterEnabled', value: 'true' },
        { op: 'replace', path: '/cacheClusterSize', value: '1.6' },
        { op: 'replace', path: '/*/*/caching/dataEncrypted', value: 'true' },
        { op: 'replace', path: '/*/*/caching/ttlInSeconds', value: '60' },
        { op: 'replace', path: '/*/*/caching/enabled', value: 'true' },
      ],
    })
  })
})
