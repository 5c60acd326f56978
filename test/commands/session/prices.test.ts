import { describe, expect, it } from 'vitest'
import { withSandbox } from '../../support/cli.js'

const PRICES = `
asOf: "2027-01-31"
regions:
  us-east-1: { "0.5": 0.03 }
  eu-west-1: { "1.6": 0.05 }
`

describe('what a cluster costs', () => {
  it('is said before it is asked for', async () => {
    const { cli } = await withSandbox()
    const { stderr, stdout } = await cli('enable --api pets --stage prod --accept-unkeyed all')

    expect(stderr.split('\n')[0]).toBe(
      'a cluster of 0.5 GB costs about $14.60 a month until it is disabled ($0.02 an hour, prices of 2026-08-12)',
    )
    expect(stdout).toContain('AVAILABLE, 0.5 GB, about $14.60 a month')
  })

  it('is not said where a cluster is there already', async () => {
    const { cli } = await withSandbox()
    await cli('enable --api pets --stage prod --accept-unkeyed all')

    expect((await cli('enable --api pets --stage prod --ttl 60')).stderr).toBe('')
  })

  it('is that of us-east-1 where the region has none, and says so', async () => {
    const { cli } = await withSandbox()
    const env = { AWS_REGION: 'eu-west-3' }
    await cli('enable --api pets --stage prod --accept-unkeyed all', { env })

    expect((await cli('status --api pets --stage prod', { env })).stdout).toContain(
      'AVAILABLE, 0.5 GB, about $14.60 a month (us-east-1 price)',
    )
    const { price } = JSON.parse((await cli('status --api pets --stage prod -o json', { env })).stdout)
    expect(price).toEqual({
      billed: true,
      hourlyUsd: 0.02,
      monthlyUsd: 14.6,
      asOf: '2026-08-12',
      of: 'us-east-1',
    })
  })

  it('comes from a file where one is named, and from this tool where the file has no such size', async () => {
    const { cli } = await withSandbox()
    const files = { '/prices.yaml': PRICES }
    const env = { APIGW_CACHE_PRICES: '/prices.yaml' }
    const { stderr } = await cli('enable --api pets --stage prod --accept-unkeyed all', { env, files })
    expect(stderr).toContain('$21.90 a month until it is disabled ($0.03 an hour, prices of 2027-01-31)')

    const question = await cli('resize --api pets --stage prod --size 1.6', { env, files, answers: [false] })
    expect(question.stderr).toContain('price: about $21.90 a month before, $27.74 after')
  })

  it('is said before a cluster is replaced without a question, where it is replaced', async () => {
    const { cli } = await withSandbox()
    await cli('enable --api pets --stage prod --accept-unkeyed all')

    const resized = await cli('resize --api pets --stage prod --size 1.6 --yes')
    expect(resized.stderr.split('\n')[0]).toMatch(/^a cluster of 1\.6 GB costs about \$27\.74 a month/)
    const dry = await cli('resize --api pets --stage prod --size 6.1 --dry-run')
    expect(dry.stderr).toContain('a cluster of 6.1 GB costs about $146.00 a month')
    const again = await cli('resize --api pets --stage prod --size 1.6 --yes')
    expect(again.stderr).not.toContain('costs')
  })

  it('is compared within one region: both of us-east-1 where the file has only one', async () => {
    const { cli } = await withSandbox()
    const files = {
      '/prices.yaml': 'asOf: "2027-01-31"\nregions: { ap-northeast-1: { "0.5": 0.5 } }',
    }
    const env = { APIGW_CACHE_PRICES: '/prices.yaml', AWS_REGION: 'ap-northeast-1' }
    await cli('enable --api pets --stage prod --accept-unkeyed all --yes', { env, files })

    const { stderr } = await cli('resize --api pets --stage prod --size 1.6', {
      env,
      files,
      answers: [false],
    })
    expect(stderr).toContain('price: about $14.60 a month before, $27.74 after (us-east-1 price)')
    const gone = await cli('disable --api pets --stage prod', { env, files, answers: [false] })
    expect(gone.stderr).toContain('price: about $365.00 a month before, $0.00 after\n')
  })

  it('is billed while AWS creates or flushes the cluster', async () => {
    const { cli } = await withSandbox()
    const seen = async () =>
      JSON.parse((await cli("status --api pets --stage prod --query '[cluster.status, price]'")).stdout)
    const billed = expect.objectContaining({ billed: true, hourlyUsd: 0.038, monthlyUsd: 27.74 })

    await cli('enable --api pets --stage prod --size 1.6 --accept-unkeyed all --no-wait')
    expect(await seen()).toEqual(['CREATE_IN_PROGRESS', billed])
    await cli('wait available --api pets --stage prod')
    expect(await seen()).toEqual(['AVAILABLE', billed])
    await cli('flush --api pets --stage prod --yes --no-wait')
    expect(await seen()).toEqual(['FLUSH_IN_PROGRESS', billed])
  })

  it('is billed while AWS removes the cluster, with its last size, and no more once it is gone', async () => {
    const { cli } = await withSandbox()
    const seen = async () => JSON.parse((await cli("status --api pets --stage prod --query '[cluster, price]'")).stdout)
    await cli('enable --api pets --stage prod --size 1.6 --accept-unkeyed all')

    await cli('disable --api pets --stage prod --yes --no-wait')
    expect(await seen()).toMatchObject([
      { status: 'DELETE_IN_PROGRESS', size: null },
      { billed: true, hourlyUsd: 0.038, monthlyUsd: 27.74 },
    ])
    await cli('wait gone --api pets --stage prod')
    expect(await seen()).toMatchObject([
      { status: 'NOT_AVAILABLE', size: null },
      { billed: false, hourlyUsd: 0, monthlyUsd: 0 },
    ])
  })

  it('says whose it is also in advice and findings', async () => {
    const { cli, clock } = await withSandbox()
    const env = { AWS_REGION: 'eu-west-3' }
    await cli('enable --api pets --stage prod --accept-unkeyed all', { env })
    clock.advance(8 * 24 * 3_600_000)

    const { stdout } = await cli('advise --api pets --stage prod', { env })
    expect(stdout).toContain('0.5 GB, about $14.60 a month (us-east-1 price)')
    expect(stdout).toContain('saves about $14.60 a month (us-east-1 price)')
    expect((await cli('doctor --api pets --stage prod', { env })).stdout).toContain(
      'the cluster costs about $14.60 a month (us-east-1 price)',
    )
    const { advice, seen } = JSON.parse((await cli('advise --api pets --stage prod -o json', { env })).stdout)
    expect(advice[0].pricesOf).toBe('us-east-1')
    expect(seen[0].price).toEqual({ of: 'us-east-1', asOf: '2026-08-12' })
  })

  it('is that of us-east-1 in Tokyo, whose own could not be confirmed', async () => {
    const { cli } = await withSandbox()
    const env = { AWS_REGION: 'ap-northeast-1' }
    const { stderr } = await cli('enable --api pets --stage prod --accept-unkeyed all', { env })
    expect(stderr).toContain('about $14.60 a month (us-east-1 price)')
  })

  it.each([
    ['found above', '', '/apigw-cache.config.yaml', './prices.yaml', '/prices.yaml'],
    ['named', ' --config /conf/cache.yaml', '/conf/cache.yaml', 'a/p.yaml', '/conf/a/p.yaml'],
    ['named from here', ' --config conf/cache.yaml', 'conf/cache.yaml', 'p.yaml', 'conf/p.yaml'],
  ])('is beside the config file that is %s, wherever the command runs', async (_, flags, config, prices, path) => {
    const { cli } = await withSandbox()
    const files = { [config]: `prices: ${prices}`, [path]: PRICES }
    const { stderr } = await cli(`enable --api pets --stage prod --accept-unkeyed all${flags}`, { files })
    expect(stderr).toContain('$21.90 a month')
  })

  it('can be set in the config file', async () => {
    const { cli } = await withSandbox()
    const files = {
      '/work-folder/apigw-cache.config.yaml': 'prices: /prices.yaml',
      '/prices.yaml': PRICES,
    }
    const { stderr } = await cli('enable --api pets --stage prod --accept-unkeyed all', { files })
    expect(stderr).toContain('$21.90 a month')
  })

  it.each([
    'us-east-1',
    'ap-southeast-4',
    'us-gov-west-1',
    'eu-isoe-west-1',
    'cn-northwest-1',
    'il-central-1',
    'mx-central-1',
    'eusc-de-east-1',
  ])('may be of %s in a file', async (region) => {
    const { cli } = await withSandbox()
    const env = { APIGW_CACHE_PRICES: '/prices.yaml' }
    const files = { '/prices.yaml': `asOf: "2028-02-29"\nregions: { ${region}: { "0.5": 1 } }` }
    expect((await cli('status --api pets --stage prod', { env, files })).code).toBe(0)
  })

  it.each([
    [{}, 'there is no price file "/prices.yaml"'],
    [{ '/prices.yaml': 'asOf: yesterday\nregions: {}' }, '/prices.yaml: asOf is no price table'],
    [
      { '/prices.yaml': 'asOf: "2027-01-31"\nregions: { eu-west-1: { "0.7": 1 } }' },
      '/prices.yaml: regions.eu-west-1.0.7 is no price table',
    ],
    [
      { '/prices.yaml': 'asOf: "2027-01-31"\nregions: { eu-west-1: { "0.5": -1 } }' },
      '/prices.yaml: regions.eu-west-1.0.5 is no price table (is less than 0)',
    ],
    [{ '/prices.yaml': 'asOf: "2027-13-45"\nregions: {}' }, '/prices.yaml: asOf is no price table'],
    [{ '/prices.yaml': 'asOf: "2027-02-29"\nregions: {}' }, '/prices.yaml: asOf is no price table'],
    [
      { '/prices.yaml': 'asOf: "2027-01-31"\nregions: { us-esat-1: { "0.5": 1 } }' },
      '/prices.yaml: "us-esat-1" is no AWS region',
    ],
    [{ '/prices.yaml': '{' }, '/prices.yaml:1: a quote, bracket, comma, colon or space is missing'],
  ])('is refused from a file that is none, before anything is sent: %j', async (files, message) => {
    const { cli, sent } = await withSandbox()
    const env = { APIGW_CACHE_PRICES: '/prices.yaml' }
    const { code, stderr } = await cli('status --api pets --stage prod', { env, files })

    expect([code, stderr.split('\n')[0]]).toEqual([2, expect.stringContaining(message)])
    expect(sent()).toEqual([])
  })
})
