import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deployedMethods } from '../../../src/core/gateway/export.js'
import { shortKey } from '../../../src/core/gateway/key.js'
import { effective, stores } from '../../../src/core/gateway/settings.js'
import { provisioned } from '../../../src/core/gateway/stage.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { seededRandom } from '../../../src/sandbox/world/random.js'
import { type Bench, withSandbox } from '../../support/cli.js'
import { connectionTo } from '../../support/connection.js'
import { behind } from '../../support/elsewhere.js'
import { hunt, patience } from '../../support/hunt.js'
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

/**
 * Looks at the stage after each request: methods that the file keys, are cached, and lack one of these keys. Those
 * that were so from the beginning are not the run's doing.
 */
async function observer(bench: Bench, file: FileData) {
  const { control } = await connectionTo(bench)
  const [stage] = file.stages
  const wanted = Object.entries(stage?.methods ?? {}).flatMap(([name, { keys }]) => {
    const [method = '', path = ''] = name.split(' ')
    return keys ? [{ name, method: method === 'ANY' ? 'GET' : method, at: method, path, keys }] : []
  })
  const unkeyed = async () => {
    const record = await control.stage(REF)
    if (!provisioned(record)) return []
    const running = deployedMethods(await control.deployedExport(REF)) ?? []
    return wanted.flatMap(({ name, method, at, path, keys }) => {
      const own = running.find((one) => one.method === at && one.path === path)?.keys ?? []
      const lacks = keys.some((key) => !own.includes(shortKey(key)))
      return lacks && stores(effective(record, { method, path })) ? [name] : []
    })
  }
  const before = new Set(await unkeyed())
  const seen: string[] = []
  return {
    seen,
    look: async () => void seen.push(...(await unkeyed()).filter((one) => !before.has(one))),
  }
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
  const methods = { 'GET /': mock, 'GET /pets/{id}': mock, 'GET /pets': mock }
  return { apis: [{ id: REF.apiId, name: 'pets', methods, stages: { prod: stage } }] }
}

function fileOf(stage: object): FileData {
  const methods = {
    'GET /pets/{id}': { ttl: 30, keys: ['path.id'] },
    'GET /pets': { keys: ['querystring.type'] },
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
      const bench = await withSandbox({ seed })
      const watch = await observer(bench, file)
      let count = 0
      const env = await behind(bench, async ({ method, forward }) => {
        count += 1
        if (count > last) throw new Error('the process is gone')
        const answer = await forward()
        if (method !== 'GET') await watch.look()
        // What it would have been told, it does not hear any more.
        if (count === last) throw new Error('the process is gone')
        return answer
      })
      const killed = await bench.cli(`${APPLY} --timeout 1s`, { files, env })
      isWhole = count <= last && killed.code !== 70
      const again = await bench.cli(APPLY, { files })
      expect(again, `after request ${last}: ${again.stderr}`).toMatchObject({ code: 0 })
      expect(await bench.cli(CHECK, { files }), `after request ${last}`).toMatchObject({ code: 0 })
      expect(watch.seen).toEqual([])
      await bench.sandbox.close()
      if (last > 100) throw new Error('it never ends')
    }
  })
})

describe('apply under throttling, server errors and lost connections', { timeout: LONG }, () => {
  it('converges, and never caches a method without the keys that the file gives it', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, anyFile, fc.nat(), async (seed, file, chance) => {
        const bench = await withSandbox({ seed })
        const watch = await observer(bench, JSON.parse(JSON.stringify(file)))
        const next = seededRandom(chance)
        const env = await behind(bench, async ({ method, forward }) => {
          const trouble = next()
          if (trouble < 0.2) return THROTTLED
          if (trouble < 0.25) return BROKEN
          const answer = await forward()
          if (method !== 'GET') await watch.look()
          if (trouble < 0.3) return BROKEN
          if (trouble < 0.35) throw new Error('the connection is gone')
          return answer
        })
        const files = { 'file.yaml': JSON.stringify(file) }
        const applied = await bench.cli(APPLY, { files, env })
        expect(applied, applied.stderr).toMatchObject({ code: 0 })
        expect(await bench.cli(CHECK, { files })).toMatchObject({ code: 0 })
        expect(watch.seen).toEqual([])
        await bench.sandbox.close()
      }),
      hunt(15),
    )
  })
})
