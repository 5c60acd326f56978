import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { seededRandom } from '../../../src/sandbox/world/random.js'
import { type Bench, withSandbox } from '../../support/cli.js'
import { behind } from '../../support/elsewhere.js'
import { hunt, patience } from '../../support/hunt.js'

const APPLY = 'apply --yes --deploy --deploy-all --accept-unkeyed all'

const MOCK = { integration: { type: 'MOCK' as const } }

/** Each setting is one file's or the other's, so that each run has to change a part of a method only. */
const anySeed = fc
  .array(fc.record({ ttl: fc.constantFrom(60, 120), encrypted: fc.boolean(), strict: fc.boolean() }), {
    minLength: 3,
    maxLength: 3,
  })
  .map((entries) => {
    const settings = ['*/*', 'GET /pets', 'GET /a.b'].map((name, at) => {
      const { ttl = 60, encrypted = true, strict = true } = entries[at] ?? {}
      const own = { cacheTtlInSeconds: ttl, cacheDataEncrypted: encrypted }
      return [name, { cachingEnabled: true, ...own, requireAuthorizationForCacheControl: strict }]
    })
    const methods = { 'GET /pets': MOCK, 'GET /a.b': MOCK }
    const stages = { prod: { settings: Object.fromEntries(settings) } }
    return { apis: [{ id: '0123456789', name: 'pets', methods, stages }] }
  })

const line = (ttl: number, encrypted: boolean, keys: readonly string[]) => ({
  ...{ caching: true, ttl, encrypted, unauthorized: 'fail', requireAuthorization: encrypted },
  ...(keys.length === 0 ? {} : { keys }),
})

const fileOf = (ttl: number, encrypted: boolean, keys: readonly string[]) => {
  const { keys: _, ...settings } = line(ttl, encrypted, keys)
  const methods = { 'GET /pets': line(ttl, encrypted, keys), 'GET /a.b': settings }
  return {
    'apigw-cache.yaml': JSON.stringify({
      version: 1,
      stages: [{ api: 'pets', stage: 'prod', settings, methods }],
    }),
  }
}

const one = (isKeyed: boolean) => fileOf(60, true, isKeyed ? ['querystring.type'] : [])
const other = (isKeyed: boolean) => fileOf(120, false, isKeyed ? ['header.X-Tenant'] : [])

/** Lets one request through after the other, whose turn it is by chance, as soon as two wait or nobody else comes. */
function turns(chance: number): () => Promise<void> {
  const next = seededRandom(chance)
  const waiting: (() => void)[] = []
  return async () => {
    const turn = new Promise<void>((resolve) => waiting.push(resolve))
    for (let round = 0; waiting.length < 2 && round < 20; round++) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    waiting.splice(Math.floor(next() * waiting.length), 1)[0]?.()
    await turn
  }
}

/** What a method has of its file: a mixture has a part of both. */
async function linesOf({ cli }: Bench): Promise<Readonly<Record<string, string | undefined>>> {
  const { stdout } = await cli('export --api pets --stage prod')
  const [{ settings, methods = {} }] = parse(stdout).stages
  const shown = (own: { ttl?: number; encrypted?: boolean; requireAuthorization?: boolean } | undefined) =>
    own?.ttl === undefined
      ? undefined
      : `${own.ttl} ${own.encrypted}${own.encrypted === own.requireAuthorization ? '' : ' mixed'}`
  return {
    defaults: shown(settings),
    'GET /pets': shown(methods['GET /pets']),
    'GET /a.b': shown(methods['GET /a.b']),
    keys: methods['GET /pets']?.keys?.join(),
  }
}

describe('two runs of apply at once, on two machines', { timeout: patience(120_000) }, () => {
  it('leave each method as one of the two files has it, or one of them says that it is not', async () => {
    let ended = 0
    await fc.assert(
      fc.asyncProperty(anySeed, fc.nat(), fc.boolean(), async (seed, chance, isKeyed) => {
        const bench = await withSandbox({ seed })
        const before = await linesOf(bench)
        const turn = turns(chance)
        const env = await behind(bench, async ({ forward }) => {
          await turn()
          return forward()
        })
        const runs = await Promise.all([
          bench.cli(APPLY, { files: one(isKeyed), env }),
          bench.cli(APPLY, { files: other(isKeyed), env, otherMachine: true }),
        ])
        const codes = runs.map(({ code }) => code)
        for (const code of codes) expect([0, 1]).toContain(code)
        if (codes.includes(0)) ended += 1
        const after = await linesOf(bench)
        for (const [name, own] of Object.entries(after)) {
          expect(
            [before[name], '60 true', '120 false', 'querystring.type', 'header.X-Tenant'],
            `${name} ${codes}`,
          ).toContain(own)
        }
        await bench.sandbox.close()
      }),
      hunt(10),
    )
    expect(ended).toBeGreaterThan(0)
  })
})
