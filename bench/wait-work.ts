// Simulated enables through the tool's core and the sandbox, each on a fake clock of its own.
import { enableCache } from '../src/core/cluster/enable.js'
import { openStage } from '../src/core/find/target.js'
import { openConnection } from '../src/io/aws/connection.js'
import { createHttp } from '../src/io/network/http.js'
import { startSandbox } from '../src/sandbox/index.js'
import { seededRandom } from '../src/sandbox/world/random.js'
import { FakeClock } from '../test/support/clock.js'

const TYPICAL_MS = 240_000
const SIGMA = 0.3
const SHORTEST_MS = 60_000
const LONGEST_MS = 600_000
const ENV = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_CONFIG_FILE: '/nonexistent/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
}

interface Wait {
  /** From the moment at which the cluster serves to the end of the wait. */
  readonly lagMs: number
  readonly waitedMs: number
  readonly calls: number
}

const random = seededRandom(1)
const waits: Wait[] = []
for (let left = Number(process.argv[2]); left > 0; left--) waits.push(await enableOnce(readyAfterMs()))
process.stdout.write(JSON.stringify(waits))

async function enableOnce(clusterTimeMs: number): Promise<Wait> {
  const clock = new FakeClock()
  const sandbox = await startSandbox({ clock: clock.served, randomSeed: 1, clusterTimeMs })
  try {
    const door = createHttp(clock)
    const connection = await openConnection(
      { region: 'us-east-1', endpointUrl: sandbox.url },
      { env: ENV, clock, random, http: (request) => clock.during(door(request)) },
    )
    const stage = await openStage(connection, { stage: 'prod' })
    const before = sandbox.requests().length
    const startedAt = clock.now()
    await enableCache(stage, { size: '0.5', timeoutMs: 900_000 })
    const requests = sandbox.requests()
    const accepted = requests.find(({ operation }) => operation === 'UpdateStage')
    if (!accepted) throw new Error('nothing was enabled')
    const lagMs = clock.now() - Date.parse(accepted.at) - clusterTimeMs
    return { lagMs, waitedMs: clock.now() - startedAt, calls: requests.length - before }
  } finally {
    await sandbox.close()
  }
}

/** Log-normal, by Box and Muller. */
function readyAfterMs(): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Math.round(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, TYPICAL_MS * Math.exp(SIGMA * normal))))
}
