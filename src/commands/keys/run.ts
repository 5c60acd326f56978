import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { Spelling } from '../../core/base/spelling.js'
import { checkPathKeys, parseKey } from '../../core/gateway/key.js'
import type { Target } from '../../core/gateway/model.js'
import { takeMethod } from '../../core/gateway/named-method.js'
import type { KeysOptions } from '../../core/keys/change.js'
import type { KeyChange } from '../../core/keys/report.js'
import { stageOf } from '../../stage.js'
import { asker } from '../asking/ask.js'
import { requireYesToDeploy } from '../asking/keys.js'
import { openSession, type Session } from '../session/session.js'
import { commandSpelling } from '../session/spelling.js'
import { showKept } from '../session/stage-change.js'
import type { KeysAction, KeysFlags } from './command.js'

export async function runKeys(
  action: KeysAction,
  words: readonly string[],
  flags: KeysFlags,
  context: Context,
): Promise<void> {
  if (action === 'list') return list(words, flags, context)
  const request = requestOf(action, words, flags)
  if (request.deploy) requireYesToDeploy(flags, context)
  const { dryRun, timeout: timeoutMs } = flags
  const session = await openSession(flags, context)
  const connection = await session.connect({ dryRun, timeoutMs })
  const open = await session.open(connection)
  const options = {
    // A dry run has nothing to wait for.
    wait: !dryRun,
    timeoutMs,
    onNote: session.warn,
    onAsk: asker(context, session, connection, flags),
    managedBy: session.settings.managedBy,
    acceptUnkeyed: flags.acceptUnkeyed,
    acceptUnchecked: flags.acceptUnchecked,
  }
  const work = () => stageOf(open).changeKeys({ ...request, ...options })
  if (dryRun) return showKept(session, work)
  const result = await work()
  await session.print(result, async () => (await import('../../render/keys/screen.js')).keyChangeView)
  noteLiveKeys(session, connection, open.target, result)
}

async function list(words: readonly string[], flags: KeysFlags, context: Context): Promise<void> {
  const ref = words.length === 0 ? null : methodOnly(words, flags)
  if (flags.deploy || flags.deployAll) {
    throw new ApigwCacheError('usage', 'command-line', 'keys list changes nothing that could be deployed', {
      hint: 'keys add and keys remove take --deploy',
    })
  }
  const session = await openSession(flags, context)
  const stage = stageOf(await session.open(await session.connect()))
  const result = await stage.keys(ref ?? undefined)
  await session.print(result, async () => (await import('../../render/keys/screen.js')).keyListView)
}

type Request = Pick<KeysOptions, 'method' | 'add' | 'remove' | 'deploy' | 'force'>

function requestOf(action: 'add' | 'remove', words: readonly string[], flags: KeysFlags): Request {
  const { ref, rest } = takeMethod(words)
  if (rest.length === 0) {
    throw new ApigwCacheError('usage', 'command-line', `keys ${action} names no key`, {
      hint: 'such as querystring.type, path.id or header.Accept behind the method',
    })
  }
  const specs = rest.map(parseKey)
  if (action === 'add') checkPathKeys(ref, specs)
  const deploy = flags.deploy === true || flags.deployAll === true
  return { method: ref, [action]: specs, deploy, force: flags.force === true }
}

function methodOnly(words: readonly string[], flags: KeysFlags) {
  const { ref, rest } = takeMethod(words)
  if (rest.length === 0) return ref
  throw new ApigwCacheError('usage', 'command-line', `keys list takes no keys: "${rest.join(' ')}"`, {
    hint: `to add them:\n${commandSpelling(flags).step({ verb: 'keys add', words: [ref.method, ref.path, ...rest] })}`,
  })
}

/** Says what is live, which the result alone does not make plain. */
function noteLiveKeys(
  { note, spelling }: Session,
  { endpoint }: Connection,
  target: Target,
  { deployment, methods }: KeyChange,
): void {
  if (deployment) {
    const { previous } = deployment
    note(`to go back to deployment ${previous}:\n${restoreCommand(spelling, endpoint, target, previous)}`)
  } else if (methods.some(({ pendingKeys }) => pendingKeys !== null)) {
    note('not live yet: the stage runs other keys until a deployment (repeat with --deploy)')
  }
}

/**
 * Spells the AWS CLI's command that restores the earlier deployment; it does not know the endpoint of the
 * config file.
 */
function restoreCommand(
  { aws }: Spelling,
  endpoint: string | null,
  { api, stage, region }: Target,
  previous: string,
): string {
  const place = ['--rest-api-id', api.id, '--stage-name', stage]
  const operation = `op=replace,path=/deploymentId,value=${previous}`
  const words = ['apigateway', 'update-stage', ...place, '--patch-operations', operation]
  const command = aws(words, region)
  return endpoint === null || command.includes('--endpoint-url')
    ? command
    : aws([...words, '--endpoint-url', endpoint], region)
}
