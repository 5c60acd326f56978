import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { StageCache } from '../../core/gateway/model.js'
import { stageOf } from '../../stage.js'
import { settingsOf } from '../flags/settings.js'
import { oneStage, refuseSeveral } from '../session/each-stage.js'
import { openSession } from '../session/session.js'
import { changeStages } from '../session/stage-change.js'
import type { DefaultsFlags } from './command.js'

export async function runDefaults(flags: DefaultsFlags, context: Context): Promise<void> {
  const settings = settingsOf(flags)
  const { detailedMetrics } = flags
  if (Object.keys(settings).length === 0 && detailedMetrics === undefined) return show(flags, context)
  const includeOverrides = flags.includeOverrides === true
  return changeStages(context, flags, {
    doing: { verb: 'Change the defaults of', isOff: settings.caching === false },
    words,
    call: ({ stage, options }) => stage.defaults({ ...options, settings, detailedMetrics, includeOverrides }),
  })
}

async function show(flags: DefaultsFlags, context: Context): Promise<void> {
  if (flags.includeOverrides) {
    throw new ApigwCacheError('usage', 'command-line', '--include-overrides says nothing without a setting', {
      hint: 'such as --ttl 60 --include-overrides',
    })
  }
  const session = await openSession(oneStage(flags), context)
  refuseSeveral(flags, session, 'the defaults of one stage are shown', 'name one --api and one --stage')
  const stage = stageOf(await session.open(await session.connect()))
  await session.print(await stage.defaults(), view(null))
}

function words({ changed }: StageCache) {
  const first = changed ? 'the defaults are set' : 'nothing to change, the defaults are so'
  return { first, view: view(first) }
}

function view(first: string | null) {
  return async () => (await import('../../render/defaults/screen.js')).defaultsView(first)
}
