import type { Command } from 'commander'
import type { Context } from '../../context.js'
import { ToolError } from '../../core/base/errors.js'
import type { Flushed } from '../../core/cluster/flush.js'
import {
  collect,
  examples,
  selectorOptions,
  severalOptions,
  verb,
  type WaitingFlags,
  type WritingFlags,
  waitingOptions,
  writingOptions,
} from '../flags/common.js'
import { acceptOption } from '../flags/probe.js'
import type { SelectorFlags } from '../session/each-stage.js'
import type { Warming } from './then-warm.js'

export interface FlushFlags extends SelectorFlags, WaitingFlags, WritingFlags {
  readonly authorizers?: true
  readonly all?: true
  readonly thenWarm?: string
  readonly acceptUnkeyed?: readonly string[]
  readonly header?: readonly string[]
  readonly apiKey?: string
  readonly sign?: true
  readonly maxChanges?: number
}

export function flush(program: Command, context: Context): void {
  const command = verb(program, 'flush', 'discard every entry, wait until the cache serves again')
    .option('--authorizers', 'flush the authorizer cache instead')
    .option('--all', 'flush both')
    .option('--then-warm <file>', 'afterwards ask for the paths of this list, or - for stdin, as warm does')
    .addOption(acceptOption())
    .option('--header <header>', "sent by --then-warm: 'Name: value', 'Name: env:VARIABLE' or @file", collect)
    .option('--api-key <key>', 'x-api-key of --then-warm; also env:NAME or @file')
    .option('--sign', 'sign the requests of --then-warm with SigV4, as AWS_IAM methods want it')
  selectorOptions(severalOptions(waitingOptions(writingOptions(command)))).action(
    async (flags: FlushFlags) => {
      const { requireYes } = await import('../asking/loss.js')
      const { oneStage, selectorsOf } = await import('../session/each-stage.js')
      const { openSession } = await import('../session/session.js')
      const what = whatOf(flags)
      requireYes(flags, context, 'flush')
      const session = await openSession(oneStage(flags), context)
      const selectors = selectorsOf(flags, session.settings)
      if (!selectors) return flushOne(what, flags, context)
      const { flushSeveral } = await import('./several.js')
      await flushSeveral(selectors, { what, loss: QUESTION[what].loss }, session, flags, context)
    },
  )
  examples(
    command,
    'flush --stage prod --yes',
    'flush --api pets --stage prod --authorizers --yes',
    'flush --stage prod --then-warm urls.txt --yes',
    'flush --stage prod --then-warm urls.txt --sign --yes',
    "flush --api 'pets-*' --stage prod --yes",
  )
}

async function flushOne(what: Flushed, flags: FlushFlags, context: Context): Promise<void> {
  const warmAfter = await warmingOf(flags, context)
  try {
    await flushStage(what, flags, context, warmAfter)
  } catch (error) {
    await warmAfter?.showPartial()
    throw error
  }
}

async function flushStage(
  what: Flushed,
  flags: FlushFlags,
  context: Context,
  warmAfter: Warming | null,
): Promise<void> {
  const { askAboutLoss } = await import('../asking/loss.js')
  const { oneStage } = await import('../session/each-stage.js')
  const { changeStage } = await import('../session/stage-change.js')
  const { flushCache } = await import('../../core/cluster/flush.js')
  return changeStage(
    context,
    oneStage(flags),
    ({ changed }) => ({ first: changed ? DONE[what](flags.wait) : 'nothing was flushed' }),
    async (changing) => {
      const { connection, options, resolved } = changing
      const { target } = resolved
      const warm = await warmAfter?.begin(changing)
      const flushed = await flushCache(connection, target, what, {
        ...options,
        agree: (record) => askAboutLoss(context, flags, connection, target, record, QUESTION[what]),
      })
      return warm ? warm(flushed) : flushed
    },
  )
}

/** Reads the list before anything is flushed. */
async function warmingOf(flags: FlushFlags, context: Context): Promise<Warming | null> {
  if (flags.thenWarm === undefined) {
    refuseRequestOptions(flags)
    return null
  }
  return (await import('./then-warm.js')).readWarming(flags.thenWarm, flags, context)
}

/** Nothing is sent to the stage where nothing is warmed. */
function refuseRequestOptions({ header, apiKey, sign }: FlushFlags): void {
  const named = { '--header': header, '--api-key': apiKey, '--sign': sign }
  const [first] = Object.entries(named).find(([, value]) => value !== undefined) ?? []
  if (first === undefined) return
  throw new ToolError('usage', `${first} is for --then-warm, which is not there`, {
    hint: 'leave it out, or add --then-warm FILE',
  })
}

const DONE: Readonly<Record<Flushed, (waited: boolean) => string>> = {
  responses: (waited) => (waited ? 'the cache is empty and serves' : 'the cache is being flushed'),
  authorizers: () => 'the authorizer cache is empty',
  both: (waited) => (waited ? 'both caches are empty' : 'both caches are being flushed'),
}

const QUESTION = {
  responses: {
    verb: (stage: string) => `Flush the cache of stage ${stage}`,
    loss: 'It takes a couple of minutes',
  },
  authorizers: {
    verb: (stage: string) => `Flush the authorizer cache of stage ${stage}`,
    loss: 'Every caller is authorised anew',
  },
  both: {
    verb: (stage: string) => `Flush both caches of stage ${stage}`,
    loss: 'It takes a couple of minutes; every caller is authorised anew',
  },
} as const

function whatOf({ authorizers, all }: FlushFlags): Flushed {
  if (authorizers && all) {
    throw new ToolError('usage', '--authorizers and --all exclude each other', {
      hint: '--all flushes both caches',
    })
  }
  return all ? 'both' : authorizers ? 'authorizers' : 'responses'
}
