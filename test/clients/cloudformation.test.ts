import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  GetAccountCommand,
  GetApiKeysCommand,
  GetStageCommand,
  GetUsagePlansCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { running } from '../sandbox/support/sandbox.js'
import { stackOn, type Template } from './cloudformation/stack.js'
import { madeIn } from './made.js'

const FOUR_MINUTES_MS = 240_000
const near = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const KEY = { 'x-api-key': '0123456789abcdefghij' }
const hasSam = spawnSync('python3', ['-c', 'import samtranslator']).status === 0

const cdk = (change: (text: string) => string = (text) => text): Template =>
  JSON.parse(change(readFileSync(near('templates/cdk.json'), 'utf8')))

function sam(change: (text: string) => string = (text) => text): Template {
  const source = change(readFileSync(near('templates/sam.yaml'), 'utf8'))
  const { stdout, stderr } = spawnSync('python3', [near('translate_sam.py')], {
    input: source,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, AWS_DEFAULT_REGION: 'us-east-1' },
  })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

/** A stack, on a sandbox whose clock passes on while the handlers repeat what was refused. */
async function started() {
  const run = await running({ seed: 'empty', clusterTimeMs: FOUR_MINUTES_MS })
  run.gateway.middlewareStack.add(
    (next) => async (args) => {
      const answered = await next(args).catch((error: Error) => {
        if (error.name === 'ConflictException') run.clock.advance(FOUR_MINUTES_MS / 3)
        throw error
      })
      return answered
    },
    { step: 'initialize' },
  )
  const operations = () => run.sandbox.requests().map(({ operation }) => operation)
  const stageOf = (restApiId: string) => run.gateway.send(new GetStageCommand({ restApiId, stageName: 'prod' }))
  const ask = async (api: string, path: string, headers = {}) =>
    (await run.http(`GET /restapis/${api}/prod/_user_request_${path}`, undefined, headers)).text()
  return { ...run, stack: stackOn(run.gateway), operations, stageOf, ask }
}

describe("CloudFormation's handlers", { timeout: 60_000 }, () => {
  it("deploy, change and destroy a template of CDK's shape", async () => {
    const { stack, operations, stageOf, ask, clock, gateway, sandbox } = await started()
    await stack.deploy(cdk())
    const api = stack.physical('ApiF70053CD')
    expect(operations().slice(0, 3)).toEqual(['CreateRestApi', 'GetResources', 'UpdateAccount'])
    expect(operations().filter((name) => name === 'UpdateStage').length).toBeGreaterThan(1)
    const { cloudwatchRoleArn } = await gateway.send(new GetAccountCommand({}))
    expect(cloudwatchRoleArn).toContain('ApiCloudWatchRole')
    expect(await stageOf(api)).toMatchObject({
      cacheClusterStatus: 'AVAILABLE',
      methodSettings: {
        '*/*': { cachingEnabled: true, cacheTtlInSeconds: 300 },
        '~1pets~1{id}/GET': { cachingEnabled: true, cacheTtlInSeconds: 60 },
      },
    })
    expect(await ask(api, '/pets/1')).toBe('{"message":"Forbidden"}')
    const first = await ask(api, '/pets/1', KEY)
    expect(await ask(api, '/pets/1', KEY)).toBe(first)
    expect(await ask(api, '/pets/2', KEY)).not.toBe(first)

    await stack.deploy(
      cdk((text) => text.replace('"0.5"', '"1.6"').replace('"CacheTtlInSeconds": 60', '"CacheTtlInSeconds": 5')),
    )
    clock.advance(FOUR_MINUTES_MS)
    expect(await stageOf(api)).toMatchObject({
      cacheClusterStatus: 'AVAILABLE',
      cacheClusterSize: '1.6',
      methodSettings: { '~1pets~1{id}/GET': { cacheTtlInSeconds: 5 } },
    })

    await stack.destroy()
    expect(sandbox.apis).toEqual([])
    expect((await gateway.send(new GetUsagePlansCommand({}))).items ?? []).toEqual([])
    expect((await gateway.send(new GetApiKeysCommand({}))).items ?? []).toEqual([])
  })

  it('make over the wire what a sandbox makes of the template by itself', async () => {
    const { stack, sandbox, gateway, clock } = await started()
    await stack.deploy(cdk())
    clock.advance(FOUR_MINUTES_MS)
    const own = await running({ seed: 'empty', template: JSON.stringify(cdk()) })
    // CloudFormation makes names up and has tags of its own, which this replay has not.
    const isIts = (key: string, value: unknown) =>
      (key === 'name' && /^stack-/.test(String(value))) ||
      /^aws:cloudformation:/.test(Object.keys(Object(value))[0] ?? '')
    const named = (made: unknown) =>
      JSON.parse(JSON.stringify(made), (key, value) => (isIts(key, value) ? undefined : value))
    expect(named(await madeIn(own.sandbox, own.gateway))).toEqual(named(await madeIn(sandbox, gateway)))
  })

  it('leave a cluster and caching on that a template no longer names, as the service is reported to do', async () => {
    const { stack, stageOf, clock } = await started()
    await stack.deploy(cdk())
    await stack.deploy(cdk((text) => text.replaceAll(/"(CacheClusterEnabled|CachingEnabled)": true,/g, '')))
    clock.advance(FOUR_MINUTES_MS)
    expect(await stageOf(stack.physical('ApiF70053CD'))).toMatchObject({
      cacheClusterStatus: 'AVAILABLE',
      methodSettings: { '*/*': { cachingEnabled: true }, '~1pets~1{id}/GET': { cachingEnabled: true } },
    })
  })

  it.skipIf(!hasSam)(
    'deploy, change and destroy what SAM makes of its template (skipped without samtranslator)',
    async () => {
      // Before the sandbox is there, which would not be heard while this process waits for Python.
      const [template, changed] = [
        sam(),
        sam((text) => text.replace('CacheClusterEnabled: true', 'CacheClusterEnabled: false')),
      ]
      const { stack, stageOf, ask, clock, sandbox } = await started()
      await stack.deploy(template)
      const api = stack.physical('Shop')
      const stage = await stageOf(api)
      expect(stage).toMatchObject({ cacheClusterStatus: 'AVAILABLE', cacheClusterSize: '0.5' })
      expect(stage.methodSettings?.['~1items~1{id}/GET']).toMatchObject({ cacheTtlInSeconds: 10 })
      const refused = await fetch(`${sandbox.url}/restapis/${api}/prod/_user_request_/items/1`)
      expect([refused.status, refused.headers.get('x-own')]).toEqual([403, '4xx'])
      expect(await ask(api, '/items/1')).toContain('Forbidden')

      await stack.deploy(changed)
      clock.advance(FOUR_MINUTES_MS)
      expect(await stageOf(api)).toMatchObject({
        cacheClusterEnabled: false,
        cacheClusterStatus: 'NOT_AVAILABLE',
      })
      await stack.destroy()
      expect(sandbox.apis).toEqual([])
    },
  )
})
