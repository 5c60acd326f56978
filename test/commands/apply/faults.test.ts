import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Seed } from '../../../src/sandbox/index.js'
import { seededRandom } from '../../../src/sandbox/world/random.js'
import type { Bench } from '../../support/cli.js'
import { behind } from '../../support/elsewhere.js'
import { hunt, patience } from '../../support/hunt.js'
import { type Keyed, withObservedSandbox } from '../../support/observer.js'
import { anyFile, anySeed } from '../../support/stages.js'

const APPLY = 'apply -f file.yaml --yes --deploy --deploy-all --accept-unkeyed all -o json'
const CHECK = 'plan -f file.yaml --check -o json'
const REF = { apiId: '0123456789', stage: 'prod' }

interface FileData {
  readonly version: number
  readonly stages: readonly {
    readonly api: string
    readonly stage: string
    readonly methods?: Readonly<Record<string, { readonly keys?: readonly string[] }>>
  }[]
}

/** The keys that the file gives to methods. */
function keyedBy({ stages }: FileData): Keyed {
  const methods = stages.flatMap((stage) => Object.entries(stage.methods ?? {}))
  return Object.fromEntries(methods.map(([name, { keys = [] }]) => [name, keys]))
}

const THROTTLED = { status: 429, body: '{"__type":"TooManyRequestsException","message":"Too Many Requests"}' }
const BROKEN = { status: 500, body: '{"message":"Internal server error"}' }

/** One of three files, each onto a stage that needs every phase for it. */
const CASES: readonly (readonly [string, Seed, FileData])[] = [
  ['a stage that gets everything', seedOf({}), fileOf({ cache: '0.5', settings: { caching: true } })],
  [
    'a stage whose keys change under a running cache',
    seedOf({ cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } }),
    fileOf({ cache: '1.6', settings: { caching: true, ttl: 60, encrypted: true } }),
  ],
  [
    'a stage that loses its cache',
    seedOf({
      cluster: '0.5',
      settings: { '*/*': { cachingEnabled: true }, 'GET /': { cacheTtlInSeconds: 9 } },
    }),
    fileOf({ cache: false, settings: { caching: false }, prune: true }),
  ],
]

function seedOf(stage: Seed['apis'][number]['stages'][string]): Seed {
  const mock = { integration: { type: 'MOCK' as const } }
  const authorizer = {
    name: 'tenants',
    type: 'REQUEST' as const,
    identitySource: 'method.request.header.X-Tenant',
  }
  const methods = { 'GET /': mock, 'GET /pets/{id}': mock, 'GET /pets': { ...mock, authorizer } }
  return { apis: [{ id: REF.apiId, name: 'pets', methods, stages: { prod: stage } }] }
}

function fileOf(stage: object): FileData {
  const methods = {
    'GET /pets/{id}': { ttl: 30, keys: ['path.id'] },
    'GET /pets': { keys: ['querystring.type', 'header.X-Tenant'] },
  }
  return { version: 1, stages: [{ api: 'pets', stage: 'prod', methods, ...stage }] }
}

/** Milliseconds: each runs the whole program dozens of times. */
const LONG = patience(180_000)

describe('apply, killed after any of its requests', { timeout: LONG }, () => {
  it.each(CASES)('is finished by the next: %s', async (_, seed, file) => {
    const files = { 'file.yaml': JSON.stringify(file) }
    let isWhole = false
    for (let last = 1; !isWhole; last++) {
      const bench = await withObservedSandbox({ seed }, keyedBy(file))
      let count = 0
      const env = await behind(bench, async ({ forward }) => {
        count += 1
        if (count > last) throw new Error('the process is gone')
        const answer = await forward()
        // What it would have been told, it does not hear any more.
        if (count === last) throw new Error('the process is gone')
        return answer
      })
      const killed = await bench.cli(`${APPLY} --timeout 1s`, { files, env })
      isWhole = count <= last && killed.code !== 70
      const again = await bench.cli(APPLY, { files })
      expect(again, `after request ${last}: ${again.stderr}`).toMatchObject({ code: 0 })
      expect(await bench.cli(CHECK, { files }), `after request ${last}`).toMatchObject({ code: 0 })
      expect(bench.cameToBeShared(), `after request ${last}`).toEqual([])
      await bench.sandbox.close()
      if (last > 100) throw new Error('it never ends')
    }
  })
})

describe('apply under throttling, server errors and lost connections', { timeout: LONG }, () => {
  it('converges, and never lets two callers share an entry on the way', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, anyFile, fc.nat(), async (seed, file, chance) => {
        const bench = await withObservedSandbox({ seed }, keyedBy(JSON.parse(JSON.stringify(file))))
        const env = await faulty(bench, chance)
        const files = { 'file.yaml': JSON.stringify(file) }
        const applied = await bench.cli(APPLY, { files, env })
        expect(applied, applied.stderr).toMatchObject({ code: 0 })
        expect(await bench.cli(CHECK, { files })).toMatchObject({ code: 0 })
        expect(bench.sharedMeanwhile()).toEqual([])
        await bench.sandbox.close()
      }),
      hunt(15),
    )
  })

  it('lets no two callers share an entry where nobody has accepted that', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, anyFile, fc.nat(), async (seed, file, chance) => {
        const bench = await withObservedSandbox({ seed }, keyedBy(JSON.parse(JSON.stringify(file))))
        const env = await faulty(bench, chance)
        const files = { 'file.yaml': JSON.stringify(file) }
        const { code, stderr } = await bench.cli('apply -f file.yaml --yes --deploy', { files, env })
        if (code === 2) expect(stderr).toContain('--accept-unkeyed')
        else expect([0, 6], stderr).toContain(code)
        expect(bench.cameToBeShared()).toEqual([])
        await bench.sandbox.close()
      }),
      hunt(15),
    )
  })
})

/** A fifth of the answers are throttled, a tenth are server errors, and one in twenty does not come. */
function faulty(bench: Bench, chance: number) {
  const next = seededRandom(chance)
  return behind(bench, async ({ forward }) => {
    const trouble = next()
    if (trouble < 0.2) return THROTTLED
    if (trouble < 0.25) return BROKEN
    const answer = await forward()
    if (trouble < 0.3) return BROKEN
    if (trouble < 0.35) throw new Error('the connection is gone')
    return answer
  })
}
