import { describe, expect, it } from 'vitest'
import type { Seed } from '../../../src/sandbox/index.js'
import { type CliOptions, runCli, withSandbox } from '../../support/cli.js'
import { behind } from '../../support/elsewhere.js'

const stageWith = (stage: Seed['apis'][number]['stages'][string]): Seed => ({
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'pets',
      methods: { 'GET /pets': { integration: { type: 'MOCK' } } },
      stages: { prod: stage },
    },
  ],
})
const EMPTY = stageWith({})
const CACHED = stageWith({ cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } })
const WITH_OVERRIDE = stageWith({
  cluster: '0.5',
  settings: { '*/*': { cachingEnabled: true }, '~1pets/GET': { cachingEnabled: false } },
})

/** With two changes that are safe. */
const SICK = stageWith({
  cluster: '0.5',
  settings: {
    '*/*': { cachingEnabled: true, requireAuthorizationForCacheControl: false },
    'GET /gone': { cacheTtlInSeconds: 5 },
  },
})

const VERBS = [
  ['enable', EMPTY],
  ['enable --no-wait', EMPTY],
  ['disable --yes', CACHED],
  ['resize --size 1.6 --yes', CACHED],
  ['flush --yes', CACHED],
  ['flush --all --yes', CACHED],
  ['defaults --ttl 60', CACHED],
  ['override GET /pets --ttl 60', CACHED],
  ['override GET /pets --remove --yes', WITH_OVERRIDE],
  ['keys add GET /pets querystring.type', CACHED],
  ['keys add GET /pets querystring.type --deploy --yes', CACHED],
  ['doctor --fix --yes', SICK],
] as const

const json = (status: number, body: string) => ({ status, body })
const FAULTS = {
  'an expired session': json(
    403,
    '{"__type":"ExpiredTokenException","message":"The security token included in the request is expired"}',
  ),
  'a denial': json(403, '{"__type":"AccessDeniedException","message":"not authorized"}'),
  'a page': { status: 200, body: '<!doctype html><title>Sign in</title>', type: 'text/html' },
  'a page of a firewall': { status: 403, body: '<!doctype html><title>No</title>', type: 'text/html' },
  'an empty text': json(200, '""'),
  'an empty list': json(200, '[]'),
  null: json(200, 'null'),
  'an empty object': json(200, '{}'),
  'an empty body': json(200, ''),
  'an answer cut off': json(200, '{"stageName": "pr'),
  'a server error': json(502, ''),
} as const

/** Every way to say that something was sent. */
const SAYS_SO = /AWS has accepted|may have been made|a change was sent|the keys are written|AWS accepted/
const DENIES = /nothing was (changed|flushed|sent)|nothing to (remove|flush|change)|nothing is billed|no cache/i

/** Runs a verb; from the `from`th request after the first accepted write on, the endpoint answers with the fault. */
async function run(verb: string, seed: Seed, fault: keyof typeof FAULTS, from: number, options?: CliOptions) {
  const bench = await withSandbox({ seed })
  let since: number | null = null
  const endpoint = await behind(bench, async ({ method, path, forward }) => {
    if (since !== null && since++ >= from) return FAULTS[fault]
    const answer = await forward()
    // Position -1: the answer to the write itself.
    if (since === null && method !== 'GET' && path.startsWith('/restapis') && answer.status < 300) {
      since = 0
      if (from < 0) return FAULTS[fault]
    }
    return answer
  })
  const ran = await runCli(`${verb} --stage prod`, bench.clock, endpoint, options)
  return { ...ran, written: since !== null }
}

const cases = VERBS.flatMap(([verb, seed]) =>
  (Object.keys(FAULTS) as (keyof typeof FAULTS)[])
    .filter((fault) => !['an empty list', 'null'].includes(fault))
    .map((fault) => ({ verb, seed, fault })),
)

describe('what was sent is never denied', () => {
  it.each(cases)('$verb, then $fault', async ({ verb, seed, fault }) => {
    for (const from of [-1, 0, 2]) {
      const { code, stdout, stderr, written } = await run(verb, seed, fault, from)

      expect(written).toBe(true)
      const refused = from < 0 && FAULTS[fault].status === 403 && !('type' in FAULTS[fault])
      // A refusal is believed, and a verb that needs no further answer has succeeded.
      if (refused || code === 0) continue
      expect(stderr, `from ${from}`).toMatch(SAYS_SO)
      expect(stderr, `from ${from}`).not.toMatch(DENIES)
      expect(stderr).toMatch(/apigw-cache (status|wait|keys list|keys add) .*--api aaaaaaaaaa/)
      expect(stdout).toBe('')
      expect(code, `from ${from}`).not.toBe(70)
    }
  })

  it('tells the state when last seen', async () => {
    const { code, stderr } = await run('enable', EMPTY, 'an expired session', 2)

    expect(code).toBe(4)
    expect(stderr).toContain(
      'error: the AWS session has expired; AWS has accepted the change, and stage prod of API pets was CREATE_IN_PROGRESS when last seen',
    )
    expect(stderr).toContain('apigw-cache status --api aaaaaaaaaa --stage prod --region us-east-1')
  })

  it('and the one before the change where none could be read after it', async () => {
    const { stderr } = await run('enable', EMPTY, 'a page', 0)

    expect(stderr).toContain(
      'AWS has accepted the change, and the state of stage prod of API pets could not be read any more (before, it was NOT_AVAILABLE)',
    )
  })

  it('and what was not sent is not claimed: Ctrl-C before the second attempt after a 429', async () => {
    const bench = await withSandbox({ seed: EMPTY })
    bench.sandbox.faults.next = [{ kind: 'throttle', method: 'PATCH' }]

    const { code, stderr } = await bench.cli('enable --stage prod -v', { interruptAt: '> throttled' })

    expect(code).toBe(130)
    expect(stderr).toContain('error: interrupted: nothing was changed')
    expect(bench.sandbox.requests().filter(({ method }) => method === 'PATCH')).toHaveLength(1)
  })

  it.each(VERBS)('%s, then a full disk where the result goes', async (verb, seed) => {
    const bench = await withSandbox({ seed })

    for (const output of ['table', 'json']) {
      const { code, stderr } = await bench.cli(`${verb} --stage prod -o ${output}`, { fullAfter: 0 })

      expect(stderr).toMatch(/the result could not be written: the disk is full/)
      expect(code).toBe(1)
      // Nothing was left to do for the second run, but where a verb acts every time.
      if (output === 'json' && !verb.startsWith('flush')) continue
      expect(stderr).toMatch(
        /; AWS has accepted the change, and (stage prod of API pets was [A-Z_]+ when last seen|the state of stage prod of API pets was not read since)/,
      )
      expect(stderr).toContain('apigw-cache status --api aaaaaaaaaa --stage prod --region us-east-1')
      if (output === 'json') expect(JSON.parse(stderr)).toMatchObject({ error: { kind: 'failure' } })
    }
  })

  it('and a dry run, or one that changed nothing, claims nothing on a full disk either', async () => {
    const { cli } = await withSandbox({ seed: CACHED })

    for (const verb of ['enable', 'disable --dry-run', 'status']) {
      const { stderr } = await cli(`${verb} --stage prod`, { fullAfter: 0 })

      expect(stderr).toContain('the result could not be written: the disk is full')
      expect(stderr).not.toMatch(SAYS_SO)
    }
  })

  it('and a dry run claims nothing', async () => {
    const bench = await withSandbox({ seed: EMPTY })
    let reads = 0
    const endpoint = await behind(bench, async ({ forward }) =>
      ++reads > 4 ? FAULTS['an expired session'] : forward(),
    )

    const { stderr } = await runCli('enable --stage prod --dry-run', bench.clock, endpoint)

    expect(stderr).not.toMatch(SAYS_SO)
  })
})

describe('an empty answer is no answer', () => {
  it.each(['an empty text', 'an empty object'] as const)('and not "there is none": %s', async (fault) => {
    for (const [verb, seed] of VERBS) {
      const bench = await withSandbox({ seed })
      for (const part of ['/stages/prod', '/exports/oas30', '/stages', '/resources', '']) {
        const endpoint = await behind(bench, async ({ method, path, forward }) =>
          method === 'GET' && path.endsWith(`aaaaaaaaaa${part}`) ? FAULTS[fault] : forward(),
        )
        const { code, stdout } = await runCli(
          `${verb} --api aaaaaaaaaa --stage prod --dry-run -o json`,
          bench.clock,
          endpoint,
        )
        expect([0, 1], `${verb} ${part}`).toContain(code)
        if (code === 0) expect(JSON.parse(stdout)).toHaveProperty('requests')
      }
    }
  })

  it.each(['enable', 'disable --yes', 'flush --yes', 'status', 'defaults'])(
    'and one that does not say whether there is a cluster is none either: %s',
    async (verb) => {
      const bench = await withSandbox({ seed: CACHED })
      const endpoint = await behind(bench, async ({ method, path, forward }) =>
        method === 'GET' && path.includes('/stages')
          ? json(200, '{"stageName":"prod","item":[{"stageName":"prod"}]}')
          : forward(),
      )

      const { code, stdout, stderr } = await runCli(`${verb} --api aaaaaaaaaa --stage prod`, bench.clock, endpoint)

      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toContain('the answer to GetStage has no cacheClusterStatus')
      expect(bench.sent().filter((one) => /Update|Flush|Create|Delete/.test(one))).toEqual([])
    },
  )

  it('is asked for again, and one in between does not matter', async () => {
    const bench = await withSandbox({ seed: CACHED })
    let looks = 0
    const endpoint = await behind(bench, async ({ method, path, forward }) =>
      method === 'GET' && path.endsWith('/stages/prod') && ++looks % 2 === 1 ? FAULTS['an empty object'] : forward(),
    )

    const { code, stdout } = await runCli('disable --stage prod --yes -o json', bench.clock, endpoint)

    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ changed: true, cluster: { enabled: false } })
  })
})
