import type { Command } from 'commander'
import type { Context } from '../../context.js'
import { shellWords } from '../../core/base/shell.js'
import type { Sandbox } from '../../sandbox/index.js'
import { verb } from '../flags/common.js'
import { CONFLICTING, sandboxEnvironment } from '../sandbox/command.js'

interface Step {
  readonly says: string
  readonly runs: readonly string[]
}

const TARGET = ['--api', 'pets', '--stage', 'prod']
const VISITS = 20

/** Steps of the story; each runs the very command that it shows. */
const BEFORE_TRAFFIC: readonly Step[] = [
  { says: 'An API with a stage, and no cache yet.', runs: ['status', ...TARGET] },
  {
    says: 'Provision the cache. On AWS this takes about four minutes.',
    runs: ['enable', ...TARGET, '--size', '0.5'],
  },
  {
    says: 'Is it really caching? Ask for the same path several times and compare.',
    runs: ['verify', '/pets', ...TARGET, '--expect', 'cached'],
  },
]

const AFTER_TRAFFIC: readonly Step[] = [
  { says: 'CloudWatch has counted them, with the five probes.', runs: ['status', ...TARGET, '--methods'] },
  {
    says: 'Keep one path for a minute only, and let its clients refresh what they ask for.',
    runs: ['override', 'GET', '/users', '--ttl', '60', '--no-require-authorization', ...TARGET],
  },
  {
    says: 'GET /users ignores its query string: make type a part of the cache key, and publish that.',
    runs: ['keys', 'add', 'GET', '/users', 'querystring.type', ...TARGET, '--deploy', '--yes'],
  },
  {
    says: 'Each type has an entry of its own now: refresh two of them, and leave the rest of the cache alone.',
    runs: ['invalidate', '/users', '--param', 'querystring.type=admin,regular', ...TARGET],
  },
  { says: 'Throw every entry away.', runs: ['flush', ...TARGET, '--yes'] },
  {
    says: 'The timestamp is a new one, and is cached again.',
    runs: ['verify', '/pets', ...TARGET, '--expect', 'cached'],
  },
  { says: 'All of this as a file, to be reviewed like code.', runs: ['export', ...TARGET] },
]

const FILE_NAME = 'apigw-cache.yaml'
/** What somebody has made of that file. */
const FILE = `version: 1
stages:
  - api: pets
    stage: prod
    settings: { ttl: 120 }
    methods:
      GET /users:  { ttl: 30, keys: [querystring.type] }
      GET /health: { caching: false }
`

const AS_A_FILE: readonly Step[] = [
  { says: `Somebody shortens it, and changes what it says:\n\n${FILE}`, runs: ['plan'] },
  { says: 'Make it so. What the file does not name is left alone.', runs: ['apply', '--yes'] },
  { says: 'From now on a pipeline can tell when somebody changes it by hand.', runs: ['plan', '--check'] },
  { says: 'Remove the cache, so that nothing is billed.', runs: ['disable', ...TARGET, '--yes'] },
]

export function demo(program: Command, context: Context): void {
  verb(program, 'demo', 'the whole story in one minute, in a sandbox, without an AWS account').action(async () => {
    const { startSandbox } = await import('../../sandbox/index.js')
    const running = await startSandbox({ seed: 'demo', clusterTimeMs: 3800, flushTimeMs: 900 })
    try {
      await tell(context, running)
    } finally {
      await running.close()
    }
  })
}

async function tell(context: Context, { url, apis }: Sandbox): Promise<void> {
  const { io } = context
  const conflicting: readonly string[] = CONFLICTING
  const inherited = Object.entries(context.env).filter(
    ([name]) => !conflicting.includes(name) && !name.startsWith('APIGW_CACHE_'),
  )
  const env = { ...Object.fromEntries(inherited), ...sandboxEnvironment(url) }
  const { styleOf } = await import('../../render/format/style.js')
  const { paint } = styleOf(io.stdout, 'auto', env)
  const step = async ({ says, runs }: Step) => {
    io.out(`\n${paint.bold(says)}\n${paint.dim('$')} apigw-cache ${runs.join(' ')}\n`)
    // Without the caller's configuration file, which is about other stages.
    const readFile = async (path: string) => (path === FILE_NAME ? FILE : null)
    const code = await context.run(runs, { env, readFile })
    if (code !== 0) context.setExitCode(code)
    return code === 0
  }
  for (const one of BEFORE_TRAFFIC) if (!(await step(one))) return
  await visit(context, apis[0]?.stages[0]?.invokeUrl ?? url)
  for (const one of [...AFTER_TRAFFIC, ...AS_A_FILE]) if (!(await step(one))) return
  io.out(
    `\n${paint.bold('That was the sandbox; the same commands work on AWS.')}\nStart your own:\n  ${shellWords(...context.startedAs, 'sandbox')}\n`,
  )
}

/** Makes some traffic to be counted. */
async function visit({ io, http, signal }: Context, invokeUrl: string): Promise<void> {
  io.out(`\n${VISITS} visitors ask for /pets.\n`)
  for (let i = 0; i < VISITS; i++) {
    const url = `${invokeUrl}/pets`
    await http({ method: 'GET', url, headers: [], maxBytes: 65_536, timeoutMs: 10_000, signal })
  }
}
