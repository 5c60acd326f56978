import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VERBS } from '../../../src/core/gateway/method.js'
import { parseMethodKey } from '../../../src/core/gateway/settings.js'
import { operationsOf } from '../../../src/core/settings/batch.js'
import { newEntry } from '../../../src/core/settings/copy-settings.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'
import { connectionTo } from '../../support/connection.js'
import { resourcePath } from '../../support/paths.js'
import { awsEnvironment, program } from '../../support/program.js'

const API = 'aaaaaaaaaa'
const MOCK = { integration: { type: 'MOCK' } } as const
const DEFAULTS = { cachingEnabled: true, loggingLevel: 'INFO', throttlingBurstLimit: 7 }

const SEED: Seed = {
  apis: [
    {
      id: API,
      name: 'pets',
      methods: { 'GET /': MOCK, 'GET /pets/{id}': MOCK, 'POST /a/b': MOCK, 'GET /{proxy+}': MOCK },
      stages: { prod: { cluster: '0.5', settings: { '*/*': DEFAULTS } } },
    },
  ],
}

describe('a method that is encoded, sent and read back', () => {
  it('is the same, for any verb and any resource path', async () => {
    const bench = await withSandbox({ seed: SEED })
    const { control } = await connectionTo(bench)
    const stage = { apiId: API, stage: 'prod' }

    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...VERBS, 'ANY'), resourcePath, async (method, path) => {
        const before = await control.stage(stage)
        const entry = newEntry(before, { method, path }, { ttlSeconds: 9 })
        await control.updateStage(stage, operationsOf([[entry]]))

        const { settings } = await control.stage(stage)
        const added = Object.keys(settings).filter((key) => !Object.hasOwn(before.settings, key))
        expect(added.map(parseMethodKey)).toEqual([{ method, path }])
        expect(settings[entry.key]).toEqual(entry.record)

        await control.updateStage(stage, operationsOf([[{ key: entry.key, record: null, fields: [] }]]))
        expect((await control.stage(stage)).settings).not.toHaveProperty([entry.key])
      }),
      { numRuns: 150 },
    )
  }, 60_000)
})

const hasAws = spawnSync('aws', ['--version']).status === 0

describe.skipIf(!hasAws)('the AWS CLI beside this tool (skipped where aws is not installed)', () => {
  const aws = async ({ sandbox }: Bench, verb: string, more: Record<string, unknown> = {}) => {
    const input = JSON.stringify({ restApiId: API, stageName: 'prod', ...more })
    const env = { ...awsEnvironment(sandbox.url), HOME: process.env.HOME ?? '/', AWS_CONFIG_FILE: '/nowhere' }
    const { code, stdout, stderr } = await program('aws', ['apigateway', verb, '--cli-input-json', input], {
      env,
    })
    expect([code, stderr]).toEqual([0, ''])
    return JSON.parse(stdout)
  }
  const replace = (path: string, value: string) => ({ op: 'replace', path, value })

  it.each([
    ['GET /pets/{id}', '~1pets~1{id}/GET', 'true'],
    ['GET /', '~1/GET', 'true'],
    ['GET /{proxy+}', '~1{proxy+}/GET', 'true'],
    ['POST /a/b', '~1a~1b/POST', 'false'],
  ])(
    'makes the same methodSettings for %s, byte for byte',
    async (method, key, caching) => {
      const [ours, theirs] = [await withSandbox({ seed: SEED }), await withSandbox({ seed: SEED })]

      await ours.cli(`override '${method}' --ttl 30 --encrypt --accept-unkeyed all --stage prod`)
      await aws(theirs, 'update-stage', {
        patchOperations: [
          replace(`/${key}/caching/enabled`, caching),
          replace(`/${key}/caching/ttlInSeconds`, '30'),
          replace(`/${key}/caching/dataEncrypted`, 'true'),
        ],
      })

      const entry = async (bench: Bench) => JSON.stringify((await aws(bench, 'get-stage')).methodSettings)
      expect(await entry(ours)).toBe(await entry(theirs))
      expect(JSON.parse(await entry(ours))).toHaveProperty([key])
    },
    30_000,
  )

  it('writes what this tool reads, and finds nothing to change in', async () => {
    const bench = await withSandbox({ seed: SEED })
    await aws(bench, 'update-stage', {
      patchOperations: [replace('/~1pets~1{id}/GET/caching/ttlInSeconds', '30')],
    })
    bench.sent()

    const { stdout } = await bench.cli("override GET '/pets/{id}' --ttl 30 --stage prod -o json")

    expect(JSON.parse(stdout)).toMatchObject({
      changed: false,
      methods: [{ method: 'GET', path: '/pets/{id}', source: 'override', ttlSeconds: 30, cached: true }],
    })
    expect(bench.sent().filter((one) => !one.startsWith('Get'))).toEqual([])
  }, 30_000)
})
