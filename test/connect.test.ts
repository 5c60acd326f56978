import { readFile } from 'node:fs/promises'
import { expect, it, onTestFinished } from 'vitest'
import { type Connection, connect } from '../src/connect.js'
import { type Seed, startSandbox } from '../src/sandbox/index.js'

const ELSEWHERE = '111111111111'
const api = (name: string, accountId?: string): Seed['apis'][number] => ({
  name,
  ...(accountId === undefined ? {} : { accountId, region: 'eu-west-1' }),
  methods: { 'GET /pets/{id}': { integration: { type: 'MOCK' } } },
  stages: { prod: { cluster: '0.5', settings: { '*/*': { cacheTtlInSeconds: 60 } } } },
})

async function connected(): Promise<Connection> {
  const seed = { apis: [api('pets'), api('shop', ELSEWHERE)] }
  const sandbox = await startSandbox({ seed, clusterTimeMs: 50 })
  onTestFinished(() => sandbox.close())
  return connect({
    region: 'us-east-1',
    endpoint: sandbox.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    rate: 1e6,
  })
}

const fileOf = (settings: object) => [
  {
    name: 'caches.yaml',
    text: JSON.stringify({
      version: 1,
      stages: [
        { api: 'pets', stage: 'prod', settings },
        {
          ...{ api: 'shop', stage: 'prod', settings, account: ELSEWHERE, region: 'eu-west-1' },
          role: 'arn:aws:iam::{account}:role/ops',
        },
      ],
    }),
  },
]

it('a library writes the file of live stages, whose plan is empty', async () => {
  const connection = await connected()
  const { declaration, yaml, failed } = await connection.export({ apis: ['pets'] })
  expect(failed).toEqual([])
  expect(declaration.stages).toMatchObject([{ name: 'pets', stage: 'prod', cache: '0.5' }])
  const stage = await connection.stage({ api: 'pets', stage: 'prod' })
  expect(await stage.export()).toMatchObject({ name: 'pets', settings: { ttl: 60 } })
  const plan = await connection.plan({ files: [{ name: 'pets.yaml', text: yaml }] })
  expect(plan).toMatchObject({ empty: true, changes: [], failed: [] })
})

it('a library applies files, and a plan that was kept, in every account and region that they name', async () => {
  const connection = await connected()
  const kept = JSON.parse(JSON.stringify(await connection.plan({ files: fileOf({ ttl: 90 }) })))
  expect(kept.changes).toHaveLength(2)
  const report = await connection.apply({ plan: kept })
  expect(report.applied.map(({ target }) => [target.api.name, target.region])).toEqual([
    ['pets', 'us-east-1'],
    ['shop', 'eu-west-1'],
  ])
  expect(await connection.plan({ files: fileOf({ ttl: 90 }) })).toMatchObject({ empty: true })
  await connection.apply({ files: fileOf({ ttl: 30 }), globs: ['shop/prod'] })
  await expect(connection.apply({ plan: kept })).rejects.toMatchObject({ code: 'stale-plan' })
  const only = await connection.plan({ files: fileOf({ ttl: 30 }), regions: ['us-east-1'] })
  expect(only.changes.map(({ target }) => target.api.name)).toEqual(['pets'])
})

it('a library asks before it applies, and carries out no wrong data that nobody has accepted', async () => {
  const connection = await connected()
  const files = fileOf({ caching: true })
  await expect(connection.apply({ files })).rejects.toMatchObject({ kind: 'usage', code: 'unkeyed' })
  const questions: string[][] = []
  const refused = connection.apply({
    files,
    onAsk: async ({ doubts }) => {
      questions.push([...doubts])
      throw new Error('no')
    },
  })
  await expect(refused).rejects.toThrow('no')
  expect(questions).toEqual([[expect.stringContaining('path.id'), expect.stringContaining('path.id')]])
  expect((await connection.plan({ files })).empty).toBe(false)
  await expect(connection.apply({ files, acceptUnkeyed: ['all'] })).resolves.toMatchObject({ changed: true })
  await expect(connection.apply({ files: [{ name: 'f', text: 'version: 2' }] })).rejects.toMatchObject({
    code: 'declaration',
  })
})

it('a library goes to other accounts and regions', async () => {
  const connection = await connected()
  const role = { arn: `arn:aws:iam::${ELSEWHERE}:role/ops` }
  const there = await connection.at({ region: 'eu-west-1', role })
  expect(await there.account()).toBe(ELSEWHERE)
  expect((await there.list()).stages.map(({ api: { name } }) => name)).toEqual(['shop'])
  expect(await connection.regions()).toContain('us-east-1')
})

it('a library shows how it applies in the README, with calls that it has', async () => {
  const readme = await readFile('README.md', 'utf8')
  const connection = await connected()
  const called = [...readme.matchAll(/\bconnection\.(\w+)/g)].map(([, name = '']) => name)
  expect(called).toContain('apply')
  for (const name of called) expect(connection).toHaveProperty(name)
})
