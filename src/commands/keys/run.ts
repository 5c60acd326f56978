import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { ToolError } from '../../core/base/errors.js'
import type { ResolvedTarget } from '../../core/find/target.js'
import { checkPathKeys, parseKey } from '../../core/gateway/key.js'
import { takeMethod } from '../../core/gateway/method.js'
import type { KeyChange } from '../../core/gateway/model.js'
import { changeKeys, type KeysOptions, type KeysRequest } from '../../core/keys/change.js'
import { listKeys } from '../../core/keys/list.js'
import { askAboutDeployment, askAboutOwner, requireYesToDeploy, wayBack } from '../asking/keys.js'
import { askAboutUnkeyed } from '../asking/loss.js'
import { openSession, type Session } from '../session/session.js'
import { refusalsSaid } from '../session/stage-change.js'
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
  const session = await openSession(flags, context)
  const connection = await session.connect({ dryRun: flags.dryRun, timeoutMs: flags.timeout })
  const resolved = await session.target(connection)
  const work = () => {
    const options = optionsOf(context, session, flags, connection, resolved)
    return changeKeys(connection, resolved, request, options)
  }
  if (connection.kept) {
    await refusalsSaid(session, work)
    const view = async () => (await import('../../render/dry-run.js')).dryRunView
    return session.print({ requests: connection.kept }, view)
  }
  const result = await work()
  const view = async () => (await import('../../render/keys.js')).keyChangeView
  await session.print(result, view)
  saySoNow(session, connection, resolved, result)
}

function optionsOf(
  context: Context,
  session: Session,
  flags: KeysFlags,
  connection: Connection,
  { target }: ResolvedTarget,
): KeysOptions {
  return {
    timeoutMs: flags.timeout,
    onNote: session.warn,
    managedBy: session.settings.managedBy,
    accepted: flags.acceptUnkeyed,
    agreeToOwner: (owner) => askAboutOwner(context, session, flags, owner),
    acceptUnkeyed: (methods) => askAboutUnkeyed(context, session, flags, methods),
    agreeToDeploy: (preview) => askAboutDeployment(context, session, flags, connection, target, preview),
  }
}

async function list(words: readonly string[], flags: KeysFlags, context: Context): Promise<void> {
  const ref = words.length === 0 ? null : methodOnly(words)
  if (flags.deploy || flags.deployAll) {
    throw new ToolError('usage', 'keys list changes nothing that could be deployed', {
      hint: 'keys add and keys remove take --deploy',
    })
  }
  const session = await openSession(flags, context)
  const connection = await session.connect()
  const resolved = await session.target(connection)
  const result = await listKeys(connection, resolved, ref)
  await session.print(result, async () => (await import('../../render/keys.js')).keyListView)
}

function requestOf(action: 'add' | 'remove', words: readonly string[], flags: KeysFlags): KeysRequest {
  const { ref, rest } = takeMethod(words)
  if (rest.length === 0) {
    throw new ToolError('usage', `keys ${action} names no key`, {
      hint: `such as keys ${action} ${ref.method} ${ref.path} querystring.type`,
    })
  }
  const specs = rest.map(parseKey)
  if (action === 'add') checkPathKeys(ref, specs)
  const deploy = flags.deploy === true || flags.deployAll === true
  return { ref, [action]: specs, deploy, force: flags.force === true }
}

function methodOnly(words: readonly string[]) {
  const { ref, rest } = takeMethod(words)
  if (rest.length === 0) return ref
  throw new ToolError('usage', `keys list takes no keys: "${rest.join(' ')}"`, {
    hint: `keys add ${ref.method} ${ref.path} ${rest.join(' ')}`,
  })
}

/** What is live, which the result alone does not make plain. */
function saySoNow(
  session: Session,
  connection: Connection,
  { target }: ResolvedTarget,
  { deployment, methods }: KeyChange,
): void {
  if (deployment) {
    session.note(
      `to go back to deployment ${deployment.previous}: ${wayBack(connection, target, deployment)}`,
    )
  } else if (methods.some(({ pendingKeys }) => pendingKeys !== null)) {
    session.note(
      'not live yet: the stage runs other keys until a deployment (the same command with --deploy)',
    )
  }
}
