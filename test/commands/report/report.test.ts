import { describe, expect, it } from 'vitest'
import type { PolicyStatement, Seed } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'

const PETS: Seed['apis'][number] = {
  id: 'aaaaaaaaaa',
  name: 'pets',
  methods: {
    'GET /pets': { integration: { type: 'MOCK' } },
    'GET /pets/{id}': { integration: { type: 'MOCK' } },
  },
  stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true, metricsEnabled: true } } } },
}
const MINUTE_MS = 60_000

/** Somebody with these statements only. */
async function somebodyWith(Statement: readonly PolicyStatement[]) {
  const ann = { accessKeyId: 'AKIDANN', secretAccessKey: 's', name: 'ann', policies: [{ Statement }] }
  const { cli, clock } = await withSandbox({ seed: { identities: [ann], apis: [PETS] }, iam: 'enforce' })
  return {
    cli,
    clock,
    env: { AWS_ACCESS_KEY_ID: ann.accessKeyId, AWS_SECRET_ACCESS_KEY: ann.secretAccessKey },
  }
}

/** A stage with three hits and a miss some minutes ago. */
async function afterTraffic(apis: Seed['apis'] = [PETS]) {
  const bench = await withSandbox({ seed: { apis } })
  const url = `${bench.sandbox.apis[0]?.stages[0]?.invokeUrl}/pets`
  for (const _ of ['a miss', 'a hit', 'a hit', 'a hit']) await fetch(url)
  bench.clock.advance(20 * MINUTE_MS)
  return bench
}

describe('report', () => {
  it('writes one file and says so', async () => {
    const { cli } = await afterTraffic()
    const written = new Map<string, string>()

    const { code, stdout, stderr } = await cli('report cache.html --stage prod', { written })

    expect(stdout).toBe('wrote cache.html (1 stage)\n')
    expect(stderr).toContain('using stage prod of API pets (aaaaaaaaaa)')
    expect(code).toBe(0)
    expect([...written.keys()]).toEqual(['cache.html'])
    const page = written.get('cache.html') ?? ''
    expect(page).toMatch(/^<!doctype html>/)
    expect(page).toContain('<bdi>pets</bdi> / <bdi>prod</bdi>')
    expect(page).toContain('75.0 %')
    expect(page).toContain('path-parameter-not-in-key')
  })

  it('prints the data of the page as JSON, and writes the page as well', async () => {
    const { cli } = await afterTraffic()
    const written = new Map<string, string>()

    const { stdout } = await cli('report cache.html --stage prod --since 1h -o json', { written })

    const status = JSON.parse((await cli('status --stage prod --methods --since 1h --until 6m -o json')).stdout)
    const { generatedAt, stages, ...rest } = JSON.parse(stdout)
    expect(rest).toEqual({})
    expect(generatedAt).toMatch(/^2026-01-01T00:20:/)
    expect(stages).toHaveLength(1)
    expect(Object.keys(stages[0])).toEqual(['status', 'series', 'findings', 'notJudged', 'advice', 'adviceBasis'])
    expect(stages[0].status).toEqual({
      ...status,
      metrics: { ...status.metrics, since: expect.any(String), until: expect.any(String) },
    })
    const busy = stages[0].series.filter((point: { readonly requests: number | null }) => point.requests)
    expect(busy).toEqual([
      {
        at: expect.any(String),
        hits: 3,
        misses: 1,
        requests: 4,
        ratio: 0.75,
        latency: { averageMs: expect.any(Number), p50Ms: expect.any(Number), p95Ms: expect.any(Number) },
        integrationLatency: {
          averageMs: expect.any(Number),
          p50Ms: expect.any(Number),
          p95Ms: expect.any(Number),
        },
      },
    ])
    expect(written.size).toBe(1)
  })

  it('opens the file by its whole path once it is written', async () => {
    const { cli } = await afterTraffic()
    const opened: string[] = []

    await cli('report cache.html --stage prod', { opened })
    expect(opened).toEqual([])
    await cli('report cache.html --stage prod --open', { opened })

    expect(opened).toEqual(['/work-folder/cache.html'])
  })

  it('takes a title', async () => {
    const { cli } = await afterTraffic()
    const written = new Map<string, string>()

    await cli("report cache.html --stage prod --title 'Week 53'", { written })

    expect(written.get('cache.html')).toContain('<h1><bdi>Week 53</bdi></h1>')
  })

  it.each([
    ['a file of another kind', 'report cache.txt --stage prod', '"cache.txt" does not end in .html'],
    ['no file', 'report --stage prod', 'report names no file'],
    ['a window that is none', 'report a.html --stage prod --since 1h --until 2h', '--since is not before --until'],
    ['a window that is too old', 'report a.html --stage prod --since 456d', 'before what CloudWatch keeps'],
  ])('refuses %s before anything is sent or written', async (_, command, message) => {
    const { cli, sent } = await withSandbox({ seed: { apis: [PETS] } })
    const written = new Map<string, string>()

    const { code, stderr } = await cli(command, { written })

    expect(stderr).toContain(message)
    expect(code).toBe(2)
    expect(sent()).toEqual([])
    expect(written.size).toBe(0)
  })
})

describe('what a report is made of', () => {
  it('leaves the findings that the config file suppresses in it, with the reason', async () => {
    const { cli } = await afterTraffic()
    const written = new Map<string, string>()
    const ignore = [{ rule: 'path-parameter-not-in-key', reason: 'all pets are equal' }]
    const files = { '/work-folder/apigw-cache.config.json': JSON.stringify({ doctor: { ignore } }) }

    const { stdout } = await cli('report cache.html --stage prod -o json', { written, files })

    expect(JSON.parse(stdout).stages[0].findings).toContainEqual(
      expect.objectContaining({ rule: 'path-parameter-not-in-key', suppressed: 'all pets are equal' }),
    )
    expect(written.get('cache.html')).toContain('<bdi>all pets are equal</bdi>')
  })

  it('may all be read by whom the policy of report permits it', async () => {
    const plain = await withSandbox({ seed: { apis: [PETS] } })
    const policy = await plain.cli('policy operator --verbs report --api aaaaaaaaaa --stage prod')
    const { Statement } = JSON.parse(policy.stdout)
    const { cli, clock, env } = await somebodyWith(Statement)
    clock.advance(15 * MINUTE_MS)

    const { code, stdout } = await cli('report a.html --stage prod -o json', { env })

    expect(code).toBe(0)
    const [stage] = JSON.parse(stdout).stages
    expect(
      stage.status.warnings.filter(({ message }: { readonly message: string }) => /allowed/.test(message)),
    ).toEqual([])
    expect(stage.notJudged).toEqual([])
    expect(stage.findings).not.toBeNull()
    expect(stage.advice).not.toBeNull()
  })
})

describe('what a report cannot tell', () => {
  it('is shown as not known where CloudWatch has nothing completely, and nothing is advised from it', async () => {
    const bench = await afterTraffic()
    await fetch(`${bench.sandbox.apis[0]?.stages[0]?.invokeUrl}/pets`)
    bench.clock.advance(2 * MINUTE_MS)
    const written = new Map<string, string>()

    const { stdout } = await bench.cli('report a.html --stage prod --since 5m -o json', { written })

    const [stage] = JSON.parse(stdout).stages
    expect(stage.status.metrics).toMatchObject({ hits: null, misses: null, requests: null, ratio: null })
    expect(stage.advice).toEqual([])
    expect(stage.adviceBasis.notJudged).toMatchObject([{ what: 'everything' }])
    expect(stage.status.warnings).toContainEqual(expect.objectContaining({ rule: 'not-settled' }))
    expect(written.get('a.html')).toContain('Nothing was judged.')
  })

  it('is not what happened on an idle stage: its sums are 0 up to where CloudWatch has everything', async () => {
    const { cli, clock } = await withSandbox({ seed: { apis: [PETS] } })
    clock.advance(15 * 24 * 60 * MINUTE_MS)

    const { stdout } = await cli('report a.html --stage prod --since 14d -o json')

    const { generatedAt, stages } = JSON.parse(stdout)
    const { metrics } = stages[0].status
    expect(metrics).toMatchObject({ hits: 0, misses: 0, requests: 0 })
    expect(metrics.until).toBe(metrics.settledUntil)
    expect(Date.parse(generatedAt) - Date.parse(metrics.until)).toBeLessThan(7 * MINUTE_MS)
    expect(stages[0].advice).toMatchObject([{ action: 'retire' }])
  })

  it('is not idle while CloudWatch has nothing of the time since the stage was changed', async () => {
    const { cli, clock } = await withSandbox({ seed: { apis: [PETS] } })
    const stageAfter = async (minutes: number) => {
      clock.advance(minutes * MINUTE_MS)
      return JSON.parse((await cli('report a.html --stage prod -o json')).stdout).stages[0]
    }

    const young = await stageAfter(9)
    expect(young.status.metrics).toMatchObject({ hits: null, misses: null, requests: null })
    expect(young.status.warnings).toContainEqual(expect.objectContaining({ rule: 'not-settled' }))
    expect(young.findings).not.toContainEqual(expect.objectContaining({ rule: 'idle-cluster' }))

    expect((await stageAfter(2)).status.metrics).toMatchObject({ hits: 0, misses: 0, requests: 0 })
  })

  it('is left out where two APIs of one name are counted together', async () => {
    const { cli } = await afterTraffic([PETS, { ...PETS, id: 'bbbbbbbbbb' }])
    const written = new Map<string, string>()

    const { stdout } = await cli('report a.html --api aaaaaaaaaa --stage prod -o json', { written })

    expect(JSON.parse(stdout).stages[0]).toMatchObject({ status: { metrics: { hits: null } }, series: [] })
    expect(written.get('a.html')).toContain('same-api-name')
    expect(written.get('a.html')).toContain('not known')
  })

  it('is said where GetMetricData is not allowed, and the rest is there', async () => {
    const { cli, clock, env } = await somebodyWith([
      { Effect: 'Allow', Action: ['apigateway:GET', 'cloudwatch:GetMetricStatistics'], Resource: '*' },
    ])
    clock.advance(240 * MINUTE_MS)

    const { code, stdout } = await cli('report a.html --stage prod --since 3h --until 1h -o json', { env })

    const [stage] = JSON.parse(stdout).stages
    expect(code).toBe(0)
    expect(stage.status.metrics).toMatchObject({ hits: 0, misses: 0 })
    expect(stage.series[0]).toMatchObject({ hits: 0, requests: null, latency: null })
    expect(stage.advice).toBeNull()
    expect(stage.status.warnings).toContainEqual({
      rule: 'latency-denied',
      message: expect.stringContaining('cloudwatch:GetMetricData'),
    })
  })
})
