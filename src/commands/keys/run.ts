import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { DEFAULT_TIMEOUT_MS } from '../../core/change/options.js'
import { checkKeyNames, parseKey } from '../../core/gateway/key.js'
import { takeMethod } from '../../core/gateway/named-method.js'
import { fullNameOf } from '../../core/gateway/stage.js'
import type { KeysOptions } from '../../core/keys/change.js'
import type { KeyChange } from '../../core/keys/report.js'
import { stageOf } from '../../stage.js'
import { requireYesToDeploy } from '../asking/keys.js'
import { agreeToStages } from '../asking/stages.js'
import { whileReading } from '../progress.js'
import { forEachStage, naming, oneStage, printEach, refuseSeveral } from '../session/each-stage.js'
import { openSession, type Session } from '../session/session.js'
import { commandSpelling } from '../session/spelling.js'
import { type Changing, oneOfSeveral, withChange } from '../session/stage-change.js'
import { wayBack } from '../session/way-back.js'
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
  const session = await openSession(oneStage(flags), context)
  const connection = await session.connect({ dryRun, timeoutMs })
  const call = ({ stage, options }: Changing) => stage.changeKeys({ ...request, ...options })
  const undeployable = new Set<string>()
  await forEachStage<KeyChange | null>(
    { context, session, connection, flags },
    {
      async begin(stages, isSeveral) {
        if (isSeveral) await agreeToStages(context, stages, { verb: 'Change cache keys of' }, flags)
      },
      work(stage, isSeveral) {
        if (stage.record.canary !== null) undeployable.add(fullNameOf(stage.target))
        return (isSeveral ? oneOfSeveral : withChange)(context, session, stage, flags, call)
      },
      // Keys belong to the API, which may have several of the stages.
      isOneByOne: true,
      isDryRun: dryRun,
      show: async ({ stages, ...rest }) => {
        const done = { ...rest, stages: stages.filter((one) => one !== null) }
        const screens = async () => import('../../render/keys/screen.js')
        await printEach(
          session,
          done,
          async () => (await screens()).keyChangeView,
          async () => (await screens()).KEY_CHANGES_VIEW,
        )
        for (const one of done.stages) {
          const { api, stage } = one
          const name = fullNameOf({ api, stage })
          noteLiveKeys(done.isSeveral ? naming(session, name) : session, connection, one, !undeployable.has(name))
        }
      },
    },
  )
}

async function list(words: readonly string[], flags: KeysFlags, context: Context): Promise<void> {
  const ref = words.length === 0 ? null : methodOnly(words, flags)
  if (flags.deploy || flags.deployAll) {
    throw new ApigwCacheError('usage', 'command-line', 'keys list changes nothing that could be deployed', {
      hint: 'keys add and keys remove take --deploy',
    })
  }
  const session = await openSession(oneStage(flags), context)
  refuseSeveral(flags, session, 'the keys of one stage are listed', 'name one --api and one --stage')
  // A read without a limit of its own ends after a minute.
  const timeoutMs = flags.timeout === DEFAULT_TIMEOUT_MS ? undefined : flags.timeout
  const stage = stageOf(await session.open(await session.connect({ timeoutMs })))
  const result = await whileReading(context, session, 'reading the API', () => stage.keys(ref ?? undefined))
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
  if (action === 'add') checkKeyNames(ref, specs)
  const deploy = flags.deploy === true || flags.deployAll === true
  return { method: ref, [action]: specs, deploy, force: flags.force === true }
}

function methodOnly(words: readonly string[], flags: KeysFlags) {
  const { ref, rest } = takeMethod(words)
  if (rest.length === 0) return ref
  throw new ApigwCacheError('usage', 'command-line', `keys list takes no keys: "${rest.join(' ')}"`, {
    hint: `to add them:\n${commandSpelling(oneStage(flags)).step({ verb: 'keys add', words: [ref.method, ref.path, ...rest] })}`,
  })
}

/** Says what is live, which the result alone does not make plain. */
function noteLiveKeys(
  { note }: Session,
  connection: Connection,
  { account, region, api, stage, deployment, methods }: KeyChange,
  isDeployable: boolean,
): void {
  const target = { account, region, api, stage }
  if (deployment) {
    const { previous } = deployment
    note(`to go back to deployment ${previous}:\n${wayBack(connection, target, previous)}`)
  } else if (methods.some(({ pendingKeys }) => pendingKeys !== null)) {
    const how = isDeployable ? ' (repeat with --deploy)' : ''
    note(`not live yet: the stage runs other keys until a deployment${how}`)
  }
}
