import { describe, expect, it } from 'vitest'
import type { PolicyStatement, Seed } from '../../../src/sandbox/index.js'
import { type CliOptions, withSandbox } from '../../support/cli.js'
import { parseCsv } from '../../support/csv.js'

const MINUTE_MS = 60_000
const MOCK = { integration: { type: 'MOCK' } } as const
const CACHED = { cachingEnabled: true } as const
const DETAILED = { ...CACHED, metricsEnabled: true } as const
const NOT_DETAILED = { ...CACHED, metricsEnabled: false } as const

const seedOf = (settings: Seed['apis'][number]['stages'], more: Partial<Seed> = {}): Seed => ({
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'pets',
      methods: { 'GET /pets': MOCK, 'GET /users': MOCK },
      stages: settings,
    },
  ],
  ...more,
})
const stageWith = (settings: Readonly<Record<string, typeof CACHED | typeof DETAILED | typeof NOT_DETAILED>>) => ({
  prod: { cluster: '0.5', settings } as const,
})

/** Four requests to `/pets` (one miss) and two to `/users` (one miss), all known to CloudWatch. */
async function served(seed: Seed, options: Parameters<typeof withSandbox>[0] = {}) {
  const bench = await withSandbox({ seed, ...options })
  const stage = `${bench.sandbox.url}/restapis/aaaaaaaaaa/prod/_user_request_`
  for (const path of ['/pets', '/pets', '/pets', '/pets', '/users', '/users']) {
    await bench.clock.during(fetch(stage + path))
  }
  bench.clock.advance(10 * MINUTE_MS)
  bench.sent()
  const status = (flags: string, more?: CliOptions) => bench.cli(`status --api aaaaaaaaaa --stage prod ${flags}`, more)
  return { ...bench, status }
}

describe('hits and misses by method', () => {
  it('are shown where detailed metrics are on', async () => {
    const { status } = await served(seedOf(stageWith({ '*/*': DETAILED })))

    const { stdout } = await status('--methods -o json')

    expect(JSON.parse(stdout).metrics).toMatchObject({
      hits: 4,
      misses: 2,
      methods: [
        { method: 'GET', path: '/pets', hits: 3, misses: 1, ratio: 0.75 },
        { method: 'GET', path: '/users', hits: 1, misses: 1, ratio: 0.5 },
      ],
    })
    const screen = (await status('--methods')).stdout
    expect(screen).toMatch(/METHOD +PATH +CACHED +HITS +MISSES +RATIO +DECIDED BY/)
    expect(screen).toMatch(/GET +\/pets +300 s +3 +1 +75\.0 % /)
  })

  it('are those of the methods that have them on; the settings of a method decide as a whole', async () => {
    const { status } = await served(seedOf(stageWith({ '*/*': DETAILED, '~1users/GET': NOT_DETAILED })))

    const { stdout } = await status('--methods --query metrics.methods[].path')

    expect(JSON.parse(stdout)).toEqual(['/pets'])
    const screen = (await status('--methods')).stdout
    expect(screen).toMatch(/\nGET +\/users +300 s {25}own setting/)
    expect(screen).toContain(
      'without hits and misses: detailed metrics are off for the method\n  defaults --detailed-metrics on --include-overrides\n',
    )
  })

  it('are not known of a method of which nothing came yet, and 0 where CloudWatch has everything', async () => {
    const { apis } = seedOf(stageWith({ '*/*': DETAILED, '~1owners/GET': NOT_DETAILED }))
    const seed = { apis: apis.map((api) => ({ ...api, methods: { ...api.methods, 'GET /owners': MOCK } })) }
    const { sandbox, clock, cli } = await withSandbox({ seed })
    for (const path of ['/pets', '/owners']) {
      await clock.during(fetch(`${sandbox.url}/restapis/aaaaaaaaaa/prod/_user_request_${path}`))
    }
    clock.advance(2 * MINUTE_MS)
    const status = (flags: string) => cli(`status --api pets --stage prod --methods ${flags}`)

    const early = JSON.parse((await status('-o json')).stdout).metrics
    expect(early.methods).toEqual([{ method: 'GET', path: '/pets', hits: 0, misses: 1, ratio: 0 }])
    expect(early.methodsNotYet).toEqual([{ method: 'GET', path: '/users' }])
    const screen = (await status('')).stdout
    expect(screen).toMatch(/\nGET +\/pets +300 s +0 +1 +0\.0 % /)
    expect(screen).toMatch(/\nGET +\/users +300 s +– +– +– /)
    expect(screen).toContain('\n– is not known yet: ')

    clock.advance(20 * MINUTE_MS)
    const late = JSON.parse((await status('--until 6m -o json')).stdout).metrics
    expect(late.methods).toMatchObject([
      { hits: 0, misses: 1 },
      { hits: 0, misses: 0 },
    ])
    expect(late).not.toHaveProperty('methodsNotYet')
  })

  it('are 0 of a method of which nothing came, where others had all hits and misses of the stage', async () => {
    const { sandbox, clock, cli } = await withSandbox({ seed: seedOf(stageWith({ '*/*': DETAILED })) })
    await clock.during(fetch(`${sandbox.url}/restapis/aaaaaaaaaa/prod/_user_request_/pets`))
    clock.advance(2 * MINUTE_MS)

    const { stdout } = await cli('status --api pets --stage prod --methods -o json')

    const { metrics } = JSON.parse(stdout)
    expect(metrics.methods).toContainEqual({ method: 'GET', path: '/users', hits: 0, misses: 0, ratio: null })
    expect(metrics).not.toHaveProperty('methodsNotYet')
  })

  it('are not said to be off where the figures of the stage are not known', async () => {
    const seed = seedOf(stageWith({ '*/*': DETAILED }))
    const { cli } = await withSandbox({ seed })

    const { stdout } = await cli('status --api pets --stage prod --methods')

    expect(stdout).toContain('no data; no request up to 23:55 UTC, the end of the last settled minute')
    expect(stdout).not.toContain('are off')
  })

  it('are not said to be off on the page either, where they are not known', async () => {
    const { cli } = await served(seedOf(stageWith({ '*/*': DETAILED })))
    const pageOf = async (window: string) => {
      const written = new Map<string, string>()
      await cli(`report cache.html --api pets --stage prod ${window}`, { written })
      return written.get('cache.html') ?? ''
    }

    expect(await pageOf('--since 3m')).toMatch(/(<td class="number">–){2}<td class="number ratio">–/)
    for (const window of ['--since 3m', '--since 1h']) {
      expect(await pageOf(window)).not.toContain('etailed metrics are off')
    }
  })

  it('are said to be off where no method has them on', async () => {
    const { status, sent } = await served(seedOf(stageWith({ '*/*': CACHED })))

    expect(JSON.parse((await status('--methods -o json')).stdout).metrics.methods).toBeNull()
    expect((await status('--methods')).stdout).toContain('detailed metrics are off')
    expect(sent().filter((one) => one === 'GetMetricStatistics')).toHaveLength(6)
  })

  it('are columns of their own, empty where there are none', async () => {
    const { status } = await served(seedOf(stageWith({ '*/*': DETAILED, '~1users/GET': NOT_DETAILED })))

    const { stdout } = await status('--methods -o csv')

    const [head = [], ...rows] = parseCsv(stdout)
    const figures = rows.map((row) => ['path', 'hits', 'misses', 'ratio'].map((name) => row[head.indexOf(name)]))
    expect(figures).toEqual([
      ['/pets', '3', '1', '0.75'],
      ['/users', '', '', ''],
    ])
  })

  it('are not asked for without --methods', async () => {
    const { status, sent } = await served(seedOf(stageWith({ '*/*': DETAILED })))

    const { stdout } = await status('-o json')

    expect(JSON.parse(stdout).metrics.methods).toBeNull()
    expect(sent().toSorted((a, b) => a.localeCompare(b))).toEqual([
      'GetMetricStatistics',
      'GetMetricStatistics',
      'GetMetricStatistics',
      'GetRestApi',
      'GetRestApis',
      'GetStages',
    ])
  })

  it('come one by one where they are few, and in one call where they are many', async () => {
    const methods = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, place) => [`GET /m${place}`, MOCK]))
    const calls = async (count: number) => {
      const seed = {
        apis: [{ name: 'pets', methods: methods(count), stages: stageWith({ '*/*': DETAILED }) }],
      }
      const { cli, sent } = await withSandbox({ seed })
      await cli('status --stage prod --methods')
      const all = sent()
      return ['GetMetricStatistics', 'GetMetricData'].map((name) => all.filter((one) => one === name).length)
    }

    expect(await calls(5)).toEqual([3 + 10, 0])
    expect(await calls(6)).toEqual([3, 1])
    expect(await calls(250)).toEqual([3, 1])
  })

  it('are left out with a warning where only they may not be read', async () => {
    const Statement: PolicyStatement[] = [
      { Effect: 'Allow', Action: ['apigateway:GET', 'cloudwatch:GetMetricStatistics'], Resource: '*' },
    ]
    const ann = { accessKeyId: 'AKIDANN', secretAccessKey: 's', name: 'ann', policies: [{ Statement }] }
    const methods = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [`GET /${name}`, MOCK]))
    const apis = [{ name: 'pets', methods, stages: stageWith({ '*/*': DETAILED }) }]
    const { cli } = await withSandbox({ seed: { identities: [ann], apis }, iam: 'enforce' })
    const env = { AWS_ACCESS_KEY_ID: 'AKIDANN', AWS_SECRET_ACCESS_KEY: 's' }

    const { code, stdout } = await cli('status --stage prod --methods --since 2h --until 1h -o json', { env })

    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      metrics: { hits: 0, methods: null },
      warnings: [{ rule: 'method-metrics-denied', message: expect.stringContaining('cloudwatch:GetMetricData') }],
    })
    const screen = (await cli('status --stage prod --methods', { env })).stdout
    expect(screen).toContain('hits and misses by method: not known, see the warning\n')
    expect(screen).not.toContain('are off')
  })
})

describe('status --fail-if', () => {
  const half = () => served(seedOf(stageWith({ '*/*': CACHED })))

  it.each([
    ['ratio<0.6', 0],
    ['ratio<70%', 6],
    ['hits<=4', 6],
    ['misses>2', 0],
    ['requests!=6', 0],
    ['requests=6', 6],
    ['status!=AVAILABLE', 0],
    ['status=AVAILABLE', 6],
    ['monthlyUsd>500', 0],
    ['monthlyUsd>14', 6],
    ['latencyMs>60000', 0],
    ['latencyMs<60000', 6],
  ])('%s of 4 hits and 2 misses exits with %d', async (condition, code) => {
    const { status } = await half()

    const ran = await status(`--fail-if '${condition}' -o json`)

    expect(ran.code).toBe(code)
    expect(JSON.parse(ran.stdout).metrics.hits).toBe(4)
  })

  it('takes several, of which one is enough, and names those that hold', async () => {
    const { status } = await half()

    const { code, stderr } = await status("--fail-if 'hits>100' --fail-if 'ratio < 0.7' --fail-if 'misses=2'")

    expect(code).toBe(6)
    expect(stderr).toBe('--fail-if ratio<0.7: ratio is 66.7 %\n--fail-if misses=2: misses is 2\n')
  })

  it('warns about a figure that is not known, and fails only with --fail-on-unknown', async () => {
    const { cli } = await withSandbox({ seed: seedOf(stageWith({ '*/*': CACHED })) })
    const status = 'status --api pets --stage prod --fail-if ratio<0.6'

    const ran = await cli(status)
    expect(ran.code).toBe(0)
    expect(ran.stderr).toBe('warning: --fail-if ratio<0.6: ratio is not known\n')
    expect((await cli(`${status} --fail-on-unknown`)).code).toBe(6)
    expect((await cli(`${status} --quiet`)).stderr).toContain('not known')
  })

  it('finds a cluster that nobody uses', async () => {
    const { cli } = await withSandbox({ seed: 'traffic' })

    const idle = "status --api legacy --stage prod --since 14d --until 10m --fail-if 'requests=0'"
    expect((await cli(idle)).code).toBe(6)
  })

  it.each([
    ["--fail-if 'ratio'", '"ratio" is not a condition'],
    ["--fail-if 'ratio<60'", 'a ratio is never 60'],
    ['--fail-on-unknown', '--fail-on-unknown says nothing without --fail-if'],
    ['--interval 5s', '--interval says nothing without --watch'],
    ['--period 90', '--period is "90"'],
    ['--period 60.5', '--period is "60.5"'],
    ['--period never', '--period is "never"'],
    ['--period 2h --since 90m --until 100m', '--since is not before --until'],
    ['--period 60 --since 16d', 'CloudWatch has not kept periods of 60 s'],
    ['--period 60 --since 2d', 'gives 2,880 points'],
    ['--report html=x', '--report is "html=x"'],
  ])('and its neighbours refuse %s before anything is sent', async (flags, message) => {
    const { status, sent } = await half()

    const { code, stdout, stderr } = await status(flags)

    expect(stderr).toContain(message)
    expect([code, stdout]).toEqual([2, ''])
    expect(sent()).toEqual([])
  })
})

describe('the period of status', () => {
  it.each([
    ['', 60],
    ['--period auto', 60],
    ['--period 300', 300],
    ['--period 1h', 3600],
    ['--since 14d', 840],
    ['--since 14d --period 3600', 3600],
  ])('with %s is %d s', async (flags, seconds) => {
    const { status } = await served(seedOf(stageWith({ '*/*': CACHED })))

    const { stdout } = await status(`${flags} -o json`)

    expect(JSON.parse(stdout).metrics).toMatchObject({ periodSeconds: seconds, hits: 4, misses: 2 })
  })
})

describe('the sparklines of status', () => {
  it('name the busiest minute, however many minutes share a column', async () => {
    const { sandbox, clock, cli } = await withSandbox({ seed: seedOf(stageWith({ '*/*': CACHED })) })
    const url = `${sandbox.url}/restapis/aaaaaaaaaa/prod/_user_request_/pets`
    for (let request = 0; request < 25; request++) await clock.during(fetch(url))
    clock.advance(10 * MINUTE_MS)
    const upTo = async (flags: string) =>
      (await cli(`status --api pets --stage prod ${flags}`, { columns: 80 })).stdout.match(/up to .*$/gm)

    expect(await upTo('')).toEqual(['up to 24 a minute', 'up to 1 a minute'])
    expect(await upTo('--since 12h')).toEqual(['up to 24 a minute', 'up to 1 a minute'])
    expect(await upTo('--since 12h --period 5m')).toEqual(['up to 24 in 5 min', 'up to 1 in 5 min'])
    const { stdout } = await cli('status --api pets --stage prod --since 14d --period 30m', { columns: 80 })
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })
})

describe('status --report', () => {
  it('writes Markdown whose cells nothing can leave, beside the result', async () => {
    const written = new Map<string, string>()
    const seed = { apis: [{ name: '| <b>*x*', methods: { 'GET /a_b': MOCK }, stages: stageWith({}) }] }
    const { cli } = await withSandbox({ seed })

    const flags = '--methods --report markdown=status.md --report prometheus=status.prom -o json'
    const { code, stdout } = await cli(`status --stage prod ${flags}`, { written })

    expect(code).toBe(0)
    expect(JSON.parse(stdout).stage).toBe('prod')
    const text = written.get('status.md') ?? ''
    expect(text).toMatch(/^## Status of the stage cache\n\n\| what \| is \|\n\| --- \| --- \|\n/)
    expect(text).toContain('| API | \\| &lt;b>\\*x\\* (')
    expect(text).toContain('### Methods\n\n| method | path |')
    expect(text).toContain('| GET | /a\\_b |')
    expect(text).toContain('### Warnings\n\n| rule | message |')
    expect(text).toContain('| nothing-cached |')
    expect(written.get('status.prom')).toContain('apigw_cache_warning{')
  })
})

describe('status --report markdown', () => {
  it('says that a canary goes past the cache, and whose price it is', async () => {
    const written = new Map<string, string>()
    const canary = { percentTraffic: 10, useStageCache: false }
    const { cli } = await withSandbox({ seed: seedOf({ prod: { cluster: '0.5', canary } }) })

    const env = { AWS_REGION: 'xx-nowhere-1' }
    await cli('status --stage prod --report markdown=status.md', { written, env })

    const text = written.get('status.md') ?? ''
    expect(text).toContain('| canary | 10 % of the requests, past the cache |')
    expect(text).toMatch(/\| price \| about \$14\.60 a month \(us-east-1 price\), as of \d{4}-/)
  })
})

describe('the screen of status', () => {
  it('has a sparkline of hits and one of misses, on one scale', async () => {
    const { status } = await served(seedOf(stageWith({ '*/*': CACHED })))

    const { stdout } = await status('--since 15m')

    expect(stdout).toMatch(/\n {2}hits +▁{5}█▁{4} +up to 4 a minute\n/)
    expect(stdout).toMatch(/\n {2}misses +▁{5}▅▁{4} +up to 2 a minute\n/)
  })

  it('has a chart with --plot, in ASCII where nothing else can be shown', async () => {
    const { status } = await served(seedOf(stageWith({ '*/*': CACHED })))

    const { stdout } = await status('--since 15m --plot', { env: { LC_ALL: 'C' } })

    expect(stdout).toContain('a minute: # hits, : misses')
    expect(stdout).toMatch(/\n {2} +UTC +\d\d:\d\d/)
    // Elsewhere than in the chart a dash stands for what is not known, and nothing is unknown here.
    expect(stdout).toMatch(/^[\x20-\x7e\n]*$/)
  })

  it.each([80, 120])('fits a terminal of %d columns, whatever the names are', async (columns) => {
    const name = '動物のAPI（本番）🐶'.repeat(6)
    const methods = {
      'GET /a-rather-long-name-of-a-resource/{id}/with/{and-another}/{proxy+}': {
        ...MOCK,
        keys: ['path.id', 'path.and-another', 'querystring.a-key', 'header.X-Some-Header'],
      },
    }
    const { cli } = await withSandbox({
      seed: { apis: [{ name, methods, stages: stageWith({ '*/*': DETAILED }) }] },
    })

    const { stdout } = await cli('status --stage prod --methods --since 2h --until 1h', { columns })

    const wide = (line: string) => [...line].reduce((sum, sign) => sum + (/[\u3000-\uffef🐶]/u.test(sign) ? 2 : 1), 0)
    for (const line of stdout.split('\n')) expect(wide(line)).toBeLessThanOrEqual(columns)
    expect(stdout).toContain('…')
    expect(stdout.split('\n')[0]).toMatch(/^動物のAPI.*… \/ prod {2}[a-z0-9]{10}, us-east-1$/)
  })
})
