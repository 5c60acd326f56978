import { describe, expect, it } from 'vitest'
import type { ListRow } from '../../../src/core/list/report.js'
import { displayWidth } from '../../../src/render/format/width.js'
import type { Seed, SeedIdentity } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'

const MOCK = { integration: { type: 'MOCK' } } as const
const TRAFFIC = { 'GET /pets': { perMinute: 10, entries: 5 } }
const ON = { cluster: '0.5', settings: { '*/*': { cachingEnabled: true, cacheTtlInSeconds: 60 } } } as const
const api = (name: string, stages: Seed['apis'][number]['stages'], more: object = {}) => ({
  name,
  methods: { 'GET /pets': MOCK },
  stages,
  ...more,
})
const SHOPS: Seed = {
  history: { days: 2 },
  apis: [
    api('pets', { prod: { ...ON, traffic: TRAFFIC }, dev: {} }, { tags: { team: 'animals' } }),
    api('shop', {
      prod: { cluster: '6.1', traffic: {}, tags: { team: 'shop', 'aws:cloudformation:stack-name': 'shop' } },
      test: { lingeringSize: '1.6' },
    }),
  ],
}
const namesOf = (rows: readonly ListRow[]) => rows.map(({ api: { name }, stage }) => `${name} ${stage}`)
const reader = (...denied: string[]): SeedIdentity => ({
  name: 'reader',
  accessKeyId: 'READER',
  secretAccessKey: 'secret',
  policies: [
    {
      Statement: [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        ...denied.map((Resource) => ({ Effect: 'Deny' as const, Action: '*', Resource })),
      ],
    },
  ],
})
const AS_READER = { AWS_ACCESS_KEY_ID: 'READER', AWS_SECRET_ACCESS_KEY: 'secret' }
const stagesOf = (id: string) => `arn:aws:apigateway:*::/restapis/${id}/stages*`

describe('list', () => {
  it('is denied where no API tells its stages, and partial where one does', async () => {
    const apisDenied = (...ids: string[]) => {
      const seed = {
        apis: [api('pets', { prod: ON }, { id: 'aaaaaaaaaa' }), api('shop', {}, { id: 'bbbbbbbbbb' })],
      }
      return withSandbox({ seed: { ...seed, identities: [reader(...ids.map(stagesOf))] }, iam: 'enforce' })
    }

    const none = await apisDenied('aaaaaaaaaa', 'bbbbbbbbbb')
    const some = await apisDenied('bbbbbbbbbb')

    expect((await none.cli('list', { env: AS_READER })).code).toBe(4)
    expect((await some.cli('list', { env: AS_READER })).code).toBe(7)
  })

  it('tells of every stage what GetStages and CloudWatch know of its cache, sorted, with totals', async () => {
    const { cli } = await withSandbox({ seed: SHOPS })

    const { code, stdout } = await cli('list -o json')

    const { stages, failed, scanned, totals } = JSON.parse(stdout)
    expect(namesOf(stages)).toEqual(['pets dev', 'pets prod', 'shop prod', 'shop test'])
    expect(stages[1]).toMatchObject({
      account: '000000000000',
      region: 'us-east-1',
      cluster: { enabled: true, status: 'AVAILABLE', size: '0.5' },
      caching: true,
      overrides: 0,
      ttlSeconds: 60,
      encrypted: false,
      idle: false,
      price: { hourlyUsd: 0.02, monthlyUsd: 14.6 },
      managedBy: null,
      tags: { team: 'animals' },
      findings: null,
    })
    const { hits, misses, requests, ratio } = stages[1]
    expect(hits + misses).toBe(requests)
    expect(ratio).toBeCloseTo(hits / (hits + misses))
    expect(requests).toBeGreaterThan(1000)
    expect(stages[2]).toMatchObject({ idle: true, hits: 0, ratio: null, managedBy: 'CloudFormation' })
    expect(stages[2].warnings).toMatchObject([{ rule: 'nothing-cached' }])
    expect(stages[3]).toMatchObject({ idle: false, hits: null, price: { monthlyUsd: 0 }, ttlSeconds: null })
    expect(stages[3].cluster).toEqual({ enabled: false, status: 'NOT_AVAILABLE', size: null })
    expect(failed).toEqual([])
    expect(scanned).toEqual([{ account: '000000000000', region: 'us-east-1', apis: 2, stages: 4 }])
    expect(totals).toEqual([
      { by: 'account', name: '000000000000', stages: 4, clusters: 2, monthlyUsd: 160.6 },
      { by: 'region', name: 'us-east-1', stages: 4, clusters: 2, monthlyUsd: 160.6 },
      { by: 'all', name: '', stages: 4, clusters: 2, monthlyUsd: 160.6 },
    ])
    expect(code).toBe(0)
  })

  it('asks for the stages of each API once, and CloudWatch only about clusters that are on, in one call', async () => {
    const { cli, sent } = await withSandbox({ seed: SHOPS, pageSize: 500 })

    await cli('list')
    expect(sent()).toEqual(['GetCallerIdentity', 'GetRestApis', 'GetStages', 'GetStages', 'GetMetricData'])

    await cli('list --stage dev')
    expect(sent()).not.toContain('GetMetricData')
  })

  it.each([
    ['--cached', ['pets prod', 'shop prod']],
    ['--idle', ['shop prod']],
    ['--tag team=animals', ['pets dev', 'pets prod']],
    ['--tag team', ['pets dev', 'pets prod', 'shop prod']],
    ['--tag team=shop --tag team=animals --cached', ['pets prod', 'shop prod']],
    ['--tag team=shop --tag owner=me', []],
    ["--api 'p*' --stage prod", ['pets prod']],
    ["--stage '*t'", ['shop test']],
  ])('%s leaves out the others', async (flags, expected) => {
    const { cli } = await withSandbox({ seed: SHOPS })

    const { code, stdout } = await cli(`list ${flags} -o json`)

    expect(namesOf(JSON.parse(stdout).stages)).toEqual(expected)
    expect(code).toBe(0)
  })

  it('adds up what the wanted tags cost', async () => {
    const { cli } = await withSandbox({ seed: SHOPS })

    const { totals } = JSON.parse((await cli('list --tag team -o json')).stdout)

    expect(totals.filter(({ by }: { by: string }) => by === 'tag')).toEqual([
      { by: 'tag', name: 'team=animals', stages: 2, clusters: 1, monthlyUsd: 14.6 },
      { by: 'tag', name: 'team=shop', stages: 1, clusters: 1, monthlyUsd: 146 },
    ])
  })

  it('is not narrowed by variables that name the target of other verbs', async () => {
    const { cli } = await withSandbox({ seed: SHOPS })

    const { stdout } = await cli('list -o json', {
      env: { APIGW_CACHE_API: 'pets', APIGW_CACHE_STAGE: 'prod' },
    })

    expect(JSON.parse(stdout).stages).toHaveLength(4)
  })

  it('says that findings take longer, and gives each rule of a doctor once', async () => {
    const { cli, sent } = await withSandbox({ seed: SHOPS, pageSize: 500 })

    const { stdout, stderr } = await cli('list --findings -o json')

    expect(stderr).toContain('takes several times as long')
    const findings = JSON.parse(stdout).stages.map(({ findings: found }: ListRow) => found)
    expect(findings).toEqual([
      [],
      [],
      [
        { rule: 'nothing-cached', severity: 'warning' },
        { rule: 'idle-cluster', severity: 'warning' },
      ],
      [{ rule: 'lingering-size', severity: 'info' }],
    ])
    const asked = sent()
    // The methods of an API are read once for all its stages, and the requests are known already.
    expect(asked.filter((one) => one === 'GetResources')).toHaveLength(2)
    expect(asked).not.toContain('GetMetricStatistics')
  })

  it('names an API that may not be read, lists the others, and exits 7', async () => {
    const seed = {
      apis: [api('pets', { prod: {} }), api('shop', { prod: {} }, { id: 's4h0p5h0p5' })],
      identities: [reader(stagesOf('s4h0p5h0p5'))],
    }
    const { cli } = await withSandbox({ seed, iam: 'enforce' })

    const { code, stdout, stderr } = await cli('list -o json', { env: AS_READER })

    const { stages, failed } = JSON.parse(stdout)
    expect(namesOf(stages)).toEqual(['pets prod'])
    expect(failed).toEqual([
      {
        target: { account: '000000000000', region: 'us-east-1', api: { id: 's4h0p5h0p5', name: 'shop' } },
        message: expect.stringMatching(/^not allowed: apigateway:GET on/),
      },
    ])
    expect(stderr).toContain('warning: API shop (s4h0p5h0p5) in 000000000000 us-east-1: not allowed')
    expect(code).toBe(7)
  })

  it('exits 4 where the APIs may not be listed', async () => {
    const seed = { ...SHOPS, identities: [reader('arn:aws:apigateway:*::/restapis')] }
    const { cli } = await withSandbox({ seed, iam: 'enforce' })

    expect(await cli('list', { env: AS_READER })).toMatchObject({ code: 4, stdout: '' })
  })

  it('lists what it can where a stage cannot be judged', async () => {
    const seed = {
      apis: [api('pets', { prod: {} }, { id: 'p4e0t5p4e0' }), api('shop', { prod: {} })],
      identities: [reader('arn:aws:apigateway:*::/restapis/p4e0t5p4e0/stages/prod/exports*')],
    }
    const { cli } = await withSandbox({ seed, iam: 'enforce' })

    const { code, stdout, stderr } = await cli('list --findings -o json', { env: AS_READER })

    expect(JSON.parse(stdout).stages).toMatchObject([{ findings: null }, { findings: [] }])
    expect(stderr).toContain('stage prod of API pets (p4e0t5p4e0) in 000000000000 us-east-1: not judged: not allowed')
    expect(code).toBe(7)
  })

  it('has no figures, and says so once, where CloudWatch may not be asked', async () => {
    const identity = reader()
    const deny = { Effect: 'Deny', Action: 'cloudwatch:*', Resource: '*' } as const
    const policies = identity.policies?.map(({ Statement }) => ({ Statement: [Statement, deny].flat() })) ?? []
    const { cli } = await withSandbox({
      seed: { ...SHOPS, identities: [{ ...identity, policies }] },
      iam: 'enforce',
    })

    const { code, stdout, stderr } = await cli('list --cached -o json', { env: AS_READER })

    expect(JSON.parse(stdout).stages).toMatchObject([
      { hits: null, idle: null },
      { hits: null, idle: null },
    ])
    expect(stderr.match(/hits, misses and requests are not known/g)).toHaveLength(1)
    expect(code).toBe(0)
  })

  it('calls no cluster idle before CloudWatch can tell', async () => {
    const { cli, clock } = await withSandbox({ seed: { apis: [api('pets', { prod: ON })] } })
    const idle = async () => JSON.parse((await cli('list -o json')).stdout).stages[0].idle

    expect(await idle()).toBeNull()
    clock.advance(15 * 60_000)
    expect(await idle()).toBe(true)
  })

  it('has no figures for APIs that CloudWatch cannot tell apart', async () => {
    const twins = { apis: [api('pets', { prod: ON }), api('pets', { prod: ON })] }
    const { cli, sent } = await withSandbox({ seed: twins })

    const { stages } = JSON.parse((await cli('list -o json')).stdout)

    expect(stages).toMatchObject([{ hits: null, idle: null }, { ratio: null }])
    expect(stages[0].warnings).toMatchObject([{ rule: 'same-api-name' }])
    expect(sent()).not.toContain('GetMetricData')
  })

  it('takes a name that fits nothing for a mistake, and an empty list for an answer', async () => {
    const { cli } = await withSandbox({ seed: SHOPS })

    const wrong = await cli('list --api ptes')
    expect(wrong).toMatchObject({ code: 1, stdout: '' })
    expect(wrong.stderr).toContain('error: no stage fits ptes\n  check --api, --stage and --tag')
    expect(await cli('list --tag team=nobody')).toMatchObject({ code: 0, stdout: 'no stage\n' })
    const empty = await withSandbox({ seed: 'empty' })
    expect(await empty.cli('list')).toMatchObject({ code: 0, stdout: 'no stage\n' })
  })

  it.each(['--since 1m', '--since 500d', '--tag =x', '--tag ""'])(
    'refuses %s before anything is sent',
    async (flag) => {
      const { cli, sent } = await withSandbox({ seed: SHOPS })

      expect((await cli(`list ${flag}`)).code).toBe(2)
      expect(sent()).toEqual([])
    },
  )
})

describe('the output of list', () => {
  it('is one row a line, as they come: what has no figures to wait for comes first', async () => {
    const { cli } = await withSandbox({ seed: SHOPS })

    const { stdout } = await cli('list -o ndjson')

    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(namesOf(rows).slice(0, 2).sort()).toEqual(['pets dev', 'shop test'])
    expect(namesOf(rows).slice(2).sort()).toEqual(['pets prod', 'shop prod'])
  })

  it.each([
    ['csv', /^account,api,apiId,stage,/, 5],
    ['markdown', /^\| account \| api /, 6],
    ['text', /^000000000000\t/, 4],
  ])('has the head of a table once: %s', async (format, start, lines) => {
    const { cli } = await withSandbox({ seed: SHOPS })

    const { stdout } = await cli(`list -o ${format}`)

    expect(stdout).toMatch(start)
    expect(stdout.trimEnd().split('\n')).toHaveLength(lines)
  })

  it('has the head also where there is no row', async () => {
    const { cli } = await withSandbox({ seed: 'empty' })

    expect((await cli('list -o csv')).stdout).toMatch(/^account,api,.*\n$/)
    expect((await cli('list -o ndjson')).stdout).toBe('')
  })

  it('fits 100 columns with names of any length, and counts the findings that it has no room for', async () => {
    const name = 'the-rather-long-name-of-an-api-of-the-department-for-pets-and-their-owners'
    const long = { apis: [api(name, { 'production-blue': { cluster: '237' } }), api('s', { prod: ON })] }
    const { cli, clock } = await withSandbox({ seed: long })
    clock.advance(3_600_000)

    const { stdout } = await cli('list --findings', { columns: 100 })

    const lines = stdout.trimEnd().split('\n')
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(100)
    expect(lines[0]).toMatch(/^API .*STAGE .*CLUSTER .*A MONTH +WARN$/)
    expect(stdout).toContain('on, idle')
    expect(stdout).toContain('findings: idle-cluster 2, nothing-cached 1')
    expect(stdout).toContain('account 000000000000, us-east-1: 2 stages, 2 clusters, about $')
  })

  it('names the findings where there is room', async () => {
    const { cli } = await withSandbox({ seed: SHOPS })

    const { stdout } = await cli('list', { columns: 120 })

    expect(stdout).toMatch(/^shop {2}prod {3}on, idle .* nothing-cached$/m)
    // Nobody has looked at its methods.
    expect(stdout).toMatch(/^pets {2}prod {3}on .* –$/m)
    expect(stdout).toContain('findings without the deployed APIs, which list --findings and doctor read\n')
    const read = await cli('list --findings', { columns: 120 })
    expect(read.stdout).not.toMatch(/^pets +prod .* –$/m)
    expect(read.stdout).not.toContain('findings without')
  })

  it('stops asking when nobody reads any more', async () => {
    const apis = Array.from({ length: 40 }, (_, index) => api(`api-${index}`, { prod: {} }))
    const { cli, sent } = await withSandbox({ seed: { apis }, pageSize: 500 })

    const { code } = await cli('list -o ndjson', { readsLines: 2 })

    expect(sent().filter((one) => one === 'GetStages').length).toBeLessThan(10)
    expect(code).toBe(0)
  })
})

it('list has the order of the table in Markdown, which people read', async () => {
  const { cli } = await withSandbox({ seed: 'fleet' })
  const cells = async (format: string) => JSON.parse((await cli(`list -o ${format}`)).stdout).stages
  const { stdout } = await cli('list -o markdown')

  const ids = (await cells('json')).map(({ api, stage }: ListRow) => `${api.id} ${stage}`)
  const rows = stdout.trim().split('\n').slice(2)
  expect(rows).toHaveLength(ids.length)
  for (const [place, row] of rows.entries()) {
    for (const part of (ids[place] ?? '').split(' ')) expect(row).toContain(`| ${part} |`)
  }
})
