import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { awsEnv } from './peers.js'
import { startServer } from './servers.js'

/** A sandbox with so many APIs over accounts and regions, and what a list over all of them needs. */
export async function startFleet(built, apis, options = {}) {
  const settings = { module: built.sandbox, seed: `fleet:${apis}`, pageSize: 500, ...options }
  const sandbox = await startServer('./sandbox-server.js', settings)
  const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-bench-'))
  const { worlds } = await asked(`${sandbox.url}/_sandbox/health`)
  const used = worlds.filter((world) => world.apis > 0)
  const accounts = [...new Set(used.map(({ accountId }) => accountId))]
  const regions = [...new Set(used.map(({ region }) => region))]
  const file = join(folder, 'accounts.csv')
  writeFileSync(file, ['account', ...accounts, ''].join('\n'))
  const role = 'arn:aws:iam::{account}:role/reader'
  return {
    worlds: used,
    args: ['list', '-o', 'ndjson', '--accounts', file, '--role', role, '--regions', regions.join(',')],
    env: awsEnv(sandbox.url),
    requests: () => asked(`${sandbox.url}/_sandbox/requests`),
    forget: () => asked(`${sandbox.url}/_sandbox/requests`, { method: 'DELETE' }),
    async stop() {
      rmSync(folder, { recursive: true, force: true })
      await sandbox.stop()
    },
  }
}

async function asked(url, init) {
  const response = await fetch(url, init)
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  const text = await response.text()
  return text === '' ? null : JSON.parse(text)
}
