import { spawn, spawnSync } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import type { SandboxOptions } from '../../../src/sandbox/index.js'
import { PETS, refusedOver, running } from '../support/sandbox.js'

const signedBy = (accessKeyId: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/account/aws4_request, SignedHeaders=host, Signature=x`,
})

interface Region {
  readonly RegionName: string
  readonly RegionOptStatus: string
}

async function listing(options: SandboxOptions = {}) {
  const run = await running(options)
  const ask = (input: object, key = 'test') => run.http('POST /listRegions', JSON.stringify(input), signedBy(key))
  const list = async (input: object, key = 'test'): Promise<{ Regions: Region[]; NextToken?: string }> =>
    JSON.parse(await (await ask(input, key)).text())
  return { ...run, ask, list }
}

// Nothing of the machine's own AWS settings.
const env = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_DEFAULT_REGION: 'us-east-1',
}
const hasAwsCli = spawnSync('aws', ['--version'], { env }).status === 0

describe('ListRegions', () => {
  it('T10 has those of the partition by name, and whether the account has switched them on', async () => {
    const there = { ...PETS, region: 'me-south-1' }
    const { list } = await listing({ seed: { apis: [there] } })
    const { Regions } = await list({})
    const status = (name: string) => Regions.find(({ RegionName }) => RegionName === name)?.RegionOptStatus

    expect(Regions.map(({ RegionName }) => RegionName)).toEqual(
      Regions.map(({ RegionName }) => RegionName).toSorted((a, b) => (a < b ? -1 : 1)),
    )
    expect(Regions).toHaveLength(34)
    expect(status('us-east-1')).toBe('ENABLED_BY_DEFAULT')
    expect(status('me-south-1')).toBe('ENABLED')
    expect(status('af-south-1')).toBe('DISABLED')
    const other = await list({ RegionOptStatusContains: ['ENABLED'] }, '111111111111')
    expect(other).toEqual({ Regions: [] })
  })

  it('T10 has one region on where no API of the seed names one, as each would have the same APIs', async () => {
    const { list } = await listing({ seed: { apis: [PETS] } })
    const on = { RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'] }

    for (const key of ['test', '111111111111']) {
      expect(await list(on, key)).toEqual({
        Regions: [{ RegionName: 'us-east-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' }],
      })
    }
  })

  it('T10 filters and pages', async () => {
    const { list } = await listing({ seed: { apis: [{ ...PETS, region: 'us-east-1' }] } })
    const filter = { RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'], MaxResults: 7 }
    const names: string[] = []
    const sizes: number[] = []
    let token: string | undefined
    do {
      const { Regions, NextToken } = await list({ ...filter, ...(token ? { NextToken: token } : {}) })
      names.push(...Regions.map(({ RegionName }) => RegionName))
      sizes.push(Regions.length)
      token = NextToken
    } while (token)

    expect(sizes).toEqual([7, 7, 3])
    expect(new Set(names).size).toBe(17)
  })

  it('T10 refuses what it does not understand', async () => {
    const { ask } = await listing()

    expect(await refusedOver(ask({ MaxResults: 51 }))).toContain('400 ValidationException: MaxResults')
    expect(await refusedOver(ask({ RegionOptStatusContains: ['ON'] }))).toContain('400 ValidationException')
  })

  it('T11 answers about the own account only, with the permission where IAM is enforced', async () => {
    const { ask, http } = await listing()
    expect(await refusedOver(ask({ AccountId: '111111111111' }))).toContain(
      '403 AccessDeniedException: User: arn:aws:iam::000000000000:user/test is not authorized',
    )
    expect((await ask({ AccountId: '111111111111' }, '111111111111')).status).toBe(200)
    expect(await refusedOver(http('POST /listRegions', '{}', {}))).toContain('403 MissingAuthenticationTokenException')
    const enforcing = await listing({ iam: 'enforce' })
    expect(await refusedOver(enforcing.ask({}))).toMatch(/^403 /)
  })

  it.skipIf(!hasAwsCli)(
    'T10 T11 is understood by the AWS CLI (skipped where there is none)',
    async () => {
      const { sandbox } = await running()
      const child = spawn(
        'aws',
        ['account', 'list-regions', '--endpoint-url', sandbox.url, '--max-results', '3', '--output', 'json'],
        { env, stdio: ['ignore', 'pipe', 'inherit'] },
      )
      const { Regions }: { Regions: Region[] } = JSON.parse(await text(child.stdout))

      expect(Regions.slice(0, 2)).toEqual([
        { RegionName: 'af-south-1', RegionOptStatus: 'DISABLED' },
        { RegionName: 'ap-east-1', RegionOptStatus: 'DISABLED' },
      ])
    },
    30_000,
  )
})
