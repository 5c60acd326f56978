import { describe, expect, it } from 'vitest'
import type { Seed, SeedStage } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'

const MOCK = { integration: { type: 'MOCK' } } as const
const CACHED: SeedStage = { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } }

function api(name: string, stage: SeedStage, more: object = {}): Seed['apis'][number] {
  return { name, methods: { 'GET /pets': MOCK, ...more }, stages: { prod: stage, dev: {} } }
}

const fleet = (stage: SeedStage): Promise<Bench> =>
  withSandbox({ seed: { apis: [api('pets-eu', stage), api('pets-us', stage), api('shop', stage)] } })
const many = (count: number, stage: SeedStage): Promise<Bench> =>
  withSandbox({
    seed: { apis: Array.from({ length: count }, (_, index) => api(`pets-${index}`, stage)) },
  })
const PETS = "--api 'pets-*' --stage prod"
const writes = (sent: readonly string[]) => sent.filter((one) => !/^(GET|Get|List)/.test(one))

describe('a change of several stages', () => {
  it.each<[string, SeedStage]>([
    ['enable', {}],
    ['disable', CACHED],
    ['resize --size 1.6', CACHED],
    ['defaults --ttl 60', CACHED],
    ['override GET /pets --ttl 60', CACHED],
    ['keys add GET /pets querystring.type', CACHED],
    ['keys remove GET /pets querystring.type', CACHED],
  ])('is made to all that fit, and to no other: %s', async (command, stage) => {
    const { cli, sent } = await fleet(stage)
    if (command.startsWith('keys remove')) await cli(`keys add GET /pets querystring.type ${PETS} --yes`)
    sent()

    const { code, stdout, stderr } = await cli(`${command} ${PETS} --yes -o json`)

    expect(stderr).toMatch(/2 stages:\n {2}stage prod of API pets-eu \(\w+\)\n {2}stage prod of API pets-us/)
    const { stages, failed } = JSON.parse(stdout)
    expect(stages).toMatchObject([
      { api: { name: 'pets-eu' }, stage: 'prod', changed: true },
      { api: { name: 'pets-us' }, stage: 'prod', changed: true },
    ])
    expect([failed, code]).toEqual([[], 0])

    const again = await cli(`${command} ${PETS} --yes -o json`)
    expect(JSON.parse(again.stdout).stages).toMatchObject([{ changed: false }, { changed: false }])
  })

  it('shows the list and asks once, with place, losses and prices', async () => {
    const { cli, sent } = await fleet(CACHED)
    sent()

    const { code, stderr } = await cli(`resize --size 6.1 ${PETS}`, { answers: [false] })

    expect(stderr).toContain('Replace the caches of 2 stages:\n')
    expect(stderr).toContain('account 000000000000, region us-east-1, endpoint http://')
    expect(stderr).toContain('lost: every entry. AWS removes the cache and makes a new one')
    expect(stderr).toMatch(/Load that will reach the backends: (no figure for|\d+ hits in) the last hour/)
    expect(stderr).toContain('price: about $29.20 a month before, $292.00 after')
    expect(stderr).toContain('Replace the caches of all of them? no')
    expect(code).toBe(3)
    expect(writes(sent())).toEqual([])
  })

  it('says a price once where it stays', async () => {
    const { cli } = await fleet(CACHED)

    const { stderr } = await cli(`flush ${PETS}`, { answers: [false] })

    expect(stderr).toContain('price: about $29.20 a month, before and after\n')
  })

  it.each(['status', 'doctor', 'flush --yes', 'enable', 'export'])(
    'fails for each of several names that are not there, and says so: %s',
    async (verb) => {
      const { cli, sent } = await fleet(CACHED)
      sent()

      const several = await cli(`${verb} -a nope1 -a nope2 -s prod`)
      const one = await cli(`${verb} -a nope1 -s prod`)
      const stages = await cli(`${verb} -a pets-eu -s nope1 -s nope2`)

      expect(several.stderr).toContain('no REST API "nope1" in us-east-1')
      expect(several.stderr).toContain('no REST API "nope2" in us-east-1')
      expect(stages.stderr).toContain('no stage "nope1" in these APIs')
      expect([several.code, one.code, stages.code]).toEqual([7, 1, 7])
      expect(writes(sent())).toEqual([])
    },
  )

  it('needs --yes where nobody is there to ask, and changes nothing', async () => {
    const { cli, sent } = await fleet(CACHED)

    const { code, stderr } = await cli(`defaults --ttl 60 ${PETS}`)

    expect(stderr).toContain('these stages would change, and there is no terminal to ask on')
    expect(code).toBe(2)
    expect(writes(sent())).toEqual([])
  })

  it('of more than ten needs the number, but for switching caching off', async () => {
    const { cli, sent } = await many(11, CACHED)

    const on = await cli(`defaults --ttl 60 ${PETS} --yes`)
    expect(on.stderr).toContain('repeat with --max-changes 11')
    expect(on.code).toBe(2)
    expect(writes(sent())).toEqual([])

    expect((await cli(`defaults --ttl 60 ${PETS} --yes --max-changes 11`)).code).toBe(0)
    expect((await cli(`override GET /pets --cache off ${PETS} --yes`)).code).toBe(0)
    expect((await cli(`defaults --cache off ${PETS} --yes`)).code).toBe(0)
    expect((await cli(`disable ${PETS} --yes`)).code).toBe(0)
  })

  it('goes on after a stage that does not have the method, or leaves it out', async () => {
    const apis = [api('pets-eu', CACHED, { 'GET /users': MOCK }), api('pets-us', CACHED)]
    const { cli } = await withSandbox({ seed: { apis } })

    const failing = await cli(`override GET /users --ttl 60 ${PETS} --yes -o json`)
    expect(JSON.parse(failing.stdout)).toMatchObject({
      stages: [{ api: { name: 'pets-eu' }, changed: true }],
      failed: [{ target: { api: { name: 'pets-us' } }, message: 'API pets-us has no method GET /users' }],
    })
    expect(failing.code).toBe(7)

    const skipping = await cli(`override GET /users --ttl 90 ${PETS} --yes --skip-missing -o json`)
    expect(JSON.parse(skipping.stdout)).toMatchObject({
      stages: [{ api: { name: 'pets-eu' }, changed: true }],
      failed: [],
    })
    expect(skipping.stderr).toMatch(/left out: stage prod of API pets-us \(\w+\) does not have the method/)
    expect(skipping.code).toBe(0)
  })

  it('never lets --yes accept wrong data, which fails for its stage alone', async () => {
    const apis = [api('pets-eu', { cluster: '0.5' }, { 'GET /pets/{id}': MOCK }), api('pets-us', { cluster: '0.5' })]
    const { cli } = await withSandbox({ seed: { apis } })

    const { code, stdout } = await cli(`defaults --cache on ${PETS} --yes -o json`)

    const { stages, failed } = JSON.parse(stdout)
    expect(stages).toMatchObject([{ api: { name: 'pets-us' }, changed: true }])
    expect(failed).toMatchObject([{ target: { api: { name: 'pets-eu' } } }])
    expect(code).toBe(7)
  })

  it('warns of every stage that a tool manages, before it asks', async () => {
    const tagged = (tags: Readonly<Record<string, string>>): SeedStage => ({ ...CACHED, tags })
    const apis = [
      api('pets-eu', tagged({ 'aws:cloudformation:stack-name': 'pets' })),
      api('pets-us', tagged({ STAGE: 'prod' })),
    ]
    const { cli } = await withSandbox({ seed: { apis } })

    const { stderr } = await cli(`defaults --ttl 60 ${PETS}`, { answers: [false] })

    expect(stderr).toMatch(/^warning: stage prod of API pets-eu \(\w+\): CloudFormation manages this stage/m)
    expect(stderr).toMatch(/^warning: stage prod of API pets-us \(\w+\): Serverless Framework manages this/m)
    expect(stderr.indexOf('manages this stage')).toBeLessThan(stderr.indexOf('all of them?'))
  })

  it('prints all requests of a dry run and sends none', async () => {
    const { cli, sent } = await fleet(CACHED)
    sent()

    const { code, stdout } = await cli(`defaults --ttl 60 ${PETS} --dry-run -o json`)

    expect(JSON.parse(stdout).requests).toMatchObject([{ method: 'PATCH' }, { method: 'PATCH' }])
    expect(writes(sent())).toEqual([])
    expect(code).toBe(0)
  })

  it.each(['defaults', 'override --list', 'keys list'])('is not shown of several: %s', async (command) => {
    const { cli } = await fleet(CACHED)

    const { code, stderr } = await cli(`${command} ${PETS}`)

    expect(stderr).toContain('of one stage are')
    expect(code).toBe(2)
  })
})

describe('a cluster that adds more than $100 a month', () => {
  const bare = () => withSandbox({ seed: { apis: [api('pets', {})] } })

  it('is asked about with both prices, however quiet', async () => {
    const { cli, sent } = await bare()

    const { code, stderr } = await cli('enable --stage prod --size 6.1 -q', { answers: [false] })

    expect(stderr).toContain('account 000000000000, region us-east-1, endpoint http://')
    expect(stderr).toContain('price: about $0.00 a month before, $146.00 after\n')
    expect(stderr).toContain('Provision a cache of 6.1 GB for stage prod? no')
    expect(code).toBe(3)
    expect(writes(sent())).toEqual([])
  })

  it('needs --yes where nobody is there to ask', async () => {
    const { cli, sent } = await bare()

    const refused = await cli('enable --stage prod --size 6.1')
    expect(refused.stderr).toContain('more than $100 a month (price: about $0.00 a month before, $146.00 after)')
    expect(refused.stderr).toContain('repeat with --yes')
    expect(refused.code).toBe(2)
    expect(writes(sent())).toEqual([])

    expect((await cli('enable --stage prod --size 6.1 --yes')).code).toBe(0)
  })

  it('is not asked about where it adds less', async () => {
    const { cli } = await bare()

    expect((await cli('enable --stage prod --size 1.6', { answers: [] })).code).toBe(0)
  })
})
