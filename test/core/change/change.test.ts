import { describe, expect, it } from 'vitest'
import type { FaultAnswer, Seed } from '../../../src/sandbox/index.js'
import { type Bench, runCli, withSandbox } from '../../support/cli.js'
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

interface Writing {
  readonly verb: string
  readonly seed: Seed
  readonly method: 'PATCH' | 'DELETE'
  readonly operation: string
  readonly cluster: { readonly status: string; readonly size: string | null }
  /** No change of that kind is over before. */
  readonly leastMs: number
}

const WRITES: readonly Writing[] = [
  {
    verb: 'enable --size 1.6',
    seed: EMPTY,
    method: 'PATCH',
    operation: 'UpdateStage',
    cluster: { status: 'AVAILABLE', size: '1.6' },
    leastMs: 240_000,
  },
  {
    verb: 'disable --yes',
    seed: CACHED,
    method: 'PATCH',
    operation: 'UpdateStage',
    cluster: { status: 'NOT_AVAILABLE', size: null },
    leastMs: 240_000,
  },
  {
    verb: 'resize --size 1.6 --yes',
    seed: CACHED,
    method: 'PATCH',
    operation: 'UpdateStage',
    cluster: { status: 'AVAILABLE', size: '1.6' },
    leastMs: 240_000,
  },
  {
    verb: 'flush --yes',
    seed: CACHED,
    method: 'DELETE',
    operation: 'FlushStageCache',
    cluster: { status: 'AVAILABLE', size: '0.5' },
    leastMs: 120_000,
  },
]

/** Every request of this operation, with its HTTP status; 0 where the connection was cut. */
function answersTo({ sandbox }: Bench, operation: string): number[] {
  return sandbox
    .requests()
    .filter((one) => one.operation === operation)
    .map(({ status }) => status)
}

const run = (bench: Bench, verb: string) => bench.cli(`${verb} --stage prod --api pets -o json -v`)

describe('a write that meets trouble', () => {
  const cases = WRITES.flatMap((write) =>
    (
      [
        ['conflict', 'conflict', [409, 409]],
        ['throttle', 'throttled', [429, 429]],
        ['error', 'server', [500, 500]],
        ['reset', 'lost', [0, 0]],
      ] as const
    ).map(([kind, trouble, failed]) => ({ ...write, kind, trouble, failed })),
  )

  it.each(cases)('gets through two times $kind: $verb', async ({ kind, trouble, failed, ...write }) => {
    const bench = await withSandbox({ seed: write.seed })
    const fault: FaultAnswer = { kind, method: write.method }
    bench.sandbox.faults.next = [fault, fault]

    const { code, stdout, stderr } = await run(bench, write.verb)

    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ changed: true, cluster: write.cluster })
    expect(JSON.parse(stdout).waitedMs).toBeGreaterThanOrEqual(write.leastMs)
    const answers = answersTo(bench, write.operation)
    expect(answers.slice(0, -1)).toEqual(failed)
    expect([200, 202]).toContain(answers.at(-1))
    expect(stderr).toContain(`> ${trouble}: attempt 1 failed, next in `)
    expect(stderr).toContain(`> ${trouble}: attempt 2 failed, next in `)
  })

  it.each(WRITES)('is not repeated when its answer was lost after it took effect: $verb', async (write) => {
    const bench = await withSandbox({ seed: write.seed })
    bench.sandbox.faults.next = [{ kind: 'lost', method: write.method }]

    const { code, stdout, stderr } = await run(bench, write.verb)

    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ changed: true, cluster: write.cluster })
    expect(JSON.parse(stdout).waitedMs).toBeLessThan(write.leastMs + 15_000)
    expect(answersTo(bench, write.operation)).toEqual([0])
    expect(stderr).toContain('> lost: attempt 1 failed')
  })

  it.each(WRITES)('may have been made although AWS answered 502, and is not repeated: $verb', async (write) => {
    const bench = await withSandbox({ seed: write.seed })
    let answers = 0
    const endpoint = await behind(bench, async ({ method, forward }) => {
      const answer = await forward()
      if (method !== write.method || answers++ > 0) return answer
      return { status: 502, body: '' }
    })

    const { code, stdout } = await runCli(`${write.verb} --stage prod -o json`, bench.clock, endpoint)

    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ changed: true, cluster: write.cluster })
    expect(JSON.parse(stdout).waitedMs).toBeLessThan(write.leastMs + 15_000)
    expect(answersTo(bench, write.operation)).toHaveLength(1)
  })

  it.each(WRITES)('is not repeated with --no-wait either: $verb', async (write) => {
    const bench = await withSandbox({ seed: write.seed })
    bench.sandbox.faults.next = [{ kind: 'lost', method: write.method }]

    const { code, stdout } = await run(bench, `${write.verb} --no-wait`)

    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ changed: true })
    expect(answersTo(bench, write.operation)).toEqual([0])
  })

  it('flushes again where the flush that runs is not its own', async () => {
    const bench = await withSandbox({ seed: CACHED })
    await bench.cli('flush --stage prod --yes --no-wait')
    bench.sandbox.clearRequests()

    await run(bench, 'flush --yes')

    expect(answersTo(bench, 'FlushStageCache')).toEqual([202])
  })

  it.each(WRITES)('waits as long as Retry-After says: $verb', async (write) => {
    const bench = await withSandbox({ seed: write.seed })
    bench.sandbox.faults.next = [{ kind: 'throttle', method: write.method, retryAfterSeconds: 17 }]

    const { code, stderr } = await run(bench, write.verb)

    expect(code).toBe(0)
    expect(stderr).toContain('> throttled: attempt 1 failed, next in 17000 ms')
    expect(bench.clock.sleeps).toContain(17_000)
  })

  it.each(WRITES)('ends at --timeout with exit 5 while AWS goes on refusing: $verb', async (write) => {
    const bench = await withSandbox({ seed: write.seed })
    bench.sandbox.faults.next = Array.from({ length: 1000 }, () => ({
      kind: 'conflict',
      method: write.method,
    }))
    const started = bench.clock.now()

    const { code, stdout, stderr } = await bench.cli(`${write.verb} --stage prod --timeout 2m`)

    expect(code).toBe(5)
    expect(stdout).toBe('')
    expect(stderr).toContain('error: stage prod of API pets is still busy with another change')
    expect(stderr).toContain('apigw-cache status --api aaaaaaaaaa --stage prod --region us-east-1')
    expect(bench.clock.now() - started).toBeLessThanOrEqual(120_000)
    expect(bench.clock.now() - started).toBeGreaterThan(95_000)
  })

  it('says after a refusal that repeats cannot mend what AWS answered, once', async () => {
    const bench = await withSandbox({ seed: EMPTY })
    bench.sandbox.faults.next = Array.from({ length: 1000 }, () => ({ kind: 'throttle', method: 'PATCH' }))
    const started = bench.clock.now()

    const { code, stderr } = await bench.cli('enable --stage prod --timeout 20s')

    expect(code).toBe(1)
    expect(stderr).toContain('error: AWS refused: Too Many Requests')
    expect(bench.clock.now() - started).toBeLessThanOrEqual(20_000)
  })
})

describe('a read that meets trouble', () => {
  it.each(['throttle', 'error', 'reset', 'lost'] as const)('status gets through %s', async (kind) => {
    const bench = await withSandbox({ seed: CACHED })
    bench.sandbox.faults.next = [{ kind }, { kind }, { kind }]

    const { code, stdout, stderr } = await run(bench, 'status')

    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ cluster: { status: 'AVAILABLE' } })
    expect(stderr.match(/> \w+: attempt \d failed, next in \d+ ms/g)).toHaveLength(3)
  })

  it('is borne for a minute, then reported', async () => {
    const bench = await withSandbox({ seed: CACHED })
    bench.sandbox.faults.next = Array.from({ length: 1000 }, () => ({ kind: 'error' }))
    const started = bench.clock.now()

    const { code, stdout, stderr } = await bench.cli('status --stage prod')

    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain('error: AWS refused')
    expect(bench.clock.now() - started).toBeLessThanOrEqual(60_000)
  })

  it.each(['doctor', 'defaults', 'defaults --ttl 60', 'override --list', 'override GET /pets --ttl 60', 'keys list'])(
    'is borne for no longer by a verb without --timeout: %s',
    async (verb) => {
      const bench = await withSandbox({ seed: CACHED })
      bench.sandbox.faults.next = Array.from({ length: 1000 }, () => ({ kind: 'error', method: 'GET' }))
      const started = bench.clock.now()

      const { code } = await bench.cli(`${verb} --stage prod`)

      expect(code).toBe(1)
      expect(bench.clock.now() - started).toBeLessThanOrEqual(60_000)
    },
  )

  it.each(WRITES)('while it waits does not end the wait: $verb', async (write) => {
    const bench = await withSandbox({ seed: write.seed })
    bench.sandbox.faults.next = [{ kind: 'lost', method: write.method }]
    const troubled = bench.cli(`${write.verb} --stage prod --api pets -o json`)
    bench.sandbox.faults.next.push(...Array.from({ length: 6 }, () => ({ kind: 'reset', method: 'GET' }) as const))

    const { code, stdout } = await troubled

    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ changed: true, cluster: write.cluster })
  })
})

describe('--timeout', () => {
  it('does not count the time that a person takes for an answer', async () => {
    const bench = await withSandbox({ seed: CACHED })
    bench.sandbox.faults.next = [{ kind: 'reset', method: 'PATCH' }]

    const { code, stderr } = await bench.cli('disable --api pets --stage prod --timeout 10m', {
      answers: [true],
      whileAsked: () => bench.clock.advance(3_600_000),
    })

    expect(stderr).not.toContain('error')
    expect(code).toBe(0)
  })
})
