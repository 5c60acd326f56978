import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { alternate, processMs, ratio } from './measure.js'
import { awsEnv } from './peers.js'
import { startServer } from './servers.js'

const FEW = 20
const MANY = 200
const METHODS = 50
const RUNS = 3
/** Ten times the stages, and a tenth for noise. */
const TARGET = { atMost: 11 }

/** Every stage differs from the file in the keys of each method, which is the most that a plan has to think about. */
export async function plan({ built }) {
  const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-bench-'))
  const seedFile = join(folder, 'seed.json')
  writeFileSync(seedFile, JSON.stringify({ apis: named(MANY).map(api) }))
  const sandbox = await startServer('./sandbox-server.js', { module: built.sandbox, seedFile, pageSize: 500 })
  try {
    const planned = (count) => {
      const file = join(folder, `${count}.json`)
      writeFileSync(file, JSON.stringify({ version: 1, stages: named(count).map(wanted) }))
      return () => planMs(file, built, awsEnv(sandbox.url))
    }
    const seen = await alternate({ many: planned(MANY), few: planned(FEW) }, { runs: RUNS })
    const parts = [
      [`${MANY} stages`, seen.many],
      [`${FEW} stages`, seen.few],
    ]
    return {
      measures: [ratio('plan -o json', 'ms', ...parts, TARGET)],
      notes: [`${METHODS} methods a stage, each of which gets keys, and is deployed`],
    }
  } finally {
    await sandbox.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function planMs(file, built, env) {
  const args = [built.bin, 'plan', '-f', file, '--deploy', '-o', 'json', '--rate', '100000/s']
  return processMs(process.execPath, args, { env, maxBuffer: 1e9 })
}

function named(count) {
  return Array.from({ length: count }, (_, index) => ({
    id: `api${String(index).padStart(7, '0')}`,
    name: `api-${index}`,
  }))
}

function paths() {
  return Array.from({ length: METHODS }, (_, index) => `GET /things-${index}/{id}`)
}

function api(one) {
  const method = { integration: { type: 'MOCK' }, parameters: ['querystring.type'], keys: ['path.id'] }
  return {
    ...one,
    methods: Object.fromEntries(paths().map((name) => [name, method])),
    stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } },
  }
}

function wanted({ id }) {
  const method = { ttl: 60, keys: ['path.id', 'querystring.type'] }
  return { api: id, stage: 'prod', methods: Object.fromEntries(paths().map((name) => [name, method])) }
}
