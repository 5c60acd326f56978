import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Seed } from '../../src/sandbox/index.js'
import { runCli, withSandbox } from '../support/cli.js'

const PET = { integration: { type: 'MOCK' } } as const
const withStage = (stage: Seed['apis'][number]['stages'][string]): Seed => ({
  apis: [{ id: 'aaaaaaaaaa', name: 'pets', methods: { 'GET /pets': PET }, stages: { prod: stage } }],
})
const CACHED = withStage({ cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } })
const writes = (sent: readonly string[]) => sent.filter((one) => !one.startsWith('Get'))

describe('what is promised of every writing verb', () => {
  it('a --query that is none is refused before anything is sent', async () => {
    const { cli, sent } = await withSandbox()

    const { code, stderr } = await cli(['enable', '--stage', 'prod', '--query', '[[['])

    expect(stderr).toContain('"[[[" is not a JMESPath query')
    expect(code).toBe(2)
    expect(sent()).toEqual([])
  })

  it('--quiet leaves the whole question standing', async () => {
    const { cli } = await withSandbox({ seed: CACHED })

    const { code, stderr } = await cli('disable --stage prod -q', { answers: [false] })

    expect(stderr).toContain('account 000000000000, region us-east-1, endpoint http://')
    expect(stderr).toContain('lost: every entry')
    expect(code).toBe(3)
  })

  it.each([
    ['enable --stage prod --size 1.6', CACHED, 'has a cache of 0.5 GB, not 1.6 GB'],
    ['resize --stage prod --size 1.6', withStage({}), 'has no cache cluster to resize'],
  ])('a dry run says what would be refused and has succeeded: %s', async (command, seed, message) => {
    const { cli, sent } = await withSandbox({ seed })

    const { code, stdout, stderr } = await cli(`${command} --dry-run -o json`)

    expect(stderr).toContain('would be refused: ')
    expect(stderr).toContain(message)
    expect(JSON.parse(stdout)).toEqual({ requests: [] })
    expect(code).toBe(0)
    expect(writes(sent())).toEqual([])
  })

  it('names the tool that manages the stage, from its tags or the config file', async () => {
    const tags = { 'aws:cloudformation:stack-name': 'shop', 'aws:cloudformation:logical-id': 'Prod' }
    const { cli } = await withSandbox({ seed: withStage({ tags }) })
    const tagged = await cli('enable --stage prod')
    expect(tagged.stderr).toContain('CloudFormation manages this stage')
    expect(tagged.stderr).toContain('aws:cloudformation:stack-name=shop')
    expect(tagged.stderr).toContain('its next deployment may revert the change')

    const plain = await withSandbox({ seed: withStage({}) })
    const files = { '/work-folder/apigw-cache.config.yaml': 'managedBy: Terraform\n' }
    const named = await plain.cli('enable --stage prod', { files })
    expect(named.stderr).toContain('Terraform manages this stage (managedBy in the config file)')
    const status = await plain.cli('status --stage prod', { files })
    expect(status.stdout).toContain('managed   by Terraform: managedBy in the config file\n')
    const list = await plain.cli('list -o json', { files })
    expect(JSON.parse(list.stdout).stages).toMatchObject([{ managedBy: 'Terraform' }])
  })

  it.each(['flush --yes', 'invalidate /pets', 'warm /pets'])(
    'names no manager where no setting changes: %s',
    async (command) => {
      const tags = { 'aws:cloudformation:stack-name': 'shop' }
      const settings = { '*/*': { cachingEnabled: true } }
      const { cli } = await withSandbox({ seed: withStage({ tags, cluster: '0.5', settings }) })

      const { stderr } = await cli(`${command} --stage prod`)

      expect(stderr).not.toContain('CloudFormation')
    },
  )

  it('the time that an answer takes is nobody’s waiting', async () => {
    const { cli, clock } = await withSandbox({ seed: CACHED, clusterTimeMs: 60_000 })

    const { code, stdout } = await cli('disable --stage prod --timeout 90s -o json', {
      answers: [true],
      whileAsked: () => clock.advance(600_000),
    })

    expect(code).toBe(0)
    expect(JSON.parse(stdout).waitedMs).toBeLessThan(90_000)
  })

  it('hints repeat --profile and --endpoint-url as they were given', async () => {
    const { cli, sandbox } = await withSandbox({ seed: CACHED, faults: { stuckDelete: true } })

    const { stderr } = await cli(`disable --stage prod --yes --timeout 5m --endpoint-url ${sandbox.url}`)

    expect(stderr).toContain(
      `apigw-cache wait gone --api aaaaaaaaaa --stage prod --region us-east-1 --endpoint-url ${sandbox.url}`,
    )
  })
})

describe('what is joined', () => {
  it('is a resize that AWS shows as a removal and a creation', async () => {
    const { cli, sent } = await withSandbox({ seed: CACHED, knobs: { resizeSequence: 'delete-create' } })
    await cli('resize --stage prod --size 1.6 --yes --no-wait')
    sent()

    const { code, stdout } = await cli('resize --stage prod --size 1.6 --yes -o json')

    expect(JSON.parse(stdout)).toMatchObject({
      changed: false,
      cluster: { status: 'AVAILABLE', size: '1.6' },
    })
    expect(writes(sent())).toEqual([])
    expect(code).toBe(0)
  })

  it('is said as what it is with --no-wait', async () => {
    const { cli } = await withSandbox({ seed: CACHED })
    await cli('disable --stage prod --yes --no-wait')

    const { stdout } = await cli('disable --stage prod --yes --no-wait')

    expect(stdout).toContain('= the cache is being removed already')
  })
})

describe('what is read back', () => {
  it('is every setting that was asked for', async () => {
    const stage = {
      stageName: 'prod',
      cacheClusterEnabled: true,
      cacheClusterSize: '0.5',
      cacheClusterStatus: 'AVAILABLE',
      methodSettings: { '*/*': { cachingEnabled: true, cacheDataEncrypted: false } },
    }
    const answers: Readonly<Record<string, unknown>> = {
      '/restapis/aaaaaaaaaa': { id: 'aaaaaaaaaa', name: 'pets' },
      '/restapis/aaaaaaaaaa/stages': { item: [stage] },
      '/restapis/aaaaaaaaaa/stages/prod': stage,
      '/restapis/aaaaaaaaaa/stages/prod/exports/oas30': { paths: {} },
    }
    const { clock } = await withSandbox()
    const server = createServer((request, response) => {
      const answer = answers[(request.url ?? '').replace(/\?.*/, '')]
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const { port } = server.address() as AddressInfo

    const { code, stderr } = await runCli('enable --api aaaaaaaaaa --stage prod --encrypt', clock, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    })

    expect(stderr).toContain('AWS accepted the change, but stage prod of API pets reads back encrypted false')
    expect(code).toBe(1)
  })
})

describe('Ctrl-C while a write is on its way', () => {
  it('says that it was sent, and what the stage is now', async () => {
    const { cli, sandbox } = await withSandbox({ seed: withStage({}) })
    sandbox.faults.next = [{ kind: 'lost', method: 'PATCH' }]

    const { code, stderr } = await cli('enable --stage prod -v', { interruptAt: '> lost' })

    expect(code).toBe(130)
    expect(stderr).toContain('interrupted: a change was sent, and stage prod of API pets is CREATE_IN_PROGRESS')
  })

  it.each([
    ['a 500 leaves it open', 'error', '> server', 'a change was sent, and stage prod of API pets is NOT_AVAILABLE'],
    ['a conflict does not', 'conflict', '> conflict', 'nothing was changed'],
  ] as const)('says whether the change may have been made: %s', async (_, kind, interruptAt, said) => {
    const { cli, sandbox } = await withSandbox({ seed: withStage({}) })
    sandbox.faults.next = [{ kind, method: 'PATCH' }]

    const { code, stderr } = await cli('enable --stage prod -v', { interruptAt })

    expect(stderr).toContain(`error: interrupted: ${said}\n`)
    expect(code).toBe(130)
  })
})
