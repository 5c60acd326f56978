import { describe, expect, it } from 'vitest'
import type { Target } from '../../../src/core/gateway/model.js'
import { displayWidth } from '../../../src/render/format/width.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'

const [A, B] = ['111111111111', '222222222222'] as const
const api = (accountId: string, region: string, name: string): Seed['apis'][number] => ({
  accountId,
  region,
  name,
  methods: { 'GET /pets': { integration: { type: 'MOCK' } } },
  stages: { prod: { cluster: '0.5', tags: { team: name } }, dev: {} },
})
const FLEET: Seed = {
  apis: [
    api(A, 'us-east-1', 'pets'),
    api(A, 'eu-west-1', 'pets'),
    api(B, 'eu-west-1', 'shop'),
    api(B, 'us-east-1', 'bank'),
  ],
}
const AS_A = { AWS_ACCESS_KEY_ID: A }
const EACH = '--role arn:aws:iam::{account}:role/operator'
const namesOf = (all: readonly (Target | { readonly target: Target })[]) =>
  all.map((one) => {
    const { account, region, api: named, stage } = 'target' in one ? one.target : one
    return `${account?.[0]} ${region} ${named.name} ${stage}`
  })
/** What list writes, which is what --targets reads. */
async function listed({ cli }: Bench, flags = '--stage prod'): Promise<string> {
  const files = { 'a.csv': `account\n${A}\n${B}\n` }
  return (await cli(`list --accounts a.csv ${EACH} --regions us-east-1,eu-west-1 ${flags} -o ndjson`, { files })).stdout
}
const linesOf = (text: string | undefined) =>
  (text ?? '')
    .trimEnd()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

describe('verbs over accounts and regions', () => {
  it('take the same selectors as list: status', async () => {
    const { cli } = await withSandbox({ seed: FLEET })

    const { code, stdout } = await cli('status --regions us-east-1,eu-west-1 --stage prod -o json', {
      env: AS_A,
    })

    expect(namesOf(JSON.parse(stdout).stages)).toEqual(['1 us-east-1 pets prod', '1 eu-west-1 pets prod'])
    expect(code).toBe(0)
  })

  it('tell the stages apart on the screen', async () => {
    const { cli } = await withSandbox({ seed: FLEET })
    const files = { 'a.csv': `account\n${A}\n${B}\n` }

    const { stdout } = await cli(`status --accounts a.csv ${EACH} --regions us-east-1,eu-west-1 --stage prod`, {
      files,
      columns: 100,
    })

    const lines = stdout.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^ACCOUNT +REGION +API +STAGE/)
    expect(stdout).toMatch(new RegExp(`^${B} +eu-west-1 +shop +prod`, 'm'))
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(100)
  })

  it('narrow by tag', async () => {
    const { cli } = await withSandbox({ seed: FLEET })

    const { stdout } = await cli(`doctor --tag team=shop --regions eu-west-1 -o json`, {
      env: { AWS_ACCESS_KEY_ID: B },
    })

    expect(namesOf(JSON.parse(stdout).stages)).toEqual(['2 eu-west-1 shop prod'])
  })

  it('show account and region of what would be changed, and change it everywhere once that is agreed', async () => {
    const { cli, sent } = await withSandbox({ seed: FLEET })
    const flush = 'flush --regions us-east-1,eu-west-1 --stage prod'

    const refused = await cli(flush, { env: AS_A })
    expect(refused.code).toBe(2)
    expect(sent()).not.toContain('FlushStageCache')

    const asked = await cli(flush, { env: AS_A, answers: [true] })
    expect(asked.stderr).toContain(`) in ${A} eu-west-1\n`)
    expect(asked.stderr).toContain(`account ${A}, region us-east-1`)
    expect(asked.stderr).toContain(`account ${A}, region eu-west-1`)
    expect(asked.code).toBe(0)
    expect(sent().filter((one) => one === 'FlushStageCache')).toHaveLength(2)
  })

  it('suggest commands that lead to the same account', async () => {
    const { cli } = await withSandbox({ seed: FLEET })
    const role = `arn:aws:iam::${B}:role/operator`

    const { stdout } = await cli(`list --role ${role} --external-id x7 --regions eu-west-1 --cached -o json`)

    const [row] = JSON.parse(stdout).stages
    const suggested = row.warnings[0].message.split('\n').find((line: string) => line.startsWith('apigw-cache '))
    expect(suggested).toContain(`--region eu-west-1 --role ${role} --external-id x7`)
    const followed = await cli(`${suggested.slice('apigw-cache '.length)} --dry-run -o json`)
    expect(JSON.parse(followed.stdout).requests).toMatchObject([{ method: 'PATCH' }])
    expect(followed.code).toBe(0)
  })

  it('go on where a region refuses, and name it', async () => {
    const { cli } = await withSandbox({ seed: FLEET })

    const ran = await cli('advise --regions us-east-1,me-south-1 --stage prod -o json', { env: AS_A })

    expect(JSON.parse(ran.stdout).failed).toMatchObject([{ target: { account: A, region: 'me-south-1' } }])
    expect(ran.stderr).toContain(`warning: ${A} me-south-1: `)
    expect(ran.code).toBe(7)
  })

  it('take a name that fits nothing anywhere for a mistake', async () => {
    const { cli } = await withSandbox({ seed: FLEET })

    const { code, stderr } = await cli('status --regions us-east-1,eu-west-1 --api ptes', { env: AS_A })

    expect(stderr).toContain('there is no stage in an API that fits ptes')
    expect(code).toBe(1)
  })
})

describe('--targets', () => {
  it('reads what list writes, and does no more', async () => {
    const bench = await withSandbox({ seed: FLEET, pageSize: 500 })
    const targets = await listed(bench, '--stage prod --api pets')
    bench.sent()

    const { code, stdout } = await bench.cli(`status --targets - ${EACH} -o json`, { stdin: targets })

    expect(namesOf(JSON.parse(stdout).stages).sort()).toEqual(['1 eu-west-1 pets prod', '1 us-east-1 pets prod'])
    expect(code).toBe(0)
    // In each region the APIs once, the stages of the only API once.
    const sent = bench.sent()
    expect(sent.filter((one) => one === 'GetStages')).toHaveLength(2)
    expect(sent.filter((one) => one === 'GetRestApis')).toHaveLength(2)
  })

  it.each(['list', 'status', 'doctor', 'advise', 'flush --yes'])('is taken by %s', async (verb) => {
    const { cli } = await withSandbox({ seed: FLEET })
    const target = { region: 'eu-west-1', api: 'pets', stage: 'prod', more: 1 }

    const { code, stdout } = await cli(`${verb} --targets t.ndjson -o json`, {
      env: AS_A,
      files: { 't.ndjson': `${JSON.stringify(target)}\n` },
    })

    expect(stdout).toContain('"region": "eu-west-1"')
    expect(stdout).not.toContain('"region": "us-east-1"')
    expect(code).toBe(0)
  })

  it('is taken by report, which writes one page about all of them', async () => {
    const bench = await withSandbox({ seed: FLEET })
    const written = new Map<string, string>()
    const files = { 't.ndjson': await listed(bench) }

    const { code } = await bench.cli(`report page.html --targets t.ndjson ${EACH}`, { files, written })

    expect(code).toBe(0)
    for (const name of ['pets', 'shop', 'bank']) expect(written.get('page.html')).toContain(name)
  })

  it('names what is not there any more, and does the others', async () => {
    const { cli } = await withSandbox({ seed: FLEET })
    const target = (part: object) => JSON.stringify({ region: 'eu-west-1', api: 'pets', stage: 'prod', ...part })
    const text = [target({}), target({ stage: 'blue' }), target({ api: 'gone' })].join('\n')

    const { code, stdout, stderr } = await cli('list --targets t -o json', { env: AS_A, files: { t: text } })

    expect(namesOf(JSON.parse(stdout).stages)).toEqual(['1 eu-west-1 pets prod'])
    expect(stderr).toContain('no stage "blue" in API pets')
    expect(stderr).toContain('no REST API "gone" in eu-west-1')
    expect(code).toBe(7)
  })

  it.each([
    ['{"region":"eu-west-1","api":"pets"}', 't:1: there is no stage'],
    ['{"region":"eu-west-1","stage":"prod"}', 't:1: there is no api'],
    ['{"api":"pets","stage":"prod"}', 't:1: there is no region'],
    ['{"region":"eu","api":"pets","stage":"prod"}', 't:1: "eu" is not a region'],
    ['\n{"account":123456789012,"region":"eu-west-1","api":"p","stage":"s"}', 't:2: the account is a number'],
    ['{"account":"1","region":"eu-west-1","api":"p","stage":"s"}', 't:1: "1" is not an account'],
    ['region,api', 't:1: not JSON'],
    ['', 't has no target'],
  ])('is refused with its line where it is wrong: %s', async (text, message) => {
    const { cli, sent } = await withSandbox({ seed: FLEET })

    const { code, stderr } = await cli('status --targets t', { files: { t: text } })

    expect(stderr).toContain(message)
    expect(code).toBe(2)
    expect(sent()).toEqual([])
  })

  it.each(['--regions all', '--api pets', '--stage prod', '--region eu-west-1'])('excludes %s', async (flag) => {
    const { cli } = await withSandbox({ seed: FLEET })

    const { code, stderr } = await cli(`status --targets t ${flag}`, { files: { t: '' } })

    expect(stderr).toContain(`--targets and ${flag.split(' ')[0]} exclude each other`)
    expect(code).toBe(2)
  })
})

describe('--shard', () => {
  it('does each account and region in exactly one part', async () => {
    const bench = await withSandbox({ seed: FLEET })
    const files = { t: await listed(bench) }
    const all: string[] = []
    for (const index of [1, 2, 3]) {
      const { code, stdout } = await bench.cli(`list --targets t ${EACH} --shard ${index}/3 -o json`, {
        files,
      })
      expect(code).toBe(0)
      all.push(...namesOf(JSON.parse(stdout).stages))
    }
    expect(new Set(all)).toEqual(new Set(namesOf(linesOf(files.t))))
    expect(all).toHaveLength(4)
  })

  it('divides the regions of other selectors likewise, and finds nothing wrong with an empty part', async () => {
    const { cli } = await withSandbox({ seed: FLEET })
    const all: string[] = []
    for (const index of [1, 2, 3, 4, 5, 6]) {
      const { code, stdout } = await cli(
        `status --regions us-east-1,eu-west-1 --stage prod --shard ${index}/6 -o json`,
        {
          env: AS_A,
        },
      )
      expect(code).toBe(0)
      all.push(...namesOf(JSON.parse(stdout).stages))
    }
    expect(new Set(all)).toEqual(new Set(['1 eu-west-1 pets prod', '1 us-east-1 pets prod']))
    expect(all).toHaveLength(2)
  })
})

describe('--resume', () => {
  it('notes each stage as it is finished, leaves out what is done, and repeats what failed', async () => {
    const { cli, sent } = await withSandbox({ seed: FLEET, pageSize: 500 })
    const target = (stage: string) => JSON.stringify({ account: A, region: 'eu-west-1', api: 'pets', stage })
    const files: Record<string, string> = { t: `${target('prod')}\n${target('blue')}\n` }
    const written = new Map<string, string>()
    const run = (flags = '') => {
      const before = written.get('r')
      return cli(`status --targets t --resume r -o json ${flags}`, {
        env: AS_A,
        files: { ...files, ...(before === undefined ? {} : { r: before }) },
        written,
      })
    }

    const first = await run()
    expect(first.code).toBe(7)
    const [line] = linesOf(written.get('r'))
    expect(line).toEqual({
      target: {
        account: A,
        region: 'eu-west-1',
        api: { id: expect.any(String), name: 'pets' },
        stage: 'prod',
      },
      verb: 'status',
      options: expect.stringMatching(/^[0-9a-f]{16}$/),
      outcome: 'done',
    })

    sent()
    files.t = `${target('prod')}\n`
    const second = await run()
    expect(JSON.parse(second.stdout).stages).toEqual([])
    expect(second.code).toBe(0)
    expect(sent()).not.toContain('GetStages')

    const others = await run('--since 7d')
    expect(JSON.parse(others.stdout).stages).toHaveLength(1)
  })

  it('bears a torn last line, and repeats what it was about', async () => {
    const { cli } = await withSandbox({ seed: FLEET })
    const written = new Map<string, string>()
    const t = `${JSON.stringify({ account: A, region: 'eu-west-1', api: 'pets', stage: 'prod' })}\n`
    await cli('status --targets t --resume r -o json', { env: AS_A, files: { t }, written })
    const whole = written.get('r') ?? ''

    const torn = await cli('status --targets t --resume r -o json', {
      env: AS_A,
      files: { t, r: whole.slice(0, -20) },
      written: written.set('r', whole.slice(0, -20)),
    })

    expect(JSON.parse(torn.stdout).stages).toHaveLength(1)
    expect(written.get('r')).toBe(`${whole.slice(0, -20)}\n${whole}`)
    const again = await cli('status --targets t --resume r -o json', {
      env: AS_A,
      files: { t, r: written.get('r') ?? '' },
    })
    expect(JSON.parse(again.stdout).stages).toEqual([])
  })

  it('notes nothing of stages that were read but not shown', async () => {
    const { cli } = await withSandbox({ seed: FLEET })
    const written = new Map<string, string>()
    const target = { account: A, region: 'eu-west-1', api: 'pets' }
    const t = ['prod', 'dev'].map((stage) => JSON.stringify({ ...target, stage })).join('\n')

    const { code, stdout } = await cli('status --targets t --resume r --rate 1/s', {
      env: AS_A,
      files: { t },
      written,
      columns: 100,
      interruptAt: '1 of 2 stages',
    })

    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    expect(written.get('r')).toBe('')
  })

  it('notes whole accounts and regions where list looks at all of them', async () => {
    const { cli, sent } = await withSandbox({ seed: FLEET })
    const written = new Map<string, string>()
    const list = 'list --regions us-east-1,eu-west-1 --resume r -o ndjson'
    const first = await cli(list, { env: AS_A, written })
    expect(linesOf(first.stdout)).toHaveLength(4)
    expect(
      linesOf(written.get('r'))
        .map(({ target }) => target)
        .sort(),
    ).toEqual([
      { account: A, region: 'us-east-1' },
      { account: A, region: 'eu-west-1' },
    ])

    sent()
    const second = await cli(list, { env: AS_A, files: { r: written.get('r') ?? '' } })
    expect(second).toMatchObject({ code: 0, stdout: '' })
    expect(sent()).toEqual(['GetCallerIdentity'])
  })

  it('is refused before the first request where the file is something else', async () => {
    const { cli, sent } = await withSandbox({ seed: FLEET })

    const { code, stderr } = await cli('list --resume r', { env: AS_A, files: { r: 'my\nnotes\n' } })

    expect(stderr).toContain('r has no line of a resume file')
    expect(code).toBe(2)
    expect(sent()).toEqual([])
  })
})
