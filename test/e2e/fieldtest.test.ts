import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { program, ROOT, type SpawnOptions } from '../support/program.js'

const hasMoto = spawnSync('which', ['moto_server']).status === 0

/** `npm run fieldtest -- …`, and what it has written. */
async function run(args: readonly string[], options: SpawnOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-fieldtest-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const out = join(folder, 'fieldtest.json')
  const ran = await program(process.execPath, [join(ROOT, 'fieldtest/run.js'), ...args, '--out', out], options)
  const written = () => JSON.parse(readFileSync(out, 'utf8'))
  return { ...ran, written }
}

describe('npm run fieldtest', { timeout: 400_000 }, () => {
  it('finds that every statement holds of the sandbox, and writes what it has seen', async () => {
    const { code, stdout, written } = await run(['--strict'])
    expect(stdout.match(/^[✗!-] .*(\n {4}.*)*/gm)).toBe(null)
    expect(stdout).toMatch(/ hold, 0 differ, 0 could not be asked, 0 skipped/)
    expect(stdout).toContain('U1 keyIncludesVerb = true')
    expect(code).toBe(0)
    const { observations, unknowns, left } = written()
    expect(observations.length).toBeGreaterThan(120)
    expect(observations[0]).toMatchObject({ statement: 'C30', verdict: 'holds' })
    expect([left, unknowns.length > 20]).toEqual([[], true])
  })

  it('removes what it has made on Ctrl-C', async () => {
    const { code, stdout, stderr } = await run([], { signalAt: { text: 'C54', signal: 'SIGINT' } })
    expect(stderr).toContain('interrupted: removing what was made')
    expect(stderr).toMatch(/removed apigw-cache-fieldtest-scratch/)
    expect(stdout).toMatch(/statements asked/)
    expect(code).toBe(130)
  })

  it.skipIf(!hasMoto)('finds much that does not hold of moto (skipped without moto_server)', async () => {
    const url = await startedMoto()
    const only = 'C30,C31,C33,C34,C35,C36,C37,C38,C39,C40,C41,C42,C44,C54,C56,C57,L6,L8,L12,I3,I5,C9,T1'
    const { code, stdout } = await run(['--endpoint', url, '--only', only])
    expect(stdout).toContain('U16 what a batch with one bad operation changes = "half" (the sandbox: "nothing")')
    const [, differing = '0'] = / hold, (\d+) differ/.exec(stdout) ?? []
    expect(Number(differing)).toBeGreaterThan(15)
    expect(stdout).toMatch(/^✓ T1 /m)
    expect(code).toBe(0)
  })
})

async function startedMoto(): Promise<string> {
  const port = await freePort()
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  onTestFinished(() => void child.kill())
  const url = `http://127.0.0.1:${port}`
  for (let left = 300; left > 0; left--) {
    const up = await fetch(url).catch(() => null)
    if (up) return url
    await wait(200)
  }
  throw new Error('moto_server does not answer')
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })
}
