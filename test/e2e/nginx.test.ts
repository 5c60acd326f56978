import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bin } from '../support/program.js'

const hasNginx = spawnSync('nginx', ['-v']).status === 0

describe.skipIf(!hasNginx)('verify in front of nginx (skipped where it is not installed)', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'verify-nginx-'))
  let origin: Server
  let nginx: ChildProcess
  let url = ''

  beforeAll(async () => {
    origin = createServer((request, response) => {
      const body = request.url?.startsWith('/static') ? { name: 'pets' } : { generatedAt: new Date().toISOString() }
      response.setHeader('Content-Type', 'application/json')
      response.end(JSON.stringify(body))
    })
    const behind = await listening(origin)
    const port = await freePort()
    const file = join(folder, 'nginx.conf')
    writeFileSync(file, configuration(port, behind))
    nginx = spawn('nginx', ['-p', folder, '-c', file, '-e', join(folder, 'error.log')], { stdio: 'ignore' })
    await accepting(port, nginx)
    url = `http://127.0.0.1:${port}`
  })

  afterAll(async () => {
    origin.closeAllConnections()
    origin.close()
    if (nginx.exitCode === null) {
      const gone = new Promise((resolve) => nginx.once('exit', resolve))
      nginx.kill('SIGTERM')
      await gone
    }
    rmSync(folder, { recursive: true, force: true })
  })

  it('sees that one location is cached, without any AWS settings', async () => {
    const { code, stdout, stderr } = await bin(['verify', `${url}/cached`, '--expect', 'cached', '-o', 'json'])

    expect(JSON.parse(stdout).reports).toMatchObject([
      {
        target: null,
        verdict: 'cached',
        layer: 'some-cache',
        freshness: { source: 'body:generatedAt', kind: 'timestamp' },
      },
    ])
    expect(code, stderr).toBe(0)
  })

  it('sees that the other one is not', async () => {
    const right = await bin(['verify', `${url}/plain`, '--expect', 'not-cached', '-o', 'json'])
    expect(JSON.parse(right.stdout).reports).toMatchObject([{ verdict: 'not-cached', layer: null, passed: true }])
    expect(right.code).toBe(0)

    const wrong = await bin(['verify', `${url}/plain`, '--expect', 'cached'])
    expect(wrong.stdout).toContain('✗ not-cached  (expected: cached)')
    expect(wrong.code).toBe(6)
  })

  it('claims nothing of what says nothing about when it was made', async () => {
    const { code, stdout } = await bin(['verify', `${url}/static`, '-o', 'json'])

    expect(JSON.parse(stdout).reports).toMatchObject([{ verdict: 'inconclusive', passed: false }])
    expect(code).toBe(6)
  })

  it('leaves out answers of which nginx itself says that they are hits', async () => {
    const { code, stdout } = await bin(['verify', `${url}/told`, '-o', 'json'])

    const [report] = JSON.parse(stdout).reports
    expect(report.verdict).toBe('inconclusive')
    expect(report.checks).toContainEqual(
      expect.objectContaining({ id: 'other-cache', detail: expect.stringContaining('X-Cache: HIT') }),
    )
    expect(code).toBe(6)
  })

  it('warms the cached location, and says of the other that nothing was stored', async () => {
    const { code, stdout } = await bin(['warm', `${url}/cached/new`, `${url}/plain/new`, '-o', 'json'])

    expect(JSON.parse(stdout)).toMatchObject({
      passed: false,
      reports: [{ cached: true }, { cached: false }],
    })
    expect(code).toBe(6)
  })
})

function configuration(port: number, origin: number): string {
  const cached = `proxy_pass http://127.0.0.1:${origin}; proxy_cache entries; proxy_cache_valid 200 1m;`
  return `
daemon off;
master_process off;
pid nginx.pid;
error_log error.log;
events {}
http {
  access_log off;
  client_body_temp_path client;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  proxy_cache_path cache keys_zone=entries:1m;
  server {
    listen 127.0.0.1:${port};
    location /cached { ${cached} }
    location /static { ${cached} }
    location /told { ${cached} add_header X-Cache $upstream_cache_status; }
    location /plain { proxy_pass http://127.0.0.1:${origin}; }
  }
}
`
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listening(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A program that has just been started has no port yet. */
async function accepting(port: number, started: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (started.exitCode !== null) throw new Error(`nginx ended with ${started.exitCode}`)
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (open) return
    await pause(50)
  }
  throw new Error('nginx does not listen')
}
