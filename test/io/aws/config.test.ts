import { describe, expect, it } from 'vitest'
import { awsConfig, type Env, type Location, profileName, type SharedProfile } from '../../../src/io/aws/config.js'
import { readSharedProfile } from '../../../src/io/aws/shared-files.js'
import { sharedFiles } from '../../support/shared-files.js'

const NOTHING: SharedProfile = { values: {}, services: {} }
const PROFILE: SharedProfile = { ...NOTHING, values: { region: 'eu-west-1' } }

describe('the region', () => {
  const regionOf = (location: Location, env: Env, shared = NOTHING) => awsConfig(location, env, shared).region

  it.each<[string, Location, Env, SharedProfile, string]>([
    [
      '--region before all',
      { region: 'us-east-1' },
      { AWS_REGION: 'us-west-1', AWS_DEFAULT_REGION: 'us-west-2' },
      PROFILE,
      'us-east-1',
    ],
    ['AWS_REGION', {}, { AWS_REGION: 'us-west-1', AWS_DEFAULT_REGION: 'us-west-2' }, PROFILE, 'us-west-1'],
    ['AWS_DEFAULT_REGION', {}, { AWS_DEFAULT_REGION: 'us-west-2' }, PROFILE, 'us-west-2'],
    ['the profile', {}, {}, PROFILE, 'eu-west-1'],
    ['an empty variable counts as none', {}, { AWS_REGION: '', AWS_DEFAULT_REGION: '' }, PROFILE, 'eu-west-1'],
  ])('comes from %s', (_, location, env, shared, region) => {
    expect(regionOf(location, env, shared)).toBe(region)
  })

  it('is needed', () => {
    expect(() => regionOf({}, {})).toThrow(expect.objectContaining({ kind: 'usage', message: 'no AWS region is set' }))
  })

  it('is not taken from elsewhere where the flag is empty', () => {
    expect(() => regionOf({ region: '' }, { AWS_REGION: 'us-east-1' })).toThrow('no AWS region is set')
  })

  it.each(['mars', 'us east 1', 'us-east-1.evil.example', 'US-EAST-1', '../us-east-1'])(
    'is refused where it is none: %s',
    (region) => {
      expect(() => regionOf({ region }, {})).toThrow(`"${region}" is not an AWS region`)
    },
  )

  it.each(['us-east-1', 'ap-southeast-7', 'us-gov-west-1', 'cn-north-1', 'us-iso-east-1', 'eusc-de-east-1'])(
    'may be %s',
    (region) => {
      expect(regionOf({ region }, {})).toBe(region)
    },
  )
})

describe('user and password in an endpoint', () => {
  it.each([
    ['http://user:s3cr3t@localhost:4566', 'http://localhost:4566'],
    ['https://s3cr3t@vpce.example/base/', 'https://vpce.example/base'],
    ['http://user:s3%40cr3t@[::1]:4566', 'http://[::1]:4566'],
    ['http://localhost:4566/a@b', 'http://localhost:4566/a@b'],
  ])('are left out: %s', (endpointUrl, expected) => {
    const { endpoints } = awsConfig({ region: 'us-east-1', endpointUrl }, {}, { values: {}, services: {} })

    expect(endpoints.apiGateway).toBe(expected)
  })

  it.each(['ftp://user:s3cr3t@host', 'user:s3cr3t@host', 'http://user:s3/cr3t@host'])(
    'are not in the error either: %s',
    (endpointUrl) => {
      const config = () => awsConfig({ region: 'us-east-1', endpointUrl }, {}, { values: {}, services: {} })

      expect(config).toThrow('is not an endpoint URL')
      expect(config).not.toThrow('cr3t')
    },
  )
})

describe('the endpoints', () => {
  const url = (name: string) => `http://${name}.example`
  const full: SharedProfile = {
    values: { region: 'us-east-1', endpoint_url: url('profile') },
    services: {
      'api_gateway.endpoint_url': url('profile-apigateway'),
      'cloudwatch.endpoint_url': url('profile-cloudwatch'),
      'sts.endpoint_url': url('profile-sts'),
      'account.endpoint_url': url('profile-account'),
    },
  }
  const perService = {
    AWS_ENDPOINT_URL_API_GATEWAY: url('env-apigateway'),
    AWS_ENDPOINT_URL_CLOUDWATCH: url('env-cloudwatch'),
    AWS_ENDPOINT_URL_STS: url('env-sts'),
    AWS_ENDPOINT_URL_ACCOUNT: url('env-account'),
  }
  const everywhere = { AWS_ENDPOINT_URL: url('env') }
  const endpoints = (location: Location, env: Env, shared: SharedProfile) =>
    awsConfig({ region: 'us-east-1', ...location }, env, shared).endpoints
  const each = (apiGateway: string, cloudWatch = apiGateway, sts = apiGateway, account = apiGateway) => ({
    apiGateway,
    cloudWatch,
    sts,
    account,
  })

  it.each<[string, Location, Env, SharedProfile, ReturnType<typeof endpoints>]>([
    [
      '--endpoint-url before all',
      { endpointUrl: url('flag') },
      { ...perService, ...everywhere },
      full,
      each(url('flag')),
    ],
    [
      'the variable of the service',
      {},
      { ...perService, ...everywhere },
      full,
      each(url('env-apigateway'), url('env-cloudwatch'), url('env-sts'), url('env-account')),
    ],
    [
      'the variable of the service, for that service only',
      {},
      { ...everywhere, AWS_ENDPOINT_URL_STS: url('env-sts') },
      full,
      each(url('env'), url('env'), url('env-sts')),
    ],
    ['AWS_ENDPOINT_URL', {}, everywhere, full, each(url('env'))],
    [
      "the profile's services",
      {},
      {},
      full,
      each(url('profile-apigateway'), url('profile-cloudwatch'), url('profile-sts'), url('profile-account')),
    ],
    [
      "the profile's endpoint_url where its services do not say",
      {},
      {},
      { ...full, services: { 'sts.endpoint_url': url('profile-sts') } },
      each(url('profile'), url('profile'), url('profile-sts')),
    ],
    [
      'an empty variable counts as none',
      {},
      { AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_STS: '' },
      { ...full, services: {} },
      each(url('profile')),
    ],
    [
      'what is configured is ignored on request',
      {},
      { ...perService, ...everywhere, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'TRUE' },
      full,
      { apiGateway: null, cloudWatch: null, sts: null, account: null },
    ],
    [
      'the flag is not ignored',
      { endpointUrl: url('flag') },
      { ...everywhere, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
      full,
      each(url('flag')),
    ],
    [
      'nothing is ignored unless it says true',
      {},
      { ...everywhere, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' },
      NOTHING,
      each(url('env')),
    ],
    ["nobody: they are AWS's own", {}, {}, NOTHING, { apiGateway: null, cloudWatch: null, sts: null, account: null }],
    [
      'a slash at the end is dropped',
      { endpointUrl: 'http://127.0.0.1:4780/' },
      {},
      NOTHING,
      each('http://127.0.0.1:4780'),
    ],
  ])('come from %s', (_, location, env, shared, expected) => {
    expect(endpoints(location, env, shared)).toEqual(expected)
  })

  it.each(['localhost:4780', '127.0.0.1', 'ftp://example.com', 'http://', 'javascript:alert(1)'])(
    'are refused where they are no URL: %s',
    (wrong) => {
      expect(() => endpoints({ endpointUrl: wrong }, {}, NOTHING)).toThrow(`"${wrong}" is not an endpoint URL`)
    },
  )
})

describe('the profile', () => {
  it.each<[Location, Env, string | null]>([
    [{ profile: 'flag' }, { AWS_PROFILE: 'env' }, 'flag'],
    [{}, { AWS_PROFILE: 'env', AWS_DEFAULT_PROFILE: 'old' }, 'env'],
    [{}, { AWS_DEFAULT_PROFILE: 'old' }, 'old'],
    [{}, { AWS_PROFILE: '', AWS_DEFAULT_PROFILE: 'old' }, 'old'],
    [{}, { AWS_PROFILE: '' }, null],
    [{}, {}, null],
  ])('of %j and %j is %s', (location, env, expected) => {
    expect(profileName(location, env)).toBe(expected)
  })

  it('brings its region, endpoint and services', async () => {
    const env = await sharedFiles(
      '[profile work]\nregion = eu-west-1\nendpoint_url = http://a.example\nservices = local\n[services local]\napi_gateway =\n  endpoint_url = http://b.example\n',
    )

    expect(awsConfig({}, env, await readSharedProfile('work', env))).toEqual({
      region: 'eu-west-1',
      endpoints: {
        apiGateway: 'http://b.example',
        cloudWatch: 'http://a.example',
        sts: 'http://a.example',
        account: 'http://a.example',
      },
    })
  })

  it('must exist where it was asked for by name', async () => {
    const env = await sharedFiles('[default]\nregion = eu-west-1\n')

    await expect(readSharedProfile('wrok', env)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('there is no AWS profile "wrok"'),
    })
    expect((await readSharedProfile(null, env)).values.region).toBe('eu-west-1')
  })
})
