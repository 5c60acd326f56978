import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { alternate, processMs, ratio } from './measure.js'
import { awsEnv } from './peers.js'
import { record } from './recorder.js'
import { startServer } from './servers.js'
import { statusArgs } from './status-run.js'

const TARGET = { atMost: 2 }
const BARE = fileURLToPath(new URL('./bare-status.js', import.meta.url))

export async function statusFloor({ built }) {
  const sandbox = await startServer('./sandbox-server.js', { module: built.sandbox, seed: 'demo' })
  const script = join(built.folder, 'requests.json')
  try {
    const requests = await record(sandbox.url, process.execPath, [built.bin, ...statusArgs], awsEnv)
    writeFileSync(script, JSON.stringify({ url: sandbox.url, requests }))
    const env = awsEnv(sandbox.url)
    const seen = await alternate({
      own: () => processMs(process.execPath, [built.bin, ...statusArgs], { env }),
      bare: () => processMs(process.execPath, [BARE, script], { env }),
    })
    const bare = [`bare script with the same ${requests.length} requests`, seen.bare]
    return { measures: [ratio('-o json', 'ms', ['apigw-cache', seen.own], bare, TARGET)] }
  } finally {
    rmSync(script, { force: true })
    await sandbox.stop()
  }
}
