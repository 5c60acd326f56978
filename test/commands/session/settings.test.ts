import { describe, expect, it } from 'vitest'
import type { Env } from '../../../src/context.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'
import { sharedFiles } from '../../support/shared-files.js'

describe('the config file of this tool', () => {
  const FILE = '/work-folder/apigw-cache.config.yaml'

  it('stands behind the environment for the region, and before the default', async () => {
    const { cli } = await withSandbox()
    const files = { [FILE]: 'region: eu-central-1\nstage: prod\n' }
    const region = async (command: string, env: Env) =>
      (await cli(`${command} --query region -o text`, { files, env })).stdout.trim()

    expect(await region('status', { AWS_REGION: undefined })).toBe('eu-central-1')
    expect(await region('status', { AWS_REGION: 'us-west-2' })).toBe('us-west-2')
    expect(await region('status', { AWS_REGION: undefined, AWS_DEFAULT_REGION: 'us-west-1' })).toBe('us-west-1')
    expect(await region('status --region sa-east-1', { AWS_REGION: 'us-west-2' })).toBe('sa-east-1')
  })

  it('stands behind the environment for the endpoint', async () => {
    const { cli, sandbox } = await withSandbox()
    const files = (endpointUrl: string) => ({ [FILE]: `endpointUrl: ${endpointUrl}\nstage: prod\n` })

    expect((await cli('status', { files: files('http://127.0.0.1:9') })).code).toBe(0)
    const env = { AWS_ENDPOINT_URL: undefined }
    expect((await cli('status', { files: files(sandbox.url), env })).code).toBe(0)
  })

  it('says which one named the endpoint where it is in a folder above', async () => {
    const { cli, sandbox } = await withSandbox()
    const text = `endpointUrl: ${sandbox.url.replace('//', '//user:word@')}\nstage: prod\n`
    const above = '/apigw-cache.config.yaml'
    const stderr = async (file: string, env: Env, flags = '') =>
      (await cli(`status ${flags}`, { files: { [file]: text }, env })).stderr

    const env = { AWS_ENDPOINT_URL: undefined }
    const said = await stderr(above, env)
    expect(said).toContain(`requests go to ${sandbox.url} (${above}:1)\n`)
    expect(said).not.toContain('word')
    expect(await stderr(FILE, env)).not.toContain('requests go to')
    expect(await stderr(above, {})).not.toContain('requests go to')
    expect(await stderr(above, env, `--config ${above}`)).not.toContain('requests go to')
  })

  it('is checked like flags', async () => {
    const { cli, sent } = await withSandbox()

    const { code, stderr } = await cli('status', { files: { [FILE]: 'account: "12"\n' } })

    expect(stderr).toContain('"12" is not an AWS account')
    expect(code).toBe(2)
    expect(sent()).toEqual([])
  })

  it.each<[string, string, string, Env, string]>([
    ['account: "12"\n', 'status', '"12" is not an AWS account', {}, `${FILE}:1`],
    ['stage: prod\noutput: xml\n', 'status', '"xml" is not an output format', {}, `${FILE}:2`],
    ['stage: prod\n\nrate: fast\n', 'status', '"fast" is not a rate', {}, `${FILE}:3`],
    ['region: nowhere\n', 'status', '"nowhere" is not an AWS region', { AWS_REGION: undefined }, `${FILE}:1`],
    ['endpointUrl: "no"\n', 'status', '"no" is not an endpoint URL', { AWS_ENDPOINT_URL: undefined }, `${FILE}:1`],
    ['', 'status', '"x" is not an output format', { APIGW_CACHE_OUTPUT: 'x' }, 'APIGW_CACHE_OUTPUT'],
    ['', 'status', '"12" is not an AWS account', { APIGW_CACHE_ACCOUNT: '12' }, 'APIGW_CACHE_ACCOUNT'],
    ['', 'status', '"a b" is not an AWS region', { AWS_REGION: 'a b' }, 'AWS_REGION'],
    ['', 'status', '"a b" is not an endpoint URL', { AWS_ENDPOINT_URL_STS: 'a b' }, 'AWS_ENDPOINT_URL_STS'],
    ['', 'status --region x', '"x" is not an AWS region', {}, '--region'],
    ['', 'status --endpoint-url x', '"x" is not an endpoint URL', {}, '--endpoint-url'],
    ['', 'status --rate x', '"x" is not a rate', {}, '--rate'],
    ['', 'enable --timeout x', '"x" is not a duration', {}, '--timeout'],
    ['', 'enable --ttl x', '"x" is not a TTL', {}, '--ttl'],
  ])('and flags and variables are named where they are wrong: %j %s', async (text, verb, message, env, origin) => {
    const { cli, sent } = await withSandbox()

    const { code, stderr } = await cli(verb, { files: { [FILE]: text }, env })

    expect(stderr).toContain(`${message} (${origin})`)
    expect(code).toBe(2)
    expect(sent()).toEqual([])
  })

  it('may end in .yml', async () => {
    const { cli } = await withSandbox()

    const { code } = await cli('status', { files: { [FILE.replace('yaml', 'yml')]: 'account: "12"\n' } })

    expect(code).toBe(2)
  })

  it('that repeats itself by aliases is a usage error', async () => {
    const { cli } = await withSandbox()
    const levels = Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]`)
    const bomb = ['a0: &a0 [x, x, x]', ...levels].join('\n')

    const { code, stderr } = await cli('status', { files: { [FILE]: bomb } })

    expect(stderr).toContain(`error: ${FILE}: it repeats too much by aliases`)
    expect(code).toBe(2)
  })

  it('does not put its profile before keys in the environment', async () => {
    const shared = await sharedFiles('[profile work]\nregion = eu-west-1\n')
    const { cli } = await withSandbox()

    const { code, stdout } = await cli('status --query region -o text', {
      files: { [FILE]: 'profile: work\nstage: prod\n' },
      env: { ...shared, AWS_REGION: undefined },
    })

    expect(stdout).toBe('eu-west-1\n')
    expect(code).toBe(0)
  })
})

describe('an ARN or URL as --api', () => {
  const MOCK = { 'GET /': { integration: { type: 'MOCK' } } } as const
  const seed: Seed = {
    apis: [{ id: 'bbbbbbbbbb', name: 'pets', methods: MOCK, stages: { prod: {}, dev: {} } }],
  }
  const ARN = 'arn:aws:apigateway:us-west-2::/restapis/bbbbbbbbbb/stages/prod'
  const INVOKE = 'arn:aws:execute-api:us-west-2:111111111111:bbbbbbbbbb/prod'
  const FILE = '/work-folder/apigw-cache.config.yaml'

  it.each<[string, string, Env, string, string]>([
    ['says stage and region', `--api ${ARN}`, {}, '', 'prod us-west-2'],
    ['stands before the environment', `--api ${ARN}`, { APIGW_CACHE_STAGE: 'dev' }, '', 'prod us-west-2'],
    ['stands before the file', `--api ${ARN}`, {}, 'stage: dev', 'prod us-west-2'],
    ['of the environment stands behind flags', '--stage dev', { APIGW_CACHE_API: ARN }, '', 'dev us-west-2'],
    [
      'of the environment gives way to every flag',
      '--stage dev --region eu-west-1',
      { APIGW_CACHE_API: ARN },
      '',
      'dev eu-west-1',
    ],
    ['of the environment stands before the file', '', { APIGW_CACHE_API: ARN }, 'stage: dev', 'prod us-west-2'],
    [
      'of the environment stands behind the variable for the stage',
      '',
      { APIGW_CACHE_API: ARN, APIGW_CACHE_STAGE: 'dev' },
      '',
      'dev us-west-2',
    ],
    ['of the file stands behind the environment', '', { APIGW_CACHE_STAGE: 'dev' }, `api: ${ARN}`, 'dev us-west-2'],
    [
      'is not looked at where a flag names the API',
      '--api pets',
      { APIGW_CACHE_API: ARN, APIGW_CACHE_STAGE: 'dev' },
      '',
      'dev us-east-1',
    ],
  ])('%s', async (_, flags, env, file, expected) => {
    const { cli } = await withSandbox({ seed })

    const { stdout, stderr } = await cli(`status ${flags} -o json`, {
      env,
      files: file ? { [FILE]: `${file}\n` } : {},
    })

    expect(stderr).toBe('')
    const { stage, region } = JSON.parse(stdout)
    expect(`${stage} ${region}`).toBe(expected)
  })

  it.each([
    [`--api ${ARN} --stage dev`, '--stage says "dev", --api says "prod"'],
    [`--api ${ARN} --region eu-west-1`, '--region says "eu-west-1", --api says "us-west-2"'],
    [`--api ${INVOKE} --account 222222222222`, '--account says "222222222222", --api says "111111111111"'],
  ])('contradicts another flag: %s', async (flags, message) => {
    const { cli, sent } = await withSandbox({ seed })

    const { code, stderr } = await cli(`status ${flags}`)

    expect(stderr).toContain(message)
    expect(code).toBe(2)
    expect(sent()).toEqual([])
  })
})
