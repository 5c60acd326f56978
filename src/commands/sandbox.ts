import { type Command, Option } from 'commander'
import type { Context } from '../context.js'
import { ToolError } from '../core/errors.js'
import { clean } from '../render/text.js'
import type { Sandbox, SandboxOptions, Seed } from '../sandbox/index.js'
import { collect, duration, examples, type GlobalFlags, integer, outputOptions, verb } from './options.js'
import { openSession } from './session.js'

interface SandboxFlags extends GlobalFlags {
  readonly port: number
  readonly host: string
  readonly seed: string
  readonly clusterTime?: number
  readonly flushTime?: number
  readonly metricsDelay?: number
  readonly quota: NonNullable<SandboxOptions['quota']>
  readonly iam: NonNullable<SandboxOptions['iam']>
  readonly fault?: readonly string[]
  readonly knob?: readonly string[]
}

const REGION = 'us-east-1'

const EXIT_INTERRUPTED = 130

const KNOBS_HINT =
  'knobs: keyIncludesVerb, cacheErrorStatuses, flushWithoutCluster, keyIncludesDeployment, overrideInherit, anyKeyMatches, rawSlashes, resizeSequence, enabledDuringDelete, multiValueKey, statusLag'
const FAULTS_HINT = 'faults: stuckDelete, backendDelayMs=<ms>, missRate=<0..1>'

/** What makes every AWS tool talk to the sandbox, with credentials that belong to nobody. */
export function sandboxEnvironment(url: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  }
}

/** What would lead some tool past it. */
export const CONFLICTING = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_ENDPOINT_URL_API_GATEWAY',
  'AWS_ENDPOINT_URL_CLOUDWATCH',
  'AWS_ENDPOINT_URL_STS',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
] as const

export function sandbox(program: Command, context: Context): void {
  const command = verb(program, 'sandbox', 'run a local API Gateway and CloudWatch that really cache')
    .argument('[command...]', 'after --: run this with the environment set, and stop when it ends')
    .option('--port <port>', 'TCP port; 0 takes a free one', integer('--port', 0, 65_535), 4780)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--seed <seed>', 'demo, empty, or a JSON file', 'demo')
    .option('--cluster-time <duration>', 'how long a cluster is created or deleted (default: 4s)', duration)
    .option('--flush-time <duration>', 'how long a flush lasts (default: 2s)', duration)
    .option('--metrics-delay <duration>', 'how late CloudWatch is (default: 0s)', duration)
    .addOption(
      new Option('--quota <quota>', 'off, aws, or requests a second').argParser(quota).default('off'),
    )
    .addOption(
      new Option('--iam <mode>', "check signatures and the policies of the seed's identities")
        .choices(['off', 'enforce'])
        .default('off'),
    )
    .option(
      '--fault <name=value>',
      'switch a fault on, such as stuckDelete or missRate=0.1; repeatable',
      collect,
    )
    .option(
      '--knob <name=value>',
      'choose where AWS is not known, such as keyIncludesVerb=false; repeatable',
      collect,
    )
  outputOptions(command).action(async (words: readonly string[], flags: SandboxFlags) => {
    const session = await openSession(flags, context)
    const running = await start(flags, context)
    try {
      if (words.length > 0) context.setExitCode(await runInside(words, running, context))
      else {
        context.io.out(session.settings.output === 'table' ? introduction(running) : announcement(running))
        await untilInterrupted(context)
      }
    } finally {
      await running.close()
    }
  })
  examples(command, 'sandbox', 'sandbox --port 0 -- npm test', 'sandbox --cluster-time 4m --quota aws')
}

async function start(flags: SandboxFlags, { readFile }: Context): Promise<Sandbox> {
  const { startSandbox } = await import('../sandbox/index.js')
  const { parseAssignments, parseKnobs } = await import('../sandbox/assignments.js')
  const { mergeFaults } = await import('../sandbox/faults.js')
  const chosen = parseKnobs(parseAssignments(flags.knob ?? []))
  if ('problem' in chosen) throw new ToolError('usage', chosen.problem, { hint: KNOBS_HINT })
  const seed = isBuiltIn(flags.seed) ? flags.seed : await seedFile(flags.seed, readFile)
  const running = await listening(flags, () =>
    startSandbox({
      port: flags.port,
      host: flags.host,
      seed,
      clusterTimeMs: flags.clusterTime ?? 4000,
      flushTimeMs: flags.flushTime ?? 2000,
      metricsDelayMs: flags.metricsDelay ?? 0,
      quota: flags.quota,
      iam: flags.iam,
      knobs: chosen.knobs,
    }),
  )
  const problem = mergeFaults(running.faults, parseAssignments(flags.fault ?? []))
  if (problem === null) return running
  await running.close()
  throw new ToolError('usage', problem, { hint: FAULTS_HINT })
}

async function listening(flags: SandboxFlags, begin: () => Promise<Sandbox>): Promise<Sandbox> {
  try {
    return await begin()
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    const code: unknown = Reflect.get(cause, 'code')
    if (typeof code === 'string') {
      const where = `${flags.host}:${flags.port}`
      const hint = code.startsWith('EADDRINUSE')
        ? 'another --port, or --port 0 for a free one'
        : 'check --host and --port'
      throw new ToolError('failure', `the sandbox cannot listen on ${where} (${code})`, { hint, cause })
    }
    // Only a seed that somebody wrote can contradict itself.
    if (isBuiltIn(flags.seed)) throw cause
    throw new ToolError('usage', `"${flags.seed}": ${cause.message}`, { cause })
  }
}

function isBuiltIn(seed: string): seed is 'demo' | 'empty' {
  return seed === 'demo' || seed === 'empty'
}

async function seedFile(path: string, readFile: Context['readFile']): Promise<Seed> {
  const { parseSeed } = await import('../sandbox/seed-schema.js')
  const text = await readFile(path)
  if (text === null) {
    throw new ToolError('usage', `there is no file "${path}"`, { hint: '--seed demo, empty, or a JSON file' })
  }
  try {
    return parseSeed(JSON.parse(text))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ToolError('usage', `"${path}": ${why}`, { cause })
  }
}

function runInside(
  words: readonly string[],
  { url }: Sandbox,
  { env, runCommand }: Context,
): Promise<number> {
  const conflicting: readonly string[] = CONFLICTING
  const kept = Object.entries(env).filter(([name]) => !conflicting.includes(name))
  return runCommand(words, { ...Object.fromEntries(kept), ...sandboxEnvironment(url) })
}

/** Where it listens, and the lines to paste into another terminal. */
function introduction({ url, apis }: Sandbox): string {
  const variables = Object.entries(sandboxEnvironment(url)).map(([name, value]) => `${name}=${value}`)
  return [
    `sandbox listening on ${url} (Ctrl-C stops it)`,
    '',
    ...apis.flatMap(({ id, name, stages }) =>
      stages.map((stage) => `  API ${clean(name)} (${id}), stage ${clean(stage.name)}: ${stage.invokeUrl}`),
    ),
    '',
    'In another terminal:',
    '',
    `unset ${CONFLICTING.join(' ')}`,
    `export ${variables.join(' ')}`,
    '',
  ].join('\n')
}

function announcement({ url, apis }: Sandbox): string {
  return `${JSON.stringify({ url, apis })}\n`
}

/** Ctrl-C is how a sandbox ends: nothing went wrong, and the exit code says how it ended. */
async function untilInterrupted({ signal, clock, io, setExitCode }: Context): Promise<void> {
  const A_DAY_MS = 24 * 3_600_000
  try {
    for (;;) await clock.sleep(A_DAY_MS, signal)
  } catch (cause) {
    if (!signal.aborted) throw cause
    io.err('the sandbox has stopped')
    setExitCode(EXIT_INTERRUPTED)
  }
}

function quota(text: string): SandboxFlags['quota'] {
  if (text === 'off' || text === 'aws') return text
  const perSecond = Number(text)
  if (perSecond > 0) return perSecond
  throw new ToolError('usage', `--quota is "${text}"`, { hint: 'off, aws, or requests a second' })
}
