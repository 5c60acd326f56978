import { describe, expect, it } from 'vitest'
import type { Seed } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'

const ACCOUNT = '111111111111'
const api = (region: string, name: string): Seed['apis'][number] => ({
  accountId: ACCOUNT,
  region,
  name,
  methods: { 'GET /pets/{id}': { integration: { type: 'MOCK' } } },
  // Cached without the path parameter in the key, which doctor calls an error.
  stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } }, dev: {} },
})
const SEED: Seed = { apis: [api('us-east-1', 'pets'), api('eu-west-1', 'shop')] }
const TARGETS = [
  ['us-east-1', 'pets', 'prod'],
  ['us-east-1', 'pets', 'dev'],
  ['eu-west-1', 'shop', 'prod'],
]
  .map(([region, name, stage]) => JSON.stringify({ account: ACCOUNT, region, api: name, stage }))
  .join('\n')

async function resumed() {
  const { cli } = await withSandbox({ seed: SEED })
  const written = new Map<string, string>()
  const run = (command: string) => {
    const r = written.get('r')
    const files = { t: TARGETS, ...(r === undefined ? {} : { r }) }
    return cli(`${command} --resume r`, { env: { AWS_ACCESS_KEY_ID: ACCOUNT }, files, written })
  }
  return { run, outcomes: () => (written.get('r') ?? '').match(/"outcome":"\w+"/g)?.toSorted() }
}

describe('--resume', () => {
  it.each([
    'doctor --targets t --fail-on error',
    'doctor --regions us-east-1,eu-west-1 --fail-on error',
    'status --targets t --fail-if status=AVAILABLE',
    'status --regions us-east-1,eu-west-1 --fail-if status=AVAILABLE',
  ])('remembers that the answer was a no: %s', async (command) => {
    const { run, outcomes } = await resumed()
    expect((await run(command)).code).toBe(6)
    expect(outcomes()?.filter((one) => one.includes('negative'))).toHaveLength(2)

    const again = await run(command)

    expect(again).toMatchObject({ code: 6 })
    expect(again.stderr).toMatch(/\d stages left out, done before; the answer was a no for .* prod, .* prod\n/)
    expect((await run(`${command} -o json`)).code).toBe(6)
  })

  it.each(['-o json', '-o table', '-o ndjson'])('says what is left out, and shows nothing: %s', async (output) => {
    const { run } = await resumed()
    expect((await run(`doctor --targets t --fail-on warning ${output}`)).code).toBe(6)
    await run(`status --targets t ${output}`)

    const { code, stderr, stdout } = await run(`status --targets t ${output}`)

    expect(code).toBe(0)
    expect(stderr).toBe('3 stages left out, done before\n')
    if (output === '-o ndjson') expect(stdout).toBe('')
    const doctor = await run(`doctor --targets t --fail-on warning ${output}`)
    expect(doctor.stdout).toBe(output === '-o json' ? stdout : '')
  })

  it('judges again where the condition is another', async () => {
    const { run } = await resumed()
    await run('status --targets t --fail-if status=AVAILABLE')

    const other = await run('status --targets t --fail-if status=DELETE_IN_PROGRESS -o ndjson')

    expect(other).toMatchObject({ code: 0, stderr: '' })
    expect(other.stdout.trim().split('\n')).toHaveLength(3)
  })

  it.each([
    ['list --targets t', '3 stages left out, done before'],
    ['list --regions us-east-1,eu-west-1', '2 regions left out, done before'],
    ['list --regions us-east-1', '1 region left out, done before'],
  ])('says what is left out: %s', async (command, note) => {
    const { run } = await resumed()
    await run(command)

    expect((await run(command)).stderr).toContain(note)
  })
})

describe('a resume file for which the disk is full', () => {
  it('is told once, and what was done to the stages is shown as done', async () => {
    const { cli } = await withSandbox({ seed: SEED })

    const { code, stdout, stderr } = await cli('flush --targets t --resume r --yes -o json', {
      env: { AWS_ACCESS_KEY_ID: ACCOUNT },
      files: { t: TARGETS },
      isFull: (text) => text.includes('outcome'),
    })

    expect(JSON.parse(stdout).failed).toEqual([])
    expect(JSON.parse(stdout).stages.map(({ changed }: { changed: boolean }) => changed)).toEqual([true, false, true])
    expect(stderr.match(/warning: "r" cannot be written/g)).toHaveLength(1)
    expect(stderr).toContain('another run will repeat what is not noted there')
    expect(code).toBe(1)
  })
})

describe('rows of many stages', () => {
  it.each(['doctor', 'status --methods'])(
    'are printed as they come, and only then noted as done: %s',
    { timeout: 60_000 },
    async (verb) => {
      const names = Array.from({ length: 12 }, (_, at) => `s${String(at).padStart(2, '0')}`)
      const stages = Object.fromEntries(names.map((name) => [name, { settings: { '*/*': { cachingEnabled: true } } }]))
      const one = { ...api('us-east-1', 'pets'), stages }
      const { cli } = await withSandbox({ seed: { apis: [one] } })
      const written = new Map<string, string>()
      const t = names
        .map((stage) => JSON.stringify({ account: ACCOUNT, region: 'us-east-1', api: 'pets', stage }))
        .join('\n')
      const run = (more: { readonly interruptAt?: string }) => {
        const files = { t, r: written.get('r') ?? '' }
        const command = `${verb} --targets t -o ndjson --resume r --verbose`
        return cli(command, { env: { AWS_ACCESS_KEY_ID: ACCOUNT }, files, written, ...more })
      }
      const rowsIn = (stdout: string) => new Set(stdout.match(/"stage":"s\d+"/g))

      const first = await run({ interruptAt: '/stages/s11/exports' })
      const noted = rowsIn(written.get('r') ?? '')
      expect(first.code).toBe(130)
      expect(noted.size).toBeGreaterThan(0)
      expect(noted.size).toBeLessThan(12)
      expect(rowsIn(first.stdout)).toEqual(noted)

      const second = await run({})
      expect(second.code).toBe(0)
      const both = new Set([...noted, ...rowsIn(second.stdout)])
      expect(both.size).toBe(12)
      expect(noted.size + rowsIn(second.stdout).size).toBe(12)
    },
  )
})

describe('stages of a tag that nothing has', () => {
  it.each([
    ['--tag team=none', 'there is no stage with the tag team=none in any REST API of us-east-1'],
    ['--tag team --regions us-east-1,eu-west-1', 'there is no stage with the tag team in any REST API of 2 regions'],
    ['--tag team=a --tag team=b', 'there is no stage with the tags team=a, team=b in any REST API of us-east-1'],
  ])('are named by it: %s', async (flags, message) => {
    const { run } = await resumed()

    const { code, stderr } = await run(`status ${flags}`)

    expect(code).toBe(1)
    expect(stderr).toContain(message)
  })
})

describe('a region beside all that is not one', () => {
  it.each([
    ['list', 'nowhere-9'],
    ['status', 'us-west-9'],
    ['status', 'me-south-1'],
  ])('fails, and the others go on: %s', async (verb, region) => {
    const { run } = await resumed()

    const { code, stderr, stdout } = await run(`${verb} --regions all,${region} -o json`)

    const message = `region ${region} is not switched on in account ${ACCOUNT}`
    expect(JSON.parse(stdout).failed).toEqual([{ target: { account: ACCOUNT, region }, message }])
    expect(JSON.parse(stdout).stages).toHaveLength(4)
    expect(stderr.replace(/\s+/g, ' ')).toContain(`warning: ${ACCOUNT} ${region}: ${message}`)
    expect(code).toBe(7)
  })

  it('is no fault where it is one of them, or left out', async () => {
    const { run } = await resumed()

    const { code, stdout } = await run('list --regions all,us-east-1,nowhere-9 --exclude-region nowhere-9 -o json')

    expect(code).toBe(0)
    expect(JSON.parse(stdout).failed).toEqual([])
  })
})
