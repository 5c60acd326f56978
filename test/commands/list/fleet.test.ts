import { describe, expect, it } from 'vitest'
import type { ListRow, Scanned } from '../../../src/core/list/report.js'
import { displayWidth } from '../../../src/render/format/width.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'

const [A, B, C] = ['111111111111', '222222222222', '333333333333'] as const
const roleIn = (account: string) => `arn:aws:iam::${account}:role/reader`
const api = (accountId: string, region: string, name: string): Seed['apis'][number] => ({
  accountId,
  region,
  name,
  methods: { 'GET /pets': { integration: { type: 'MOCK' } } },
  stages: { prod: { cluster: '0.5' }, dev: {} },
})
const FLEET: Seed = {
  apis: [
    api(A, 'us-east-1', 'pets'),
    api(A, 'eu-west-1', 'pets'),
    api(A, 'af-south-1', 'zebra'),
    api(B, 'eu-west-1', 'shop'),
    api(C, 'us-east-1', 'bank'),
  ],
  roles: [
    { arn: roleIn(C), trusts: ['999999999999'] },
    { arn: roleIn(B), externalId: 'x7-secret' },
  ],
}
const AS_A = { AWS_ACCESS_KEY_ID: A }
const CSV = `account,externalId\n${A},\n${B},x7-secret\n`
const EACH = `--role arn:aws:iam::{account}:role/reader`
const namesOf = (rows: readonly ListRow[]) =>
  rows.map(({ account, region, api: { name }, stage }) => `${account?.[0]} ${region} ${name} ${stage}`)

describe('list over regions', () => {
  it('looks at those that are named', async () => {
    const { cli } = await withSandbox({ seed: FLEET })

    const { code, stdout } = await cli('list --regions us-east-1,eu-west-1 --stage prod -o json', {
      env: AS_A,
    })

    const { stages, scanned } = JSON.parse(stdout)
    expect(namesOf(stages)).toEqual(['1 eu-west-1 pets prod', '1 us-east-1 pets prod'])
    expect(scanned.map(({ region }: Scanned) => region)).toEqual(['us-east-1', 'eu-west-1'])
    expect(code).toBe(0)
  })

  it('finds all that are switched on in the account, and leaves some out', async () => {
    const { cli, sent } = await withSandbox({ seed: FLEET, pageSize: 500 })

    const { stdout } = await cli('list --regions all --exclude-region eu-west-1 -o json', { env: AS_A })

    const { stages, scanned } = JSON.parse(stdout)
    expect(namesOf(stages)).toEqual([
      '1 af-south-1 zebra dev',
      '1 af-south-1 zebra prod',
      '1 us-east-1 pets dev',
      '1 us-east-1 pets prod',
    ])
    const regions = scanned.map(({ region }: Scanned) => region)
    expect(regions).toContain('sa-east-1')
    expect(regions).not.toContain('eu-west-1')
    expect(regions).not.toContain('me-south-1')
    const asked = sent()
    expect(asked.filter((one) => one === 'ListRegions')).toHaveLength(1)
    expect(asked.filter((one) => one === 'GetRestApis')).toHaveLength(regions.length)
    // Only regions with a cluster have figures.
    expect(asked.filter((one) => one === 'GetMetricData')).toHaveLength(2)
  })

  it('takes the regions that are always on where it may not ask, and says so', async () => {
    const allow = { Effect: 'Allow', Action: ['apigateway:*', 'cloudwatch:*'], Resource: '*' } as const
    const reader = { name: 'reader', accessKeyId: 'READER', secretAccessKey: 'secret', accountId: A }
    const identities = [{ ...reader, policies: [{ Statement: [allow] }] }]
    const { cli } = await withSandbox({ seed: { ...FLEET, identities }, iam: 'enforce' })
    const env = { AWS_ACCESS_KEY_ID: 'READER', AWS_SECRET_ACCESS_KEY: 'secret' }

    const { code, stdout, stderr } = await cli('list --regions all -o json', { env })

    const { stages, scanned } = JSON.parse(stdout)
    expect(namesOf(stages)).not.toContain('1 af-south-1 zebra prod')
    expect(scanned).toHaveLength(17)
    expect(stderr).toContain('those that are always on: not allowed: account:ListRegions')
    expect(code).toBe(0)
  })

  it('goes on where a region refuses, and exits 7', async () => {
    const { cli } = await withSandbox({ seed: FLEET })

    const { code, stdout, stderr } = await cli('list --regions me-south-1,us-east-1 -o json', { env: AS_A })

    const { stages, failed } = JSON.parse(stdout)
    expect(namesOf(stages)).toEqual(['1 us-east-1 pets dev', '1 us-east-1 pets prod'])
    expect(failed).toMatchObject([{ target: { account: A, region: 'me-south-1' } }])
    expect(stderr).toContain(`warning: ${A} me-south-1: `)
    expect(code).toBe(7)
  })

  it('needs no other region where some are named', async () => {
    const { cli } = await withSandbox({ seed: FLEET })

    const { code } = await cli('list --regions eu-west-1', { env: { ...AS_A, AWS_REGION: undefined } })

    expect(code).toBe(0)
  })
})

describe('list over accounts', () => {
  it('assumes a role in each, with its external id, and adds up each one', async () => {
    const { cli, sent } = await withSandbox({ seed: FLEET })

    const { code, stdout, stderr } = await cli(
      `list --accounts accounts.csv ${EACH} --regions us-east-1,eu-west-1 --cached -o json`,
      { files: { 'accounts.csv': CSV } },
    )

    const { stages, totals } = JSON.parse(stdout)
    expect(namesOf(stages)).toEqual(['1 eu-west-1 pets prod', '1 us-east-1 pets prod', '2 eu-west-1 shop prod'])
    expect(totals.map(({ by, name, clusters }: (typeof totals)[number]) => [by, name, clusters])).toEqual([
      ['account', A, 2],
      ['account', B, 1],
      ['region', 'eu-west-1', 2],
      ['region', 'us-east-1', 1],
      ['all', '', 3],
    ])
    expect(stderr).toContain('2 accounts: 2 done')
    expect(code).toBe(0)
    // Each role once for each region that is asked for something.
    expect(sent().filter((one) => one === 'AssumeRole')).toHaveLength(4)
  })

  it('tells an account that cannot be entered once, and lists the others', async () => {
    const { cli } = await withSandbox({ seed: FLEET })
    const file = `{"account":"${A}"}\n{"account":"${C}"}\n{"account":"444444444444","status":"SUSPENDED"}\n`

    const { code, stdout, stderr } = await cli(`list --accounts a.ndjson ${EACH} --regions all -o json`, {
      files: { 'a.ndjson': file },
    })

    const { stages, failed } = JSON.parse(stdout)
    expect(namesOf(stages)).toHaveLength(6)
    expect(failed).toEqual([{ target: { account: C }, message: `not allowed: sts:AssumeRole on ${roleIn(C)}` }])
    expect(stderr).toContain('3 accounts: 1 done, 1 denied, 1 suspended')
    expect(code).toBe(7)
  })

  it('exits 4 where every account is denied', async () => {
    const { cli } = await withSandbox({ seed: FLEET })

    expect((await cli(`list --role ${roleIn(C)}`)).code).toBe(4)
  })

  it('shows the region also where all that it found is in one, as others were looked at', async () => {
    const { cli } = await withSandbox({ seed: FLEET })

    const several = await cli('list --regions us-east-1,eu-north-1', { env: AS_A })
    const single = await cli('list --regions us-east-1', { env: AS_A })

    expect(several.stdout).toMatch(/^REGION +API +STAGE .*\nus-east-1 +pets +dev /)
    expect(single.stdout).toMatch(/^API +STAGE /)
  })

  it('shows account and region in a table that fits 100 columns', async () => {
    const { cli } = await withSandbox({ seed: FLEET })

    const { stdout } = await cli(`list --accounts a.csv ${EACH} --regions all --findings`, {
      files: { 'a.csv': CSV },
      columns: 100,
    })

    const lines = stdout.trimEnd().split('\n')
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(100)
    expect(lines[0]).toMatch(/^ACCOUNT +REGION +API +STAGE +CLUSTER/)
    expect(stdout).toContain(`\naccount ${A}: 6 stages, 3 clusters, about $`)
    expect(stdout).toMatch(/^in all: 8 stages, 4 clusters/m)
  })

  it('has account and region above the stages where a terminal is narrow, and every name as a whole', async () => {
    const { cli } = await withSandbox({ seed: FLEET })
    const command = `list --accounts a.csv ${EACH} --regions all`
    const files = { 'a.csv': CSV }

    const { stdout } = await cli(command, { files, columns: 60 })

    const lines = stdout.trimEnd().split('\n')
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(60)
    expect(lines[0]).toMatch(/^API +STAGE +CLUSTER/)
    const { stages } = JSON.parse((await cli(`${command} -o json`, { files })).stdout)
    const places = new Set(stages.map((row: { account: string; region: string }) => `${row.account} ${row.region}`))
    expect(lines.filter((line) => places.has(line))).toEqual([...places])
    for (const { api } of stages) expect(stdout).toMatch(new RegExp(`^${api.name} `, 'm'))
    expect(stdout).not.toContain('…')
  })
})

describe('accounts and regions', () => {
  it.each([
    ['--regions us-east-1 --region us-east-1', '--region and --regions exclude each other'],
    ['--regions us_east', '--regions is "us_east"'],
    ['--regions us-east-1,us-est-1', '--regions is "us-east-1,us-est-1"\n  did you mean us-east-1?'],
    ['--region eu-wset-1', '"eu-wset-1" is not an AWS region (--region)\n  did you mean eu-west-1?'],
    ['--accounts typo.csv', 'typo.csv:2: "us-est-1" is not a region (did you mean us-east-1?)'],
    ['--exclude-region us-east-1', '--exclude-region says nothing by itself'],
    ['--external-id abc', '--external-id says nothing by itself'],
    ['--session-name abc', '--session-name says nothing by itself'],
    ['--role arn:aws:iam::1:role/x', 'is not the ARN of a role'],
    [EACH, 'says nothing without accounts'],
    [`--accounts a.csv --role ${roleIn(A)}`, 'is the role of one account only'],
    ['--accounts missing.csv', 'there is no file "missing.csv"'],
    ['--accounts number.ndjson', 'number.ndjson:2: the account is a number'],
    ['--accounts short.csv', 'short.csv:3: "12345" is not an account of twelve digits'],
    ['--accounts empty.csv', 'empty.csv has no account'],
    [`--accounts a.csv ${EACH} --account ${B}`, `account ${A} is meant too, not only ${B}`],
    ['--regions us-east-1 --exclude-region us-east-1', '--exclude-region leaves no region'],
  ])('are checked: %s', async (flags, message) => {
    const { cli, sent } = await withSandbox({ seed: FLEET })
    const files = {
      'a.csv': CSV,
      'number.ndjson': `{"account":"${A}"}\n{"account":111111111111}\n`,
      'short.csv': `account,role\n${A},\n12345,\n`,
      'empty.csv': 'account,role\n',
      'typo.csv': `account,regions\n${A},us-est-1\n`,
    }

    const { code, stderr } = await cli(`list ${flags}`, { files, env: AS_A })

    expect(stderr).toContain(message)
    expect(code).toBe(2)
    expect(sent().filter((one) => one !== 'GetCallerIdentity')).toEqual([])
  })

  it('may be regions that are newer than this program', async () => {
    const { cli } = await withSandbox({ seed: FLEET })

    const { code, stderr } = await cli('list --regions us-east-1,ap-northeast-9 --cached', { env: AS_A })

    // It was asked, and has no such account.
    expect(stderr).toContain('ap-northeast-9: AWS does not accept these credentials')
    expect(code).toBe(7)
  })

  it('are those of the credentials where an account has no role, and no other', async () => {
    const { cli } = await withSandbox({ seed: FLEET })
    const files = { 'a.csv': `account\n${A}\n${B}\n` }

    const { code, stdout, stderr } = await cli('list --accounts a.csv -o json', { files, env: AS_A })

    expect(namesOf(JSON.parse(stdout).stages)).toEqual(['1 us-east-1 pets dev', '1 us-east-1 pets prod'])
    expect(stderr).toContain(`warning: ${B}: the credentials belong to account ${A}, not ${B}`)
    expect(code).toBe(7)
  })
})
