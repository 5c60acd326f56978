import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { ScreenEvents } from '../../../src/context.js'
import { displayWidth } from '../../../src/render/format/width.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { type Bench, type CliOptions, withSandbox } from '../../support/cli.js'

const MINUTE_MS = 60_000
const HOSTILE = 'x\u001b[2J\u202e\u009b31m\r\nall is well\u2028'
const ACTIVE = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u

const seedOf = (name: string): Seed => ({
  apis: [
    {
      id: 'aaaaaaaaaa',
      name,
      methods: { 'GET /pets': { integration: { type: 'MOCK' } } },
      stages: {
        prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true, metricsEnabled: true } } },
      },
    },
  ],
})

/** Ten requests, of which CloudWatch knows: one miss, nine hits. */
async function busy(name = 'pets') {
  const bench = await withSandbox({ seed: seedOf(name) })
  const url = `${bench.sandbox.url}/restapis/aaaaaaaaaa/prod/_user_request_/pets`
  for (let left = 10; left > 0; left--) await bench.clock.during(fetch(url))
  bench.clock.advance(MINUTE_MS)
  bench.sent()
  return bench
}

const watch = (bench: Bench, flags: string, options: CliOptions = {}) =>
  bench.cli(`status --stage prod --watch ${flags}`, { readsLines: 3, ...options })
const linesOf = (stdout: string) => stdout.trimEnd().split('\n')

describe('status --watch in a pipe', () => {
  it('prints a line each time that tells itself what it means', async () => {
    const { stdout, code } = await watch(await busy(), '')

    const figures = 'AVAILABLE  last 1 h: 9 hits, 1 miss, ratio 90.0 %  last 1 min: 10 requests, ratio 90.0 %'
    const averages = 'last 5 min: 90.0 %  last 15 min: 90.0 %'
    expect(linesOf(stdout)).toEqual(
      ['00:01:00', '00:01:05', '00:01:10'].map((time) => `2026-01-01T${time}Z  ${figures}  ${averages}`),
    )
    expect(code).toBe(0)
  })

  it.each(['json', 'ndjson'])('prints one status in a line each time as %s', async (format) => {
    const { stdout } = await watch(await busy(), `--interval 1s -o ${format}`)

    const ticks = linesOf(stdout).map((line) => JSON.parse(line))
    expect(ticks.map(({ at }) => at)).toEqual([
      '2026-01-01T00:01:00.000Z',
      '2026-01-01T00:01:01.000Z',
      '2026-01-01T00:01:02.000Z',
    ])
    for (const tick of ticks) {
      expect(tick).toMatchObject({
        api: { id: 'aaaaaaaaaa', name: 'pets' },
        cluster: { status: 'AVAILABLE' },
        metrics: { hits: 9, misses: 1, requests: 10, ratio: 0.9, series: [{ hits: 9, misses: 1 }] },
        rates: {
          until: '2026-01-01T00:01:00.000Z',
          requestsPerSecond: { m1: 10 / 60, m5: 10 / 300, m15: 10 / 900 },
          ratio: { m1: 0.9, m5: 0.9, m15: 0.9 },
        },
      })
    }
  })

  it('applies a query to each of them', async () => {
    const { stdout } = await watch(await busy(), "--query '[at, metrics.hits]'")

    expect(linesOf(stdout)[2]).toBe('["2026-01-01T00:01:10.000Z",9]')
  })

  it.each([
    ['csv', 1, 'at,api,apiId,stage'],
    ['markdown', 2, '| at | api | apiId | stage'],
    ['text', 0, '2026-01-01T00:01:00.000Z\tpets\taaaaaaaaaa\tprod'],
  ])('has a head only once as %s', async (format, headLines, first) => {
    const { stdout } = await watch(await busy(), `-o ${format}`)

    const lines = linesOf(stdout)
    expect(lines).toHaveLength(3 + headLines)
    expect(lines[0]).toContain(first)
    expect(lines.filter((line) => line.includes('apiId'))).toHaveLength(headLines > 0 ? 1 : 0)
  })

  it('ends quietly when nobody reads any more', async () => {
    const bench = await busy()

    const ran = await watch(bench, '', { readsLines: 1 })

    expect(ran).toMatchObject({ code: 0, stderr: 'using stage prod of API pets (aaaaaaaaaa)\n' })
    expect(bench.sent()).not.toContain('GetStage')
  })

  it('ends with 130 on Ctrl-C, without an error: nothing was going on', async () => {
    const bench = await busy()
    const flags = "--fail-if 'ratio<0.1' --since 10s --interval 5s"

    const ran = await watch(bench, flags, { readsLines: 99, interruptAt: 'ratio is not known' })

    expect(ran.code).toBe(130)
    expect(ran.stderr).not.toContain('error')
  })

  it('says once what it would say with every look, and later only what is new', async () => {
    const flags = "--fail-if 'ratio<0.1' --fail-if 'hits>99' --since 10s --interval 20s"
    const RATIO = 'warning: --fail-if ratio<0.1: ratio is not known'
    const HITS = 'warning: --fail-if hits>99: hits is not known'
    const warnings = async (bench: Bench, readsLines: number) => {
      const { stdout, stderr } = await watch(bench, flags, { readsLines })
      expect(linesOf(stdout)).toHaveLength(readsLines)
      return stderr.split('\n').filter((line) => line.startsWith('warning'))
    }

    const idle = await withSandbox({ seed: seedOf('pets') })
    expect(await warnings(idle, 1)).toEqual([RATIO, HITS])
    expect(await warnings(idle, 6)).toEqual([RATIO, HITS])
    // These figures are known for a minute, and then not any more.
    expect(await warnings(await busy(), 1)).toEqual([])
    expect(await warnings(await busy(), 9)).toEqual([RATIO, HITS])
  })

  it('ends with 6 as soon as a condition holds', async () => {
    const bench = await withSandbox({ seed: seedOf('pets') })
    const url = `${bench.sandbox.url}/restapis/aaaaaaaaaa/prod/_user_request_/pets`
    const ran = bench.cli("status --stage prod --watch --interval 10s --fail-if 'hits>0'")
    for (let left = 3; left > 0; left--) await bench.clock.during(fetch(url))

    const { code, stdout, stderr } = await ran

    expect(code).toBe(6)
    expect(linesOf(stdout).at(-1)).toContain('2 hits')
    expect(stderr).toContain('--fail-if hits>0: hits is 2')
  })

  it('writes the reports anew each time', async () => {
    const written = new Map<string, string>()
    const bench = await busy()

    await watch(bench, '--report prometheus=cache.prom', { written })

    expect(written.get('cache.prom')).toContain('apigw_cache_window_hits{')
  })

  it.each([
    ['--until 1h', '--watch looks at what happens now'],
    ['--interval 500ms', '--interval is "500ms"'],
    ['--interval soon', '"soon" is not a duration'],
  ])('refuses %s before anything is sent', async (flags, message) => {
    const bench = await busy()

    const { code, stderr } = await watch(bench, flags)

    expect(stderr).toContain(message)
    expect(code).toBe(2)
    expect(bench.sent()).toEqual([])
  })
})

/** A terminal that keeps what was drawn; `onDraw` is its user. */
function terminal(rows: number, onDraw: (frames: readonly string[], events: ScreenEvents) => void, columns = 80) {
  const frames: string[] = []
  let closed = 0
  return {
    frames,
    closed: () => closed,
    columns,
    screen: (events: ScreenEvents) => ({
      size: () => ({ columns, rows }),
      draw: (text: string) => {
        frames.push(text)
        onDraw(frames, events)
      },
      close: () => {
        closed += 1
      },
    }),
  }
}

describe('status --watch in a terminal', () => {
  const quitAfter =
    (count: number) =>
    (frames: readonly string[], { onKey }: ScreenEvents) => {
      if (frames.length === count) onKey('q')
    }

  it('draws the status with averages until q is pressed, and leaves the last figures behind', async () => {
    const user = terminal(40, quitAfter(3))

    const { code, stdout } = await watch(await busy(), '', { ...user, readsLines: 99 })

    expect(user.frames).toHaveLength(3)
    const [first = ''] = user.frames
    expect(first).toContain('00:01:00 UTC, every 5 s, q ends')
    expect(first).toContain('10 requests, 9 hits, 1 miss, ratio 90.0 %')
    expect(first).toMatch(/average of the last +1 min +5 min +15 min/)
    expect(first).toMatch(/ratio +90\.0 % +90\.0 % +90\.0 %/)
    expect(first).toContain('figures up to 00:01 UTC')
    expect(user.closed()).toBe(1)
    expect(linesOf(stdout)).toHaveLength(1)
    expect(stdout).toContain('2026-01-01T00:01:10Z  AVAILABLE')
    expect(code).toBe(0)
  })

  it('draws anew when the terminal is resized, without asking AWS', async () => {
    const bench = await busy()
    const user = terminal(40, (frames, { onKey, onResize }) => {
      if (frames.length === 1) onResize()
      else onKey('Q')
    })

    await watch(bench, '', { ...user, readsLines: 99 })

    expect(user.frames).toHaveLength(2)
    expect(user.frames[1]).toBe(user.frames[0])
    expect(bench.sent()).not.toContain('GetStage')
  })

  it.each([24, 40, 60])('fits a chart into %d rows', async (rows) => {
    const user = terminal(rows, quitAfter(1))

    await watch(await busy(), '--plot', { ...user, readsLines: 99 })

    const lines = (user.frames[0] ?? '').split('\n')
    expect(lines.length).toBeLessThanOrEqual(rows)
    expect(lines.length).toBeGreaterThan(Math.min(rows, 40) - 4)
    expect(user.frames[0]).toContain('a minute: █ hits, ░ misses')
  })

  it.each([
    [40, 12, []],
    [80, 17, []],
    [80, 18, ['traffic']],
    [80, 20, ['cluster', 'traffic']],
    [80, 21, ['cluster', 'defaults', 'traffic']],
    [80, 40, ['cluster', 'defaults', 'managed', 'traffic']],
  ] as const)('has the chart and the rate also in %d columns and %d rows', async (columns, rows, facts) => {
    const user = terminal(rows, quitAfter(1), columns)

    await watch(await busy('動物のAPI（本番）🐶'), '--plot --methods', { ...user, readsLines: 99 })

    const lines = (user.frames[0] ?? '').split('\n').slice(0, rows)
    expect(lines[1]).toMatch(/^動物.* \/ prod {2}aaaaaaaaaa, us-east-1$/)
    expect(lines.some((line) => /^ +ratio {2}[▁-█ ]+/.test(line))).toBe(true)
    expect(lines.some((line) => /requests\/min|requests a minute/.test(line))).toBe(true)
    const shown = lines.flatMap((line) => /^ {2}(cluster|defaults|managed|traffic) /.exec(line)?.[1] ?? [])
    expect(shown).toEqual(facts)
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns)
  })

  it('is the same without colours, and has no code of any kind then', async () => {
    const frameOf = async (flags: string, env: Readonly<Record<string, string>>) => {
      const user = terminal(40, quitAfter(1))
      await watch(await busy(), `--plot --methods ${flags}`, { ...user, readsLines: 99, env })
      return user.frames[0] ?? ''
    }

    const plain = await frameOf('', { NO_COLOR: '1' })
    expect(plain).not.toContain('\u001b')
    expect(stripVTControlCharacters(await frameOf('--color always', {}))).toBe(plain)
  })

  it('shows nothing that acts on the terminal, whatever the API is called', async () => {
    const user = terminal(40, quitAfter(1))

    const { stdout } = await watch(await busy(HOSTILE), '--methods', { ...user, readsLines: 99 })

    for (const line of [...(user.frames[0] ?? '').split('\n'), ...linesOf(stdout)]) {
      expect(line).not.toMatch(ACTIVE)
      expect(line).not.toMatch(/^all is well/)
    }
  })

  it('tells why it ended when the screen is gone', async () => {
    const user = terminal(40, () => {})
    const { code, stderr } = await watch(await busy(), "--fail-if 'ratio>0.5'", { ...user, readsLines: 99 })

    expect(code).toBe(6)
    expect(user.closed()).toBe(1)
    expect(stderr).toContain('--fail-if ratio>0.5: ratio is 90.0 %')
  })

  it('goes on through trouble that may pass, and says what it was in the end', async () => {
    const bench = await busy()
    const { next } = bench.sandbox.faults
    const user = terminal(40, (frames, { onKey }) => {
      if (frames.length === 2) onKey('q')
      const trouble = { kind: 'error', method: 'GET' } as const
      next.push(...Array.from({ length: 99 }, () => trouble))
      void bench.clock.sleep(100_000).then(() => {
        next.length = 0
      })
    })

    const { code, stderr } = await watch(bench, '', { ...user, readsLines: 99 })

    expect(user.frames).toHaveLength(2)
    expect(stderr).toMatch(/^warning: .*tried for \d+ s$/m)
    expect(code).toBe(0)
  })

  it('says once what it would have said with every look, when the screen is gone', async () => {
    const user = terminal(40, quitAfter(4))
    const idle = await withSandbox({ seed: seedOf('pets') })

    const { stderr } = await watch(idle, "--fail-if 'ratio<0.1' --since 10s", { ...user, readsLines: 99 })

    expect(user.frames).toHaveLength(4)
    expect(stderr.match(/ratio is not known/g)).toHaveLength(1)
  })

  it('prints lines where JSON was asked for', async () => {
    const user = terminal(40, () => {})
    const { stdout } = await watch(await busy(), '-o json', { ...user })

    expect(user.frames).toEqual([])
    expect(linesOf(stdout)).toHaveLength(3)
  })
})
