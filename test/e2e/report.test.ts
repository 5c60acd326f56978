import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Report } from '../../src/core/report/model.js'
import type { StatusReport } from '../../src/core/status/report.js'
import { clean } from '../../src/render/format/text.js'
import { renderPage } from '../../src/render/html/page.js'
import { type Seed, startSandbox } from '../../src/sandbox/index.js'
import { CHROMIUM, launch, openFile } from '../support/browser.js'
import { awsEnvironment, bin } from '../support/program.js'

if (CHROMIUM === null) process.stderr.write('skipped: pages of reports, because there is no Chromium\n')

const HOUR_MS = 3_600_000

/** What the built program writes about a stage, and what it prints as JSON. */
async function written(url: string, args: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'apigw-cache-report-'))
  const file = join(folder, 'cache.html')
  const env = awsEnvironment(url)
  const { code, stdout, stderr } = await bin(['report', file, '-o', 'json', ...args], { env })
  expect(stderr).toBe('')
  expect(code).toBe(0)
  const report: Report = JSON.parse(stdout)
  const text = await readFile(file, 'utf8')
  await rm(folder, { recursive: true })
  return { text, report }
}

describe.skipIf(process.platform !== 'linux')('report --open', () => {
  async function openedWith(programs: string, folder: string) {
    const sandbox = await startSandbox({ seed: 'traffic' })
    onTestFinished(() => sandbox.close())
    const args = ['report', 'cache.html', '--api', 'legacy', '--stage', 'dev', '--since', '1h', '--open']
    return bin(args, { cwd: folder, env: { ...awsEnvironment(sandbox.url), PATH: programs } })
  }

  async function emptyFolder() {
    const folder = await mkdtemp(join(tmpdir(), 'apigw-cache-open-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    return folder
  }

  it('gives the file to the program that the system has for it', async () => {
    const folder = await emptyFolder()
    await writeFile(join(folder, 'xdg-open'), `#!/bin/sh\necho "$1" > ${folder}/opened\n`, { mode: 0o755 })

    const { code } = await openedWith(folder, folder)

    expect(code).toBe(0)
    const opened = () => readFile(join(folder, 'opened'), 'utf8').catch(() => '')
    await expect.poll(opened).toBe(`${join(folder, 'cache.html')}\n`)
  })

  it('says where the file is when the system has none', async () => {
    const folder = await emptyFolder()

    const { code, stdout, stderr } = await openedWith('/nowhere', folder)

    expect(stdout).toBe('wrote cache.html (1 stage)\n')
    expect(stderr).toContain(`error: "${join(folder, 'cache.html')}" could not be opened`)
    expect(code).toBe(1)
  })
})

/** Two weeks of made-up traffic, and a window of them that CloudWatch has completely. */
async function withTraffic() {
  const sandbox = await startSandbox({ seed: 'traffic' })
  const end = Math.floor(Date.now() / HOUR_MS - 1) * HOUR_MS
  const iso = (at: number) => new Date(at).toISOString()
  const hours = (count: number) => ['--since', iso(end - count * HOUR_MS), '--until', iso(end)]
  return { sandbox, target: ['--api', 'pets', '--stage', 'prod', '--region', 'us-east-1'], hours }
}

const DATA = (kind: string) =>
  `[...document.querySelector('[data-chart=${kind}] .plot').uplot.data].map((one) => [...one])`

describe.skipIf(CHROMIUM === null)('the page of a report in a browser', { timeout: 60_000 }, () => {
  let browser: Browser
  let busy: Awaited<ReturnType<typeof written>>
  let brief: Awaited<ReturnType<typeof written>>
  let status: StatusReport
  beforeAll(async () => {
    browser = await launch()
    const { sandbox, target, hours } = await withTraffic()
    busy = await written(sandbox.url, [...target, ...hours(6)])
    brief = await written(sandbox.url, [...target, ...hours(0.25)])
    const { stdout } = await bin(['status', '--methods', '-o', 'json', ...target, ...hours(6)], {
      env: awsEnvironment(sandbox.url),
    })
    status = JSON.parse(stdout)
    await sandbox.close()
  }, 60_000)
  afterAll(() => browser?.close())

  async function opened(text: string, options: Parameters<typeof openFile>[2] = {}) {
    const seen = await openFile(browser, text, options)
    onTestFinished(() => seen.close())
    return seen
  }

  it('asks the network for nothing and complains of nothing', async () => {
    const { page, url, requests, complaints } = await opened(busy.text)

    await page.mouse.move(640, 500)
    await page.locator('summary').first().click()
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.waitForLoadState('networkidle')

    expect(requests).toEqual([url])
    expect(complaints).toEqual([])
  })

  it('draws the hits and misses that status counts, minute for minute', async () => {
    const { page } = await opened(busy.text)

    const [times = [], sums = [], hits = []] = await page.evaluate<(number | null)[][]>(DATA('traffic'))

    const counted = new Map(status.metrics.series.map(({ at, ...counts }) => [Date.parse(at) / 1000, counts]))
    expect(times).toHaveLength(360)
    expect(counted.size).toBeGreaterThan(300)
    for (const [index, at] of times.entries()) {
      const { hits: hit, misses: miss } = counted.get(at ?? 0) ?? { hits: 0, misses: 0 }
      expect([hits[index], sums[index]]).toEqual([hit, hit + miss])
    }
    const total = (values: readonly (number | null)[]) => values.reduce((sum: number, one) => sum + (one ?? 0), 0)
    expect(total(hits)).toBe(status.metrics.hits)
    expect(total(sums) - total(hits)).toBe(status.metrics.misses)
  })

  it('draws ratio and latencies as they are in its JSON, with gaps where there are none', async () => {
    const { page } = await opened(busy.text)
    const { series } = busy.report.stages[0] ?? { series: [] }

    const [, ratios] = await page.evaluate<(number | null)[][]>(DATA('ratio'))
    const [, medians, tails] = await page.evaluate<(number | null)[][]>(DATA('latency'))
    const [, , backend] = await page.evaluate<(number | null)[][]>(DATA('integration'))

    expect(ratios).toEqual(series.map(({ ratio }) => ratio))
    expect(medians).toEqual(series.map(({ latency }) => latency?.p50Ms ?? null))
    expect(tails).toEqual(series.map(({ latency }) => latency?.p95Ms ?? null))
    expect(backend).toEqual(series.map(({ integrationLatency }) => integrationLatency?.p95Ms ?? null))
    expect(medians?.some((value) => value !== null)).toBe(true)
  })

  it('paints them: the charts have ink in the colours of hits and of misses', async () => {
    const { page } = await opened(busy.text)
    const painted = await page.evaluate<readonly number[]>(`(() => {
      const canvas = document.querySelector('[data-chart=traffic] canvas')
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
      const probe = document.createElement('canvas').getContext('2d')
      return ['hits-fill', 'misses-fill'].map((name) => {
        probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--' + name)
        probe.fillRect(0, 0, 1, 1)
        const [r, g, b] = probe.getImageData(0, 0, 1, 1).data
        let count = 0
        for (let at = 0; at < data.length; at += 4) {
          if (data[at] === r && data[at + 1] === g && data[at + 2] === b) count++
        }
        return count
      })
    })()`)
    for (const pixels of painted) expect(pixels).toBeGreaterThan(500)
  })

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('breaks no rule of accessibility: %s, %i pixels wide', async (colorScheme, width) => {
    const { page, violations } = await opened(brief.text, { colorScheme, viewport: { width, height: 900 } })
    // The page itself never scrolls sideways.
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)

    await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`)

    expect(await violations()).toEqual([])
  })

  it('breaks none with several stages, of which one is idle', async () => {
    const stages = brief.report.stages.flatMap((stage) => {
      const status = { ...stage.status, api: { ...stage.status.api, id: 'bbbbbbbbbb' } }
      return [stage, { ...stage, status, series: [], findings: [] }]
    })
    const { page, complaints, violations } = await opened(await renderPage({ ...brief.report, stages }, null))

    expect(await page.locator('h2').allTextContents()).toEqual(['Overview', 'pets / prod', 'pets / prod'])
    expect(await page.locator('[data-chart]').count()).toBe(4)
    expect(await page.locator('figure').count()).toBe(4)
    expect(await violations()).toEqual([])
    expect(complaints).toEqual([])
  })

  it('sorts its overview by the heading that is pressed', async () => {
    const [stage] = brief.report.stages
    if (!stage) throw new Error('there is a stage')
    const stages = [3, 1, null, 2].map((requests) => {
      const metrics = { ...stage.status.metrics, requests }
      return {
        ...stage,
        status: { ...stage.status, api: { id: `n${requests}`, name: `n${requests}` }, metrics },
      }
    })
    const { page, violations } = await opened(await renderPage({ ...brief.report, stages }, null))
    const order = async () =>
      (await page.locator('.stages tbody th').allTextContents()).map((name) => name.split(' ')[0])

    await page.getByRole('button', { name: 'Requests' }).click()
    expect(await order()).toEqual(['n3', 'n2', 'n1', 'nnull'])
    await page.getByRole('button', { name: 'Requests' }).press('Enter')
    expect(await order()).toEqual(['n1', 'n2', 'n3', 'nnull'])
    expect(await page.locator('[aria-sort]').getAttribute('aria-sort')).toBe('ascending')
    expect(await violations()).toEqual([])
  })

  it('breaks no command in two on a narrow screen, and shows where there is more', async () => {
    const { page } = await opened(busy.text, { viewport: { width: 390, height: 900 } })
    const pres = `[...document.querySelectorAll('pre')].map((one) => [
      one.scrollWidth > one.clientWidth,
      one.clientHeight < 2.5 * parseFloat(getComputedStyle(one).lineHeight),
      getComputedStyle(one).backgroundImage.includes('radial-gradient'),
      one.tabIndex,
    ])`

    const all = await page.evaluate<readonly unknown[][]>(pres)

    expect(all.length).toBeGreaterThan(0)
    for (const one of all) expect(one).toEqual([true, true, true, 0])
  })

  it('fits its tables and commands on paper', async () => {
    const stages = Array.from({ length: 3 }, () => busy.report.stages).flat()
    const { page } = await opened(await renderPage({ ...busy.report, stages }, null))
    await page.emulateMedia({ media: 'print' })

    const wide = await page.evaluate<readonly string[]>(`[...document.querySelectorAll('table, pre')]
      .filter((one) => one.offsetParent && one.getBoundingClientRect().right > document.body.getBoundingClientRect().right + 1)
      .map((one) => one.outerHTML.slice(0, 80))`)

    expect(wide).toEqual([])
  })

  it('reads its charts out by keyboard', async () => {
    const { page } = await opened(busy.text)
    const chart = page.locator('[data-chart=traffic] .plot')
    const announced = () => page.locator('#announcer').textContent()
    const { series } = busy.report.stages[0] ?? { series: [] }
    const words = (index: number) => {
      const point = series.at(index)
      const text = (value: number | null | undefined) => value?.toLocaleString('en-US')
      return `${point?.at.slice(0, 16).replace('T', ' ')} to ${new Date(Date.parse(point?.at ?? '') + 60_000).toISOString().slice(11, 16)}: Hits ${text(point?.hits)}, Misses ${text(point?.misses)}`
    }

    await chart.focus()
    await page.keyboard.press('End')
    expect(await announced()).toBe(words(-1))
    await page.keyboard.press('ArrowLeft')
    expect(await announced()).toBe(words(-2))
    await page.keyboard.press('Home')
    expect(await announced()).toBe(words(0))
    // Every chart of the stage is at the same time.
    expect(await page.locator('[data-chart=latency] [data-when]').textContent()).toBe(words(0).split(': ')[0])
    await page.keyboard.press('Escape')
    expect(await page.locator('[data-line=hits]').textContent()).toBe(status.metrics.hits?.toLocaleString('en-US'))
  })

  it('ends its last period where the window ends', async () => {
    const [stage] = busy.report.stages
    if (!stage) throw new Error('there is a stage')
    const last = Date.parse(stage.series.at(-1)?.at ?? '')
    const until = new Date(last + 20_000).toISOString()
    const metrics = { ...stage.status.metrics, periodSeconds: 3600, until }
    const report = { ...busy.report, stages: [{ ...stage, status: { ...stage.status, metrics } }] }
    const { page } = await opened(await renderPage(report, null))

    await page.locator('[data-chart=traffic] .plot').focus()
    await page.keyboard.press('End')

    expect(await page.locator('#announcer').textContent()).toContain(` to ${until.slice(11, 16)}: Hits`)
  })

  it('is reached and skipped by keyboard', async () => {
    const { page } = await opened(busy.text)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the report')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('main')
  })

  it('fits paper, in light colours', async () => {
    const { page } = await opened(busy.text, { colorScheme: 'dark' })
    const widths = `[...document.querySelectorAll('.plot')].map(({ uplot }) => uplot.width)`
    const before = await page.evaluate<number[]>(widths)

    await page.emulateMedia({ media: 'print' })
    const paper = () => page.evaluate(`document.documentElement.hasAttribute('data-paper')`)
    await expect.poll(paper).toBe(true)

    const onPaper = await page.evaluate<number[]>(widths)
    expect(Math.max(...onPaper)).toBeLessThanOrEqual(710)
    expect(Math.max(...before)).toBeGreaterThan(1000)
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
    expect(await page.locator('details').first().isVisible()).toBe(false)
    await page.emulateMedia({ media: 'screen' })
    await expect.poll(paper).toBe(false)
    await expect.poll(() => page.evaluate(widths)).toEqual(before)
  })

  it('gives every figure without JavaScript', async () => {
    const { page, complaints } = await opened(busy.text, { javaScriptEnabled: false })
    const table = page.locator('[data-chart=traffic] details table')

    await page.locator('[data-chart=traffic] summary').click()

    expect(await table.locator('tbody tr').count()).toBe(360)
    expect(await page.locator('.plot').first().isVisible()).toBe(false)
    expect(await page.locator('noscript').textContent()).toContain('Charts need JavaScript')
    expect(complaints).toEqual([])
  })

  it('shows hostile names as text', async () => {
    const name = '<script>alert(1)</script>"\'&<img src=x onerror=alert(2)> שלום \u202egnp.\u0007\u001b[2J'
    const seed: Seed = {
      apis: [
        {
          id: 'aaaaaaaaaa',
          name,
          methods: { 'GET /pets': { integration: { type: 'MOCK' } } },
          stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } },
        },
      ],
    }
    const sandbox = await startSandbox({ seed })
    onTestFinished(() => sandbox.close())
    const { text } = await written(sandbox.url, ['--api', 'aaaaaaaaaa', '--stage', 'prod', '--title', name])

    const { page, complaints, requests, violations } = await opened(text)

    expect(await page.locator('h2').textContent()).toBe(`${clean(name)} / prod`)
    expect(await page.locator('h1').textContent()).toBe(clean(name))
    expect(await page.title()).toContain('<script>alert(1)</script>')
    expect(await page.locator('script').count()).toBe(2)
    expect(await page.locator('img').count()).toBe(0)
    expect(complaints).toEqual([])
    expect(requests).toHaveLength(1)
    expect(await violations()).toEqual([])
  })
})
