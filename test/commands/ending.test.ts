import { describe, expect, it } from 'vitest'
import type { Seed, SeedMethod } from '../../src/sandbox/index.js'
import { type CliOptions, type Ran, withSandbox } from '../support/cli.js'
import { behind } from '../support/elsewhere.js'

const MOCK: SeedMethod = { integration: { type: 'MOCK' } }
const PETS: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-pets' }, keys: ['path.id'] }
const seedOf = (stage: Seed['apis'][number]['stages'][string]): Seed => ({
  apis: [
    {
      ...{ id: 'aaaaaaaaaa', name: 'pets' },
      methods: { 'GET /pets/{id}': PETS, 'GET /users': MOCK },
      stages: { prod: stage },
    },
  ],
})
const CACHED = seedOf({ cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } })
/** With two changes that are safe. */
const SICK = seedOf({
  cluster: '0.5',
  settings: {
    '*/*': { cachingEnabled: true, requireAuthorizationForCacheControl: false },
    'GET /gone': { cacheTtlInSeconds: 5 },
  },
})
/** So many that one request does not hold them. */
const STRAYS = seedOf({
  cluster: '0.5',
  settings: Object.fromEntries(Array.from({ length: 90 }, (_, at) => [`gone/${at}/GET`, { cacheTtlInSeconds: 5 }])),
})
const file = (stage: object) => ({
  'apigw-cache.yaml': JSON.stringify({ version: 1, stages: [{ api: 'pets', stage: 'prod', ...stage }] }),
})
const KEYED = { 'GET /users': { ttl: 60, keys: ['querystring.type'] } }

interface Case extends Pick<CliOptions, 'files' | 'stdin'> {
  readonly verb: string
  readonly seed: Seed
  /** At least so many writes. */
  readonly writes: number
}

const CASES: readonly Case[] = [
  { verb: 'enable --stage prod', seed: seedOf({}), writes: 1 },
  { verb: 'disable --stage prod --yes', seed: CACHED, writes: 1 },
  { verb: 'resize --stage prod --size 1.6 --yes', seed: CACHED, writes: 1 },
  { verb: 'defaults --stage prod --ttl 60', seed: CACHED, writes: 1 },
  { verb: 'keys add GET /users querystring.type --stage prod --deploy --yes', seed: CACHED, writes: 3 },
  { verb: 'keys add GET /users querystring.type --stage prod', seed: CACHED, writes: 2 },
  { verb: 'override --clean-strays --stage prod --yes', seed: STRAYS, writes: 2 },
  { verb: 'doctor --fix --stage prod --yes', seed: SICK, writes: 2 },
  { verb: 'flush --all --stage prod --yes', seed: CACHED, writes: 2 },
  { verb: 'flush --then-warm - --stage prod --yes', stdin: '/pets/1\n', seed: CACHED, writes: 1 },
  { verb: 'verify /pets/1 --flush --expiry --samples 3 --stage prod --yes', seed: CACHED, writes: 1 },
  {
    verb: 'apply --yes --deploy --deploy-all --accept-unkeyed all',
    files: file({ cache: '1.6', settings: { caching: true, ttl: 120 }, methods: KEYED }),
    ...{ seed: CACHED, writes: 6 },
  },
  {
    verb: 'apply --yes --deploy --deploy-all --accept-unkeyed all -o json',
    files: file({ methods: KEYED }),
    ...{ seed: CACHED, writes: 4 },
  },
]

const DENIAL = {
  status: 403,
  body: '{"__type":"AccessDeniedException","message":"User is not authorized to perform: apigateway:PATCH"}',
}
/** A test-invoke is none. */
const WRITE = /^(PATCH|DELETE) |^POST .*\/deployments$/

/** What happens from the `at`th write on. */
const FAULTS = {
  'is denied': async () => DENIAL,
  'gets no answer that can be read': async () => ({ status: 502, body: '' }),
  'is interrupted': async ({ interrupt, forward }: Hands) => {
    interrupt.abort()
    return forward()
  },
  'meets a bug': async ({ crash, interrupt, forward }: Hands) => {
    const answer = await forward()
    crash(new TypeError('nobody thought of this'))
    interrupt.abort()
    return answer
  },
} as const

interface Hands {
  readonly interrupt: AbortController
  readonly crash: (error: unknown) => void
  readonly forward: () => Promise<{ readonly status: number; readonly body: string }>
}

/** Runs a verb whose `at`th write, and every one after it, meets the fault. */
async function run({ verb, seed, files, stdin }: Case, at: number, fault: keyof typeof FAULTS) {
  const bench = await withSandbox({ seed })
  const interrupt = new AbortController()
  let crash: (error: unknown) => void = () => {}
  const crashed = new Promise<never>((_, reject) => {
    crash = reject
  })
  let count = 0
  let accepted = 0
  const env = await behind(bench, async ({ method, path, forward }) => {
    const isWrite = WRITE.test(`${method} ${path}`)
    if (isWrite && ++count >= at) return FAULTS[fault]({ interrupt, crash, forward })
    // What cannot be read stays so.
    if (count >= at && fault === 'gets no answer that can be read') return { status: 502, body: '' }
    const answer = await forward()
    if (isWrite && answer.status < 300) accepted++
    return answer
  })
  const ran = await bench.cli(verb, {
    ...{ env, interrupt, crashed },
    ...(files ? { files } : {}),
    ...(stdin === undefined ? {} : { stdin }),
  })
  await bench.sandbox.close()
  return { ...ran, isOver: count < at, accepted }
}

/** Every way to say that something was sent. */
const SAYS_SO =
  /AWS has accepted|may have been made|a change was sent|a flush was sent|the keys are written|the cache was flushed/
const DENIES = /nothing was (changed|flushed|sent)|nothing but their entries|nothing to (remove|flush|change)/
const SEEN =
  /(is|was) [A-Z_]+( when last seen)?|could not be read any more|was not read since|still [A-Z_]+|the cache was flushed/
const LOOKS = /apigw-cache (status|wait|keys list|keys add) .*--api aaaaaaaaaa/

function expectTold({ stdout, stderr }: Ran, after: string): void {
  const said = `${stdout}\n${stderr}`
  expect(said, after).toMatch(SAYS_SO)
  expect(said, after).toMatch(SEEN)
  expect(stderr, after).toMatch(LOOKS)
  expect(stderr, after).not.toMatch(DENIES)
}

describe.each(CASES)('what $verb has sent is never denied', (one) => {
  it.each(Object.keys(FAULTS) as (keyof typeof FAULTS)[])('when a write %s', async (fault) => {
    let last = 0
    for (let at = 1; last < 50; at++) {
      const ran = await run(one, at, fault)
      if (ran.isOver) break
      last = at
      const after = `write ${at}: ${ran.stdout}${ran.stderr}`
      expect(ran.code, after).not.toBe(0)
      if (fault === 'meets a bug') {
        expect(ran.code, after).toBe(70)
        expect(ran.stderr).toContain('nobody thought of this')
      }
      if (fault === 'is interrupted') expect(ran.code, after).toBe(130)
      const isSent = ran.accepted > 0 || fault !== 'is denied'
      if (isSent) expectTold(ran, after)
      else expect(`${ran.stdout}${ran.stderr}`, after).not.toMatch(SAYS_SO)
    }
    expect(last).toBeGreaterThanOrEqual(one.writes)
  })

  it('when the disk is full where the result goes', async () => {
    const { verb, seed, files = {}, stdin = '' } = one
    const bench = await withSandbox({ seed })

    const ran = await bench.cli(verb, { files, stdin, fullAfter: 0 })

    expect(ran.stderr).toContain('the result could not be written: the disk is full')
    expectTold({ ...ran, stdout: '' }, ran.stderr)
  })
})

it('the state that is told is the last one that was read: verify --flush on a full disk', async () => {
  const bench = await withSandbox({ seed: CACHED })

  const { stderr } = await bench.cli('verify /pets/1 --flush --stage prod --yes', { fullAfter: 0 })

  expect(stderr).toContain(
    'the disk is full; AWS has accepted the change, and stage prod of API pets was AVAILABLE when last seen; ',
  )
})
