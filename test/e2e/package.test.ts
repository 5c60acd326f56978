import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { program, ROOT } from '../support/program.js'

const STORY = `
const sandbox = await startSandbox({ seed: 'demo', clusterTimeMs: 200 })
const connection = await connect({
  region: 'us-east-1',
  endpoint: sandbox.url,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})
const stage = await connection.stage({ api: 'pets', stage: 'prod' })
const cache = await stage.enable({ size: '0.5' })
console.log(cache.cluster.status, cache.cluster.size)
const { passed, reports } = await stage.verify({ paths: ['/pets'], intervalMs: 20 })
console.log(passed, reports[0]?.verdict)
console.log(await stage.verify({ paths: ['/pets'], headers: [['Cookie', 's=1']] }).catch(({ kind, code }) => [kind, code].join(' ')))
const { reports: others } = await connection.urls.verify({ paths: [reports[0]?.url ?? ''], intervalMs: 20 })
console.log(others[0]?.target)
await sandbox.close()
`

describe('the published package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-consumer-'))

  beforeAll(() => {
    const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [{ filename }] = JSON.parse(packed.toString())
    const installed = join(folder, 'node_modules/apigw-cache')
    mkdirSync(installed, { recursive: true })
    execFileSync('tar', ['-xzf', join(folder, filename), '--strip-components=1', '-C', installed])
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  }, 120_000)

  afterAll(() => rmSync(folder, { recursive: true }))

  it('works from an ES module with nothing else installed', async () => {
    writeFileSync(
      join(folder, 'use.mjs'),
      `import { connect } from 'apigw-cache'
       import { startSandbox } from 'apigw-cache/sandbox'
       ${STORY}`,
    )
    const { stdout, code } = await program(process.execPath, ['use.mjs'], { cwd: folder })
    expect(stdout).toBe('AVAILABLE 0.5\ntrue cached\nusage private-answers\nnull\n')
    expect(code).toBe(0)
  })

  it('works by require', async () => {
    writeFileSync(
      join(folder, 'use.cjs'),
      `const { connect } = require('apigw-cache')
       const { startSandbox } = require('apigw-cache/sandbox')
       void (async () => { ${STORY} })()`,
    )
    const { stdout, code } = await program(process.execPath, ['use.cjs'], { cwd: folder })
    expect(stdout).toBe('AVAILABLE 0.5\ntrue cached\nusage private-answers\nnull\n')
    expect(code).toBe(0)
  })

  const compiled = (file: string, text: string) => {
    writeFileSync(join(folder, file), text)
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    const flags = '--noEmit --strict --skipLibCheck false --module nodenext --target es2023'.split(' ')
    return program(process.execPath, [tsc, ...flags, '--types', '', file], { cwd: folder })
  }

  it('has declarations that compile strictly with no other package there', async () => {
    const { stdout, code } = await compiled(
      'use.ts',
      `import { connect, type StageCache, type VerifyReport } from 'apigw-cache'
       import { startSandbox } from 'apigw-cache/sandbox'
       ${STORY}
       const size: StageCache['cluster']['size'] = cache.cluster.size
       const verdict: VerifyReport['verdict'] | undefined = reports[0]?.verdict
       console.log(size, verdict)`,
    )
    expect(stdout).toBe('')
    expect(code).toBe(0)
  }, 60_000)

  it("is used in README's examples as its declarations say", async () => {
    const [, library = ''] = readFileSync(join(ROOT, 'README.md'), 'utf8').split('## As a library')
    const [first = '', second = '', ...more] = [...library.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(
      ([, text = '']) => text,
    )
    const reading = 'declare const readFile: (path: string, encoding: string) => Promise<string>'
    const { stdout, code } = await compiled(
      'readme.ts',
      `${first}\n${reading}\nasync function several() {\n${second}\nconsole.log(applied, failed, yaml)\n}\nvoid several`,
    )
    expect(more).toEqual([])
    expect(first).toContain('onAsk')
    expect(stdout).toBe('')
    expect(code).toBe(0)
  }, 60_000)
})
