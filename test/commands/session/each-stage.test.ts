import { describe, expect, it } from 'vitest'
import type { Seed } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'
import { behind } from '../../support/elsewhere.js'

const api = (name: string, ...stages: string[]): Seed['apis'][number] => ({
  name,
  methods: { 'GET /pets': { integration: { type: 'MOCK' } } },
  stages: Object.fromEntries(stages.map((stage) => [stage, {}])),
})
const FLEET: Seed = { apis: [api('pets-eu', 'prod', 'dev'), api('pets-us', 'prod'), api('shop', 'prod')] }
const names = (stages: readonly { target?: object }[]) =>
  stages.map((one) => {
    const { api, stage } = Object.assign({}, one, one.target) as { api: { name: string }; stage: string }
    return `${api.name} ${stage}`
  })

/** May read what it is asked for, but not the stages of one API. */
function withoutStagesOf(id: string): NonNullable<Seed['identities']> {
  return [
    {
      name: 'reader',
      accessKeyId: 'READER',
      secretAccessKey: 'secret',
      policies: [
        {
          Statement: [
            { Effect: 'Allow', Action: '*', Resource: '*' },
            { Effect: 'Deny', Action: '*', Resource: `arn:aws:apigateway:*::/restapis/${id}/stages*` },
          ],
        },
      ],
    },
  ]
}

describe('doctor for several stages', () => {
  it('takes globs and repeated options, and gives one report for each stage', async () => {
    const { cli } = await withSandbox({ seed: FLEET })
    const { code, stdout } = await cli("doctor --api 'pets-*' --stage prod -o json")

    expect(code).toBe(0)
    expect(names(JSON.parse(stdout).stages)).toEqual(['pets-eu prod', 'pets-us prod'])
    const both = await cli('doctor --api pets-eu --api shop --stage prod --stage dev -o json')
    expect(names(JSON.parse(both.stdout).stages)).toEqual(['pets-eu dev', 'pets-eu prod', 'shop prod'])
  })

  it('still gives a single report for a single stage', async () => {
    const { cli } = await withSandbox({ seed: FLEET })
    const { target } = JSON.parse((await cli('doctor --api shop --stage prod -o json')).stdout)

    expect(target.stage).toBe('prod')
  })

  it('goes on without the API that may not be read, names it, and exits 7', async () => {
    const shop = { ...api('shop', 'prod'), id: 's4h0p5h0p5' }
    const seed = { apis: [api('pets-eu', 'prod'), shop], identities: withoutStagesOf('s4h0p5h0p5') }
    const { cli } = await withSandbox({ seed, iam: 'enforce' })
    const env = { AWS_ACCESS_KEY_ID: 'READER', AWS_SECRET_ACCESS_KEY: 'secret' }
    const { code, stdout, stderr } = await cli("doctor --api '*' -o json", { env })

    const { stages, failed } = JSON.parse(stdout)
    expect(names(stages)).toEqual(['pets-eu prod'])
    expect(failed[0].target).toEqual({
      account: null,
      region: 'us-east-1',
      api: { id: 's4h0p5h0p5', name: 'shop' },
    })
    expect(stderr).toContain('API shop (s4h0p5h0p5)')
    expect(code).toBe(7)
  })

  /** Anybody may invalidate there, which `--fix` may end. */
  const open = (name: string): Seed['apis'][number] => ({
    ...api(name),
    stages: {
      prod: {
        cluster: '0.5',
        settings: { '*/*': { cachingEnabled: true, requireAuthorizationForCacheControl: false } },
      },
    },
  })

  it('shows what --fix would run before it asks once, and needs --max-changes above ten', async () => {
    const many = Array.from({ length: 11 }, (_, index) => open(`api-${index}`))
    const { cli, sent } = await withSandbox({ seed: { apis: [...many, api('calm', 'prod')] } })

    const refused = await cli("doctor --api '*' --fix --yes")
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('--fix would run: apigw-cache defaults --require-authorization')
    expect(refused.stderr).toContain('11 stages fit, and that is more than 10')
    expect(refused.stderr).toContain('--max-changes 11')
    const alone = await cli("doctor --api '*' --fix --max-changes 11")
    expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining('repeat with --yes')])
    const no = await cli("doctor --api '*' --fix --max-changes 11", { answers: [false] })
    expect(no.code).toBe(3)
    expect(sent()).not.toContain('UpdateStage')

    const fixed = await cli("doctor --api '*' --fix --yes --max-changes 11 -o json")
    expect(fixed.code).toBe(0)
    const { stages } = JSON.parse(fixed.stdout)
    expect(stages).toHaveLength(12)
    expect(stages.flatMap(({ findings }: { findings: { rule: string }[] }) => findings)).not.toContainEqual(
      expect.objectContaining({ rule: 'anyone-may-invalidate' }),
    )
  })

  it('tells of each manager before it asks, and of what it would really do', async () => {
    const tags = { 'aws:cloudformation:stack-name': 'pets' }
    const colliding = (name: string, more = {}): Seed['apis'][number] => ({
      name,
      methods: { 'GET /pets/{id}': { integration: { type: 'MOCK' } } },
      stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } }, ...more } },
    })
    const { cli, sent } = await withSandbox({
      seed: { apis: [colliding('managed', { tags }), colliding('free')] },
    })

    const { code, stderr } = await cli("doctor --api '*' --fix", { answers: [false] })

    expect(code).toBe(3)
    expect(stderr.match(/manages this stage/g)).toHaveLength(1)
    expect(stderr).toMatch(
      /^warning: stage prod of API managed \(\w{10}\): CloudFormation manages this stage.*Fix 2 stages:/s,
    )
    expect(stderr.match(/--fix would run: .*/g)).toEqual([
      expect.stringContaining("apigw-cache override GET '/pets/{id}' --cache off"),
      expect.stringContaining("apigw-cache override GET '/pets/{id}' --cache off"),
    ])
    expect(sent()).not.toContain('UpdateStage')
  })

  it('makes no change that came up after the answer', async () => {
    const keyed = { integration: { type: 'MOCK' }, keys: ['path.id'] } as const
    const busy = { ...open('busy'), methods: { 'GET /pets/{id}': keyed } }
    const { cli } = await withSandbox({ seed: { apis: [open('calm'), busy] } })

    const { code, stdout, stderr } = await cli("doctor --api '*' --fix -o json", {
      answers: [true],
      whileAsked: async () => {
        const keys = ['keys', 'remove', 'GET /pets/{id}', 'path.id', '--deploy', '--accept-unkeyed', 'all']
        await cli([...keys, '--api', 'busy', '--stage', 'prod', '--yes'])
      },
    })

    const { stages, failed } = JSON.parse(stdout)
    expect([names(stages), names(failed)]).toEqual([['calm prod'], ['busy prod']])
    expect(stderr).toContain('the stage was changed in the meantime')
    expect(code).toBe(7)
  })

  it('asks nobody where --fix has nothing to do', async () => {
    const { cli } = await withSandbox({ seed: FLEET })

    expect((await cli("doctor --api '*' --fix")).code).toBe(0)
  })
})

describe('advise for several stages', () => {
  it('puts the advice for all into one list', async () => {
    const { cli, clock } = await withSandbox({ seed: FLEET })
    for (const name of ['pets-eu', 'shop']) await cli(`enable --api ${name} --stage prod`)
    clock.advance(8 * 24 * 3_600_000)

    const { advice, seen, failed } = JSON.parse((await cli("advise --stage '*' -o json")).stdout)

    expect(names(advice)).toEqual(['pets-eu prod', 'shop prod'])
    expect(seen).toHaveLength(4)
    expect(failed).toEqual([])
  })
})

describe('flush for several stages', () => {
  const enabled = async () => {
    const bench = await withSandbox({ seed: FLEET })
    for (const name of ['pets-eu', 'pets-us', 'shop']) await bench.cli(`enable --api ${name} --stage prod`)
    bench.sent()
    return bench
  }

  it('shows the list first, flushes them at the same time, and tells each', async () => {
    const { cli, clock } = await enabled()
    const started = clock.now()
    const { code, stdout, stderr } = await cli("flush --api 'pets-*' --stage prod --yes -o json")

    expect(code).toBe(0)
    expect(stderr).toContain('Flush 2 stages:\n  stage prod of API pets-eu')
    expect(stderr).toContain('flushed: stage prod of API pets-us')
    const { stages, failed } = JSON.parse(stdout)
    expect(names(stages)).toEqual(['pets-eu prod', 'pets-us prod'])
    expect(stages.map(({ changed }: { changed: boolean }) => changed)).toEqual([true, true])
    expect(failed).toEqual([])
    // One after the other would take two flushes of two minutes.
    expect(clock.now() - started).toBeLessThan(200_000)
  })

  it('asks once, with what is lost, and does nothing after a no', async () => {
    const { cli, sent } = await enabled()
    const { code, stderr } = await cli("flush --stage 'prod' --api '*'", { answers: [false] })

    expect(code).toBe(3)
    expect(stderr).toContain('lost: every entry. It takes a couple of minutes')
    expect(sent()).not.toContain('FlushStageCache')
  })

  it('needs --yes where nobody is there to ask, before anything is sent', async () => {
    const { cli, sent } = await enabled()
    const { code } = await cli("flush --api 'pets-*' --stage prod")

    expect(code).toBe(2)
    expect(sent()).toEqual([])
  })

  it('goes on after one that fails, and exits 7', async () => {
    const { cli, sandbox } = await enabled()
    sandbox.faults.next.push({ method: 'DELETE', kind: 'error' })
    const { code, stdout, stderr } = await cli("flush --api 'pets-*' --stage prod --yes --timeout 1s -o json")

    expect(JSON.parse(stdout).failed.length + JSON.parse(stdout).stages.length).toBe(2)
    expect([code, JSON.parse(stdout).failed.length > 0]).toEqual([7, true])
    expect(stderr).toContain('warning: stage prod of API pets-')
  })

  it('prints all requests of a dry run and sends none', async () => {
    const { cli, sent } = await enabled()
    const { stdout } = await cli("flush --api 'pets-*' --stage prod --dry-run -o json")

    expect(JSON.parse(stdout).requests.map(({ method }: { method: string }) => method)).toEqual(['DELETE', 'DELETE'])
    expect(sent().filter((one) => one.startsWith('Flush'))).toEqual([])
  })

  it('tells of an API that may not be read in a dry run too', async () => {
    const shop = { ...api('shop', 'prod'), id: 's4h0p5h0p5' }
    const pets = {
      ...api('pets'),
      stages: { prod: { cluster: '0.5' }, dev: { cluster: '0.5' } },
    } as const
    const identities = withoutStagesOf('s4h0p5h0p5')
    const { cli } = await withSandbox({ seed: { apis: [pets, shop], identities }, iam: 'enforce' })
    const env = { AWS_ACCESS_KEY_ID: 'READER', AWS_SECRET_ACCESS_KEY: 'secret' }

    const { code, stdout, stderr } = await cli("flush --api '*' --dry-run -o json", { env })

    expect(JSON.parse(stdout).requests).toHaveLength(2)
    expect(stderr).toContain('warning: API shop (s4h0p5h0p5): not allowed')
    expect(code).toBe(7)
  })

  it('says of each stage how far it got when it is interrupted', async () => {
    const { cli } = await enabled()
    const { code, stderr } = await cli("flush --api '*' --stage prod --yes -v", {
      interruptAt: 'DELETE',
    })

    expect(code).toBe(130)
    expect(stderr).toMatch(/interrupted: 0 of 3 stages are done; .*stage prod of API/)
  })

  it('names the stages that are done when it is interrupted', async () => {
    const cached = { cluster: '0.5' } as const
    const all = Array.from({ length: 9 }, (_, at) => `s${at}`)
    const stages = Object.fromEntries(all.map((stage) => [stage, cached]))
    const bench = await withSandbox({ seed: { apis: [{ ...api('pets'), stages }] } })
    const interrupt = new AbortController()
    // Eight are flushed at a time, so the ninth begins once one of them is done.
    const begun = new Set<string>()
    const env = await behind(bench, ({ method, path, forward }) => {
      if (method === 'DELETE' && begun.add(path).size === 9) interrupt.abort()
      return forward()
    })

    const { code, stderr } = await bench.cli("flush --api pets --stage 's*' --yes", { env, interrupt })

    expect(stderr).toMatch(/interrupted: [1-8] of 9 stages are done: stage s\d of API pets \(/)
    expect(code).toBe(130)
  })

  it('refuses --then-warm, whose paths are of one stage', async () => {
    const { cli } = await enabled()
    const { code, stderr } = await cli("flush --api 'pets-*' --stage prod --yes --then-warm list.txt")

    expect([code, stderr]).toEqual([2, expect.stringContaining('--then-warm needs a single stage')])
  })
})

describe('report for several stages', () => {
  it('writes one page with all of them', async () => {
    const { cli } = await withSandbox({ seed: FLEET })
    const written = new Map<string, string>()
    const { code, stdout } = await cli("report caches.html --stage 'prod'  --api '*'", { written })

    expect([code, stdout]).toEqual([0, 'wrote caches.html (3 stages)\n'])
    for (const name of ['pets-eu', 'pets-us', 'shop']) expect(written.get('caches.html')).toContain(name)
  })
})

describe('status for several stages', () => {
  const started = async () => {
    const bench = await withSandbox({ seed: FLEET })
    await bench.cli('enable --api pets-eu --stage prod')
    const url = bench.sandbox.apis.find(({ name }) => name === 'pets-eu')?.stages[0]?.invokeUrl
    for (let i = 0; i < 4; i++) await bench.clock.during(fetch(`${url}/pets`).then((answer) => answer.text()))
    return bench
  }

  it('is a line for each, with what all cost together', async () => {
    const { cli } = await started()
    const { code, stdout } = await cli("status --api '*' --stage prod")

    expect(code).toBe(0)
    expect(stdout).toMatch(/pets-eu +prod +AVAILABLE +0\.5 +4 +75\.0 % +\$14\.60/)
    expect(stdout).toMatch(/shop +prod +no cluster +– +– +– +\$0\.00/)
    expect(stdout).toContain('3 stages')
    expect(stdout).toContain('ratio 75.0 %, about $14.60 a month')
  })

  it('judges each with --fail-if, names those that fail, and exits 6', async () => {
    const { cli } = await started()
    const { code, stderr } = await cli("status --api '*' --stage prod --fail-if 'ratio<0.8' -o json")

    expect(code).toBe(6)
    expect(stderr).toContain('stage prod of API pets-eu: --fail-if ratio<0.8: ratio is 75.0 %')
    expect(stderr).toContain('stage prod of API shop: --fail-if ratio<0.8: ratio is not known')
  })

  it('writes one Prometheus file in which the samples of a name stand together', async () => {
    const { cli } = await started()
    const written = new Map<string, string>()
    await cli("status --api '*' --stage prod --report prometheus=cache.prom", { written })

    const text = written.get('cache.prom') ?? ''
    expect(text.match(/# TYPE apigw_cache_price_usd_per_hour gauge/g)).toHaveLength(1)
    expect(text.match(/^apigw_cache_price_usd_per_hour\{.*\} /gm)).toHaveLength(3)
  })

  it('watches only one', async () => {
    const { cli, sent } = await withSandbox({ seed: FLEET })
    const { code, stderr } = await cli("status --api '*' --watch")

    expect([code, stderr]).toEqual([2, expect.stringContaining('--watch looks at a single stage')])
    expect(sent()).toEqual([])
  })
})

describe('which stages are meant', () => {
  const TWINS: Seed = { apis: [api('twin', 'prod', 'dev'), api('twin', 'prod', 'dev'), api('odd', 'prod')] }

  it('is never guessed: a name that two APIs have is refused, before anything is changed', async () => {
    const { cli, sent } = await withSandbox({ seed: TWINS })
    const { code, stderr } = await cli('flush --api twin --stage prod --stage dev --yes')

    expect(code).toBe(2)
    expect(stderr).toContain('2 REST APIs are called "twin"')
    expect(stderr).toMatch(/--api \w{10}, --api \w{10}/)
    expect(sent()).toEqual(['GetRestApis'])
  })

  it('is told by ids where names repeat', async () => {
    const { cli } = await withSandbox({ seed: TWINS })
    const { stdout } = await cli("status --api 'tw*' --stage prod")

    expect(stdout.match(/twin \(\w{10}\) +prod/g)).toHaveLength(2)
  })

  it('is not silently fewer: a stage that is nowhere is named, and the others are done', async () => {
    const { cli } = await withSandbox({ seed: FLEET })
    const { code, stderr } = await cli('flush --api shop --stage prod --stage prdo --yes')

    expect([code, stderr]).toEqual([7, expect.stringContaining('no stage "prdo" in these APIs')])
  })
})
