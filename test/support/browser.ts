import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
/** Null where the machine has no Chromium. */
export const CHROMIUM = PLACES.find((path) => existsSync(path)) ?? null

/** It must ask nobody anything by itself. */
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM ?? '', args: ARGS })
}

export interface Opened {
  readonly page: Page
  /** What the page itself is: the only request that is expected. */
  readonly url: string
  /** Every URL that was asked for. */
  readonly requests: readonly string[]
  /** What the console said, errors that nobody caught, and questions. */
  readonly complaints: readonly string[]
  /** Rules that axe finds broken, with the elements. */
  violations(): Promise<readonly string[]>
  close(): Promise<void>
}

/** An HTML file opened from the disk, with an eye on everything that it does. */
export async function openFile(browser: Browser, text: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'apigw-cache-page-'))
  const file = join(folder, 'report.html')
  await writeFile(file, text)
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const requests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => void requests.push(request.url()))
  page.on('console', (message) => void complaints.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => void complaints.push(error.message))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  const url = pathToFileURL(file).href
  await page.goto(url)
  return {
    page,
    url,
    requests,
    complaints,
    violations: () => violationsIn(page),
    async close() {
      await context.close()
      await rm(folder, { recursive: true })
    },
  }
}

async function violationsIn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()')
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}
