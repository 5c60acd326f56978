import { describe, expect, it } from 'vitest'
import { withSandbox } from '../../support/cli.js'

const CACHED = { seed: 'demo' } as const

describe('advise', () => {
  it('finds a cluster that nobody asks, with what it costs', async () => {
    const { cli, clock } = await withSandbox(CACHED)
    await cli('enable --api pets --stage prod --accept-unkeyed all')
    clock.advance(8 * 24 * 3_600_000)

    const { code, stdout } = await cli('advise --api pets --stage prod')

    expect(code).toBe(0)
    expect(stdout).toContain('retire  high confidence, saves about $14.60 a month')
    expect(stdout).toContain('no request reached the stage in 8 d')
    expect(stdout).toContain('apigw-cache disable --api')
  })

  it('says what it looked at where there is nothing to advise', async () => {
    const { cli } = await withSandbox(CACHED)
    const { stdout } = await cli('advise --api pets --stage prod --since 24h')

    expect(stdout).toContain('no cluster is billed, so there is nothing to size')
  })

  it('gives the contract as JSON, and reads the metrics in one call beside those of status', async () => {
    const { cli, clock, sent } = await withSandbox(CACHED)
    await cli('enable --api pets --stage prod --accept-unkeyed all')
    clock.advance(8 * 24 * 3_600_000)
    sent()
    const { stdout } = await cli('advise --api pets --stage prod -o json')

    expect(sent().filter((operation) => operation === 'GetMetricData').length).toBeLessThanOrEqual(2)
    const { advice, seen } = JSON.parse(stdout)
    expect(Object.keys(advice[0])).toEqual([
      'target',
      'action',
      'reason',
      'command',
      'monthlyUsdChange',
      'pricesOf',
      'confidence',
    ])
    expect(advice[0]).toMatchObject({ action: 'retire', monthlyUsdChange: -14.6 })
    expect(seen[0]).toMatchObject({ requests: 0, size: '0.5', monthlyUsd: 14.6 })
  })

  it('finds the TTL that is too short for the requests that came', async () => {
    const { cli, clock, sandbox } = await withSandbox(CACHED)
    await cli('enable --api pets --stage prod --ttl 30 --accept-unkeyed all')
    await cli('override GET /pets --api pets --stage prod --ttl 30')
    const url = `${sandbox.apis[0]?.stages[0]?.invokeUrl}/pets`
    // Two requests in 30 s, then half a minute of silence.
    for (let i = 0; i < 300; i++) {
      for (const pause of [5_000, 60_000]) {
        await clock.during(fetch(url).then((answer) => answer.text()))
        clock.advance(pause)
      }
    }
    clock.advance(600_000)
    const { stdout } = await cli('advise --api pets --stage prod --since 24h -o json')

    // Other methods are cached as well, and without detailed metrics nobody knows whose figures these are.
    expect(JSON.parse(stdout).advice.map(({ action }: { action: string }) => action)).not.toContain('ttl')
  })

  it('judges the stage as it is: not by figures from before its last change', async () => {
    const { cli, clock } = await withSandbox({ seed: 'traffic' })
    const actions = async () => {
      const { stdout } = await cli('advise --api shop --stage prod -o json')
      const { advice, seen } = JSON.parse(stdout)
      return [advice.map(({ action }: { readonly action: string }) => action), seen[0].notJudged]
    }
    expect((await actions())[0]).toContain('keys')
    await cli('keys remove GET /products header.User-Agent --api shop --stage prod --deploy --yes')

    const [advice, notJudged] = await actions()
    expect(advice).toEqual([])
    expect(notJudged).toEqual([{ what: 'everything', reason: expect.stringContaining('the stage was changed at') }])
    const { stdout } = await cli('advise --api shop --stage prod')
    expect(stdout).toContain('nothing was judged')
    expect(stdout).toContain('not judged: everything (the stage was changed at')
    clock.advance(24 * 3_600_000)
    expect((await actions())[1]).toContainEqual({
      what: expect.stringMatching(/^the time before 2026-01-01/),
      reason: 'the stage was changed then',
    })
  })

  it('retires nothing that was asked in the last minutes', async () => {
    const { cli, clock, sandbox } = await withSandbox(CACHED)
    await cli('enable --api pets --stage prod --accept-unkeyed all')
    clock.advance(24 * 3_600_000)
    await fetch(`${sandbox.apis[0]?.stages[0]?.invokeUrl}/pets`)
    clock.advance(120_000)

    const { advice, seen } = JSON.parse((await cli('advise --api pets --stage prod -o json')).stdout)

    expect(advice).toEqual([])
    expect(seen[0].notJudged).toContainEqual({
      what: 'everything',
      reason: expect.stringMatching(/^no request came until .* UTC, and 1 since/),
    })
  })

  it('says nothing of a cluster that was made a moment ago, or is being made', async () => {
    const { cli, clock, sandbox } = await withSandbox(CACHED)
    const url = `${sandbox.apis[0]?.stages[0]?.invokeUrl}/pets`
    const asked = async () => {
      await clock.during(fetch(url).then((answer) => answer.text()))
      clock.advance(600_000)
      return JSON.parse((await cli('advise --api pets --stage prod -o json')).stdout)
    }
    clock.advance(24 * 3_600_000)
    await cli('enable --api pets --stage prod --accept-unkeyed all')
    expect(await asked()).toMatchObject({ advice: [], seen: [{ notJudged: [{ what: 'everything' }] }] })
    await cli('resize --api pets --stage prod --size 1.6 --yes --no-wait')
    const { advice, seen } = JSON.parse((await cli('advise --api pets --stage prod -o json')).stdout)
    expect(advice).toEqual([])
    expect(seen[0].notJudged).toMatchObject([{ what: 'everything' }])
  })

  it('advises nothing from figures that CloudWatch may not have completely', async () => {
    const { cli, clock } = await withSandbox(CACHED)
    await cli('enable --api pets --stage prod --accept-unkeyed all')
    clock.advance(3_600_000)
    const { stdout, code } = await cli('advise --api pets --stage prod --since 5m')

    expect(code).toBe(0)
    expect(stdout).toContain('nothing was judged')
    expect(stdout).toContain('a --since of at least 15m is needed')
  })

  it('fits a terminal, but for the commands', async () => {
    const { cli } = await withSandbox({ seed: 'traffic' })
    const { stdout } = await cli('advise --api shop --stage prod', { columns: 80 })

    const lines = stdout.split('\n').filter((line) => !/^ {4}apigw-cache /.test(line))
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(lines.length).toBeGreaterThan(10)
  })

  it('refuses a window that CloudWatch does not keep', async () => {
    const { cli, sent } = await withSandbox(CACHED)
    const { code, stderr } = await cli('advise --api pets --stage prod --since 500d')

    expect(code).toBe(2)
    expect(stderr).toContain('--since is before what CloudWatch keeps')
    expect(sent()).toEqual([])
  })
})
