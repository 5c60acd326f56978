import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateDocumentationPartCommand,
  CreateDocumentationVersionCommand,
  CreateResourceCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  CreateVpcLinkCommand,
  FlushStageCacheCommand,
  GetAccountCommand,
  GetApiKeysCommand,
  GetAuthorizersCommand,
  GetDocumentationPartsCommand,
  GetDocumentationVersionsCommand,
  GetExportCommand,
  GetGatewayResponsesCommand,
  GetResourcesCommand,
  GetStageCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  GetVpcLinksCommand,
  PutGatewayResponseCommand,
  UpdateAccountCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type SandboxOptions, type Seed, startSandbox } from '../../../src/sandbox/index.js'
import { ManualClock } from '../support/manual-clock.js'
import { API, connection, PETS, PROD, replace } from '../support/sandbox.js'

function stateFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-state-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'state.json')
}

/** One run of a sandbox with that file; `stop` ends it as a crash would, with nothing left to write. */
async function run(path: string, options: SandboxOptions = {}) {
  const clock = new ManualClock()
  const sandbox = await startSandbox({ clock, seed: { apis: [PETS] }, stateFile: path, ...options })
  const gateway = new APIGatewayClient({ ...connection(sandbox), maxAttempts: 1 })
  const stop = async () => {
    gateway.destroy()
    await sandbox.close()
  }
  onTestFinished(stop)
  const whole = async () => ({
    stage: await gateway.send(new GetStageCommand(PROD)),
    resources: (await gateway.send(new GetResourcesCommand({ restApiId: API, embed: ['methods'] }))).items,
    authorizers: (await gateway.send(new GetAuthorizersCommand({ restApiId: API }))).items,
    document: Buffer.from(
      (
        await gateway.send(
          new GetExportCommand({ ...PROD, exportType: 'oas30', parameters: { extensions: 'apigateway' } }),
        )
      ).body ?? [],
    ).toString(),
  })
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${sandbox.apis[0]?.stages[0]?.invokeUrl}${path}`, { headers })
    return `${answer.status} ${await answer.text()}`
  }
  return { sandbox, gateway, clock, stop, whole: async () => withoutMetadata(await whole()), ask }
}

function withoutMetadata<T>(value: T): unknown {
  return JSON.parse(JSON.stringify(value, (name, part) => (name === '$metadata' ? undefined : part)))
}

const RICH: Seed = {
  apis: [
    {
      ...PETS,
      methods: {
        'GET /pets/{id}': { integration: { type: 'MOCK', body: '{}' }, keys: ['path.id'] },
        'GET /me': {
          integration: { type: 'AWS_PROXY', handler: 'demo-me' },
          authorizer: {
            name: 'people',
            type: 'TOKEN',
            identitySource: 'method.request.header.Auth',
            tokens: { t: { principalId: 'p', context: { n: 1 } } },
          },
        },
      },
      stages: {
        prod: {
          cluster: '1.6',
          settings: { '*/*': { cachingEnabled: true }, 'GET /pets/{id}': { loggingLevel: 'INFO' } },
          variables: { color: 'red' },
          tags: { team: 'a' },
          canary: { percentTraffic: 5 },
        },
      },
    },
  ],
}

describe('a sandbox with a state file', () => {
  it('A55 keeps APIs, deployments, stages, settings and authorizers over a restart', async () => {
    const path = stateFile()
    const first = await run(path, { seed: RICH })
    await first.gateway.send(
      new UpdateStageCommand({
        ...PROD,
        patchOperations: [replace('/*/*/caching/ttlInSeconds', '60'), replace('/accessLogSettings/format', 'f')],
      }),
    )
    const parentId = await rootOf(first.gateway)
    await first.gateway.send(new CreateResourceCommand({ restApiId: API, parentId, pathPart: 'new' }))
    await first.gateway.send(new CreateDeploymentCommand({ restApiId: API, description: 'second' }))
    const before = await first.whole()
    await first.stop()

    const second = await run(path, { seed: 'empty' })

    expect(await second.whole()).toEqual(before)
    expect(before).toMatchObject({ stage: { methodSettings: { '*/*': { cacheTtlInSeconds: 60 } } } })
    expect(await second.ask('/pets/1')).toBe('200 {}')
    expect(await second.ask('/me', { auth: 't' })).toContain('"user":"p"')
    expect(await second.ask('/me', { auth: 'other' })).toBe('401 {"message":"Unauthorized"}')
  })

  it('A55 has written a change before it answers, and nothing for reads and data', async () => {
    const path = stateFile()
    const { gateway, ask } = await run(path)
    const start = readFileSync(path, 'utf8')
    await gateway.send(new GetStageCommand(PROD))
    await ask('/pets/1')
    expect(readFileSync(path, 'utf8')).toBe(start)

    await gateway.send(new UpdateStageCommand({ ...PROD, patchOperations: [replace('/description', 'changed')] }))

    expect(readFileSync(path, 'utf8')).toContain('"description": "changed"')
    expect(existsSync(`${path}.new`)).toBe(false)
  })

  it('A56 finishes in the next run what a cluster was doing, and a stuck deletion stays stuck', async () => {
    const path = stateFile()
    const first = await run(path, { seed: RICH, flushTimeMs: 2000 })
    await first.gateway.send(new FlushStageCacheCommand(PROD))
    await first.stop()
    const second = await run(path, { faults: { stuckDelete: true } })
    const status = async ({ gateway }: typeof second) =>
      (await gateway.send(new GetStageCommand(PROD))).cacheClusterStatus

    expect(await status(second)).toBe('FLUSH_IN_PROGRESS')
    second.clock.advance(2000)
    expect(await status(second)).toBe('AVAILABLE')
    await second.gateway.send(
      new UpdateStageCommand({ ...PROD, patchOperations: [replace('/cacheClusterEnabled', 'false')] }),
    )
    await second.stop()

    const third = await run(path)
    third.clock.advance(86_400_000)
    expect(await status(third)).toBe('DELETE_IN_PROGRESS')
  })

  it('A56 goes on with a clock that had been put forward', async () => {
    const path = stateFile()
    const first = await run(path)
    await fetch(`${first.sandbox.url}/_sandbox/clock`, { method: 'POST', body: '{"advanceMs":3600000}' })
    await first.gateway.send(new UpdateStageCommand({ ...PROD, patchOperations: [replace('/description', 'x')] }))
    await first.stop()

    const second = await run(path)
    const health: unknown = await (await fetch(`${second.sandbox.url}/_sandbox/health`)).json()

    expect(health).toMatchObject({ now: '2026-01-01T01:00:00.000Z' })
  })

  it('A56 starts without cached entries', async () => {
    const path = stateFile()
    let calls = 0
    const handlers = { tick: () => ({ statusCode: 200, body: String(++calls) }) }
    const seed: Seed = {
      apis: [
        {
          ...PETS,
          methods: { 'GET /pets': { integration: { type: 'AWS_PROXY', handler: 'tick' } } },
          stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } },
        },
      ],
    }
    const first = await run(path, { seed, handlers })
    expect([await first.ask('/pets'), await first.ask('/pets')]).toEqual(['200 1', '200 1'])
    await first.stop()

    const second = await run(path, { seed, handlers })
    expect([await second.ask('/pets'), await second.ask('/pets')]).toEqual(['200 2', '200 2'])
  })

  it('A57 goes back to the seed on reset, and keeps that', async () => {
    const path = stateFile()
    const first = await run(path)
    await first.gateway.send(new UpdateStageCommand({ ...PROD, patchOperations: [replace('/description', 'x')] }))
    first.sandbox.reset()
    await first.stop()

    const { gateway } = await run(path, { seed: 'empty' })

    expect(await gateway.send(new GetStageCommand(PROD))).not.toHaveProperty('description')
  })

  it.each([
    ['{"version": 1,\n "apis": [', 'not JSON (line 2, column 11)'],
    ['{"version": 1,\n "apis": [},', 'not JSON (line 2, column 11)'],
    ['{"version": 1, "apis": [],}', 'not JSON (it has what only YAML has)'],
    ['{"version": 1, "token": "secret', 'not JSON (line 1, column 32)'],
    ['{"version": 3, "savedAt": 0, "apis": []}', 'not the state of a sandbox: version: '],
    ['{"version": 2, "savedAt": 0, "apis": []}', 'not the state of a sandbox: regional: '],
    ['[]', 'not the state of a sandbox: state: '],
    ['{"version": 1, "savedAt": 0, "apis": [{"id": 7}]}', 'not the state of a sandbox: apis.0.id: '],
  ])('A58 does not start with a file that it cannot read, and leaves it alone: %s', async (text, message) => {
    const path = stateFile()
    writeFileSync(path, text)

    await expect(startSandbox({ stateFile: path })).rejects.toThrow(message)
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('A90 does not start with a file from behind the year 9999', async () => {
    const path = stateFile()
    writeFileSync(path, '{"version": 2, "savedAt": 8.64e15, "regional": false, "worlds": []}')

    await expect(startSandbox({ stateFile: path })).rejects.toThrow('savedAt: is more than 253402300799999')
  })

  it('A59 keeps every world where it was, and reads a file of the time when there was one', async () => {
    const path = stateFile()
    const there = { ...PETS, id: 'b1b2c3d4e5', accountId: '111111111111', region: 'eu-west-1' }
    const first = await run(path, { seed: { apis: [PETS, there] } })
    await first.gateway.send(new UpdateStageCommand({ ...PROD, patchOperations: [replace('/description', 'kept')] }))
    const places = first.sandbox.apis.map(({ id, accountId, region }) => [id, accountId, region])
    const cloudwatchRoleArn = 'arn:aws:iam::000000000000:role/logs'
    await first.gateway.send(
      new UpdateAccountCommand({ patchOperations: [replace('/cloudwatchRoleArn', cloudwatchRoleArn)] }),
    )
    await first.stop()

    const second = await run(path, { seed: 'empty' })
    expect(second.sandbox.apis.map(({ id, accountId, region }) => [id, accountId, region])).toEqual(places)
    expect(await second.gateway.send(new GetAccountCommand({}))).toMatchObject({ cloudwatchRoleArn })
    await second.stop()

    const later = ['models', 'requestValidators', 'binaryMediaTypes', 'requestModels', 'contentHandling', 'tlsConfig']
    const { savedAt, worlds } = JSON.parse(readFileSync(path, 'utf8'), (name, value: unknown) =>
      later.includes(name) ? undefined : value,
    )
    writeFileSync(path, JSON.stringify({ version: 1, savedAt, apis: worlds[0].apis }))
    const third = await run(path, { seed: 'empty', accountId: '333333333333' })
    expect(third.sandbox.apis).toMatchObject([{ id: API, accountId: '333333333333', region: 'us-east-1' }])
    expect(await third.gateway.send(new GetStageCommand(PROD))).toMatchObject({ description: 'kept' })
  })

  it('A55 keeps what an account and an API have beside resources', async () => {
    const path = stateFile()
    const first = await run(path)
    const send = first.gateway
    const { id: usagePlanId } = await send.send(
      new CreateUsagePlanCommand({
        name: 'p',
        quota: { limit: 5, period: 'MONTH' },
        throttle: { burstLimit: 1, rateLimit: 1.5 },
        apiStages: [{ apiId: API, stage: 'prod', throttle: { '/pets/{id}/GET': { burstLimit: 2 } } }],
      }),
    )
    const { id: keyId } = await send.send(new CreateApiKeyCommand({ name: 'k', enabled: true }))
    await send.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' }))
    await send.send(
      new CreateVpcLinkCommand({
        name: 'v',
        targetArns: ['arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/a/b'],
      }),
    )
    await send.send(new PutGatewayResponseCommand({ restApiId: API, responseType: 'DEFAULT_4XX', statusCode: '418' }))
    await send.send(new CreateDeploymentCommand({ restApiId: API, stageName: 'prod' }))
    await send.send(
      new CreateDocumentationPartCommand({
        restApiId: API,
        location: { type: 'RESOURCE', path: '/' },
        properties: '{}',
      }),
    )
    await send.send(new CreateDocumentationVersionCommand({ restApiId: API, documentationVersion: 'v1' }))
    const seen = async ({ gateway, ask }: typeof first) =>
      withoutMetadata([
        await gateway.send(new GetUsagePlansCommand({})),
        await gateway.send(new GetUsagePlanKeysCommand({ usagePlanId })),
        await gateway.send(new GetApiKeysCommand({ includeValues: true })),
        await gateway.send(new GetVpcLinksCommand({})),
        await gateway.send(new GetGatewayResponsesCommand({ restApiId: API })),
        await gateway.send(new GetDocumentationPartsCommand({ restApiId: API })),
        await gateway.send(new GetDocumentationVersionsCommand({ restApiId: API })),
        await ask('/nowhere'),
      ])
    const before = await seen(first)
    await first.stop()
    const second = await run(path, { seed: 'empty' })

    expect(await seen(second)).toEqual(before)
    expect(before).toContainEqual('418 {"message":"Missing Authentication Token"}')
  })

  it('A58 does not start with a file that has one id in two worlds', async () => {
    const path = stateFile()
    const first = await run(path)
    await first.stop()
    const { worlds, ...rest } = JSON.parse(readFileSync(path, 'utf8'))
    const twice = [...worlds, { ...worlds[0], accountId: '111111111111' }]
    writeFileSync(path, JSON.stringify({ ...rest, worlds: twice }))

    await expect(startSandbox({ stateFile: path })).rejects.toThrow(`the API ${API} is there twice`)
  })

  it('A58 says when a change was not kept', async () => {
    const path = stateFile()
    const { gateway } = await run(path)
    rmSync(join(path, '..'), { recursive: true })

    const change = gateway.send(new UpdateStageCommand({ ...PROD, patchOperations: [replace('/description', 'x')] }))

    await expect(change).rejects.toThrow('done, but the state was not kept: ENOENT')
  })
})

async function rootOf(gateway: APIGatewayClient): Promise<string> {
  const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId: API }))
  return items.find(({ path }) => path === '/')?.id ?? ''
}
