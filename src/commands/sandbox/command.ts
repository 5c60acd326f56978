import { type Command, Option } from 'commander'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { clean } from '../../render/format/text.js'
import { counted } from '../../render/format/units.js'
import type { Sandbox, SandboxApi } from '../../sandbox/index.js'
import { isLoopback } from '../../sandbox/server/hosts.js'
import { type AnyChoices, helpOf } from '../../sandbox/world/choices.js'
import { FAULTS } from '../../sandbox/world/faults.js'
import { KNOBS } from '../../sandbox/world/knobs.js'
import { examples, outputOptions, verb } from '../flags/common.js'
import { collect, duration, integer, once } from '../flags/values.js'
import type { LineFile } from './access-log.js'
import type { SandboxFlags } from './start.js'

const REGION = 'us-east-1'

const EXIT_INTERRUPTED = 130
/** More of them in one account and region are counted, not listed. */
const FEW_APIS = 5

/** Builds the variables that point every AWS tool to the sandbox, with credentials that belong to nobody. */
export function sandboxEnvironment(url: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  }
}

/** Variables that would lead some tools elsewhere. */
export const CONFLICTING = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_ENDPOINT_URL_ACCOUNT',
  'AWS_ENDPOINT_URL_API_GATEWAY',
  'AWS_ENDPOINT_URL_CLOUDWATCH',
  'AWS_ENDPOINT_URL_CLOUDWATCH_LOGS',
  'AWS_ENDPOINT_URL_STS',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
] as const

export function sandbox(program: Command, context: Context): void {
  const command = verb(program, 'sandbox', 'run a local API Gateway and CloudWatch that really cache')
    .argument('[command...]', 'after --: run this with the environment set, and stop when it ends')
    .option(
      '--port <port>',
      'TCP port, or 0 for a free one (default: 4780; with a command a free one if that is taken)',
      integer('--port', 0, 65_535),
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--allow-host <name>', "a further name that it answers to, such as a container's; repeatable", collect)
    .option(
      '--seed <seed>',
      'demo, empty, traffic, fleet, fleet:<APIs>, or a JSON file (default: demo, or empty with --openapi and --template)',
    )
    .option('--page-size <items>', 'the largest page of a collection (default: 500)', integer('--page-size', 1, 500))
    .option(
      '--openapi <file>',
      'one more API, as an OpenAPI or Swagger file describes it, on a stage prod',
      once('--openapi'),
    )
    .option(
      '--template <file>',
      'the REST APIs of a CloudFormation or SAM template, as CDK, Serverless and SAM give it',
      once('--template'),
    )
    .option('--parameter <name=value>', 'a parameter of the template, or AWS::StackName; repeatable', collect)
    .option('--state <file>', 'keep APIs, stages and settings in this file over restarts', once('--state'))
    .option(
      '--handler <name=file>',
      'a JavaScript module whose handler, or #export, is the Lambda function of that name or logical id; repeatable',
      collect,
    )
    .option(
      '--access-log <file>',
      "add a line for each request to this file, in the format of the stage's access log or as JSON",
    )
    .option('--cluster-time <duration>', 'how long a cluster is created or deleted (default: 4s)', duration)
    .option('--flush-time <duration>', 'how long a flush lasts (default: 2s)', duration)
    .option('--metrics-delay <duration>', 'how late CloudWatch is (default: 0s)', duration)
    .option('--history <duration>', 'how far made-up metrics go back, such as 14d', historyDays)
    .addOption(new Option('--quota <quota>', 'off, aws, or requests a second').argParser(quota).default('off'))
    .addOption(
      new Option('--iam <mode>', "check signatures and the policies of the seed's identities")
        .choices(['off', 'enforce'])
        .default('off'),
    )
    .option('--fault <name=value>', 'switch a fault on, such as stuckDelete or missRate=0.1; repeatable', collect)
    .option('--knob <name=value>', 'choose where AWS is not known, such as keyIncludesVerb=false; repeatable', collect)
  outputOptions(command).action(async (words: readonly string[], flags: SandboxFlags) => {
    const { openSession } = await import('../session/session.js')
    const { startSandboxWith } = await import('./start.js')
    const session = await openSession(flags, context)
    if (!isLoopback(flags.host)) session.warn(openTo(flags.host))
    const accessLog = await accessLogOf(flags, context)
    const running = await startSandboxWith({ ...flags, hasCommand: words.length > 0 }, context, accessLog?.add)
    for (const note of running.notes) session.warn(clean(note))
    try {
      if (words.length > 0) context.setExitCode(await runInside(words, running, context))
      else {
        context.io.out(session.settings.output === 'table' ? introduction(running, flags) : announcement(running))
        await untilInterrupted(context)
      }
    } finally {
      await running.close()
      await accessLog?.written()
    }
  })
  command.addHelpText('after', () => choicesHelp(command))
  examples(
    command,
    'sandbox',
    'sandbox -- npm test',
    'sandbox --cluster-time 4m --quota aws',
    'sandbox --seed fleet:600 --quota aws',
    'sandbox --template cdk.out/Shop.template.json -- apigw-cache doctor --stage prod',
  )
}

async function accessLogOf({ accessLog }: SandboxFlags, context: Context): Promise<LineFile | null> {
  if (accessLog === undefined) return null
  const { accessLogFile } = await import('./access-log.js')
  return accessLogFile(accessLog, context)
}

/** What listening elsewhere than on loopback means. */
function openTo(host: string): string {
  return `--host ${clean(host)} lets everybody who reaches this machine there change the sandbox and read what is in it`
}

/** Lists the faults and knobs by name, which the options only mention. */
function choicesHelp(command: Command): string {
  const helper = command.createHelp()
  const lines = (choices: AnyChoices) =>
    helpOf(choices).map(({ name, about }) => helper.formatItem(name, 24, about, helper))
  return [
    '\nFaults (--fault name=value):',
    ...lines(FAULTS),
    '\nKnobs (--knob name=value), where AWS is not known:',
    ...lines(KNOBS),
  ].join('\n')
}

function runInside(words: readonly string[], { url }: Sandbox, { env, runCommand }: Context): Promise<number> {
  const conflicting: readonly string[] = CONFLICTING
  const kept = Object.entries(env).filter(([name]) => !conflicting.includes(name))
  return runCommand(words, { ...Object.fromEntries(kept), ...sandboxEnvironment(url) })
}

/** Shows the address, and the lines to paste into another terminal. */
function introduction({ url, apis }: Sandbox, { openapi }: SandboxFlags): string {
  const variables = Object.entries(sandboxEnvironment(url)).map(([name, value]) => `${name}=${value}`)
  const worlds = worldsOf(apis)
  return [
    `sandbox listening on ${url} (Ctrl-C stops it)`,
    '',
    ...(worlds.length > 1 ? worlds.flatMap(worldLines) : apis.flatMap(stageLines)),
    ...(openapi === undefined ? [] : ['', MADE_UP]),
    '',
    'In another terminal:',
    '',
    `unset ${CONFLICTING.join(' ')}`,
    `export ${variables.join(' ')}`,
    ...(worlds.length > 1
      ? ['# another account: AWS_ACCESS_KEY_ID=<account>; another region: AWS_REGION and AWS_DEFAULT_REGION']
      : []),
    '',
  ].join('\n')
}

/** API Gateway would refuse to deploy a method without an integration. */
const MADE_UP = `Methods without an integration, and functions without --handler, answer with
the document's examples and the time.`

/** The APIs of each account and region. */
function worldsOf(apis: readonly SandboxApi[]): readonly (readonly SandboxApi[])[] {
  const worlds = new Map<string, SandboxApi[]>()
  for (const api of apis) {
    const place = `${api.accountId}/${api.region}`
    const known = worlds.get(place)
    if (known) known.push(api)
    else worlds.set(place, [api])
  }
  return [...worlds.values()]
}

function worldLines(apis: readonly SandboxApi[]): readonly string[] {
  const { accountId, region } = apis[0] ?? { accountId: '', region: '' }
  const stages = apis.reduce((sum, api) => sum + api.stages.length, 0)
  const size = `${counted(apis.length, 'API')}, ${counted(stages, 'stage')}`
  const place = `  account ${accountId}, ${region}: ${size}`
  return apis.length > FEW_APIS ? [place] : [place, ...apis.flatMap(stageLines).map((line) => `  ${line}`)]
}

function stageLines({ id, name, stages }: SandboxApi): readonly string[] {
  return stages.map((stage) => `  API ${clean(name)} (${id}), stage ${clean(stage.name)}: ${stage.invokeUrl}`)
}

function announcement({ url, apis }: Sandbox): string {
  return `${JSON.stringify({ url, apis })}\n`
}

/** Ends with Ctrl-C, the normal end of a sandbox; the exit code still tells how. */
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

function historyDays(text: string): number {
  const days = duration(text) / 86_400_000
  if (days <= 63) return days
  throw new ApigwCacheError('usage', 'command-line', `--history is "${text}"`, { hint: 'at most 63d' })
}

function quota(text: string): SandboxFlags['quota'] {
  if (text === 'off' || text === 'aws') return text
  const perSecond = Number(text)
  if (perSecond > 0) return perSecond
  throw new ApigwCacheError('usage', 'command-line', `--quota is "${text}"`, {
    hint: 'off, aws, or requests a second',
  })
}
