import type { Context } from '../../context.js'
import { ToolError } from '../../core/base/errors.js'
import type { Shadow, StageCache } from '../../core/gateway/model.js'
import { setDefaults, showDefaults } from '../../core/settings/defaults.js'
import { askToGoOn } from '../asking/agree.js'
import { askAboutUnkeyed } from '../asking/loss.js'
import { askAboutVerbs } from '../asking/override.js'
import { settingsOf } from '../flags/settings.js'
import { openSession } from '../session/session.js'
import { changeStage } from '../session/stage-change.js'
import type { DefaultsFlags } from './command.js'

export async function runDefaults(flags: DefaultsFlags, context: Context): Promise<void> {
  const settings = settingsOf(flags)
  if (Object.keys(settings).length === 0) return show(flags, context)
  const includeOverrides = flags.includeOverrides === true
  return changeStage(context, flags, words, ({ session, connection, resolved, options }) =>
    setDefaults(
      connection,
      resolved.target,
      { settings, includeOverrides },
      {
        ...options,
        accepted: flags.acceptUnkeyed,
        acceptUnkeyed: (methods) => askAboutUnkeyed(context, session, flags, methods),
        agreeToOverrides: (overrides) =>
          askToGoOn(context, session, flags, {
            why: overrides.map(lineOf),
            question: `Change the overrides of stage ${resolved.target.stage} too?`,
            refused: '--include-overrides changes methods with settings of their own',
          }),
        agreeToVerbs: (methods) => askAboutVerbs(context, session, flags, methods),
      },
    ),
  )
}

async function show(flags: DefaultsFlags, context: Context): Promise<void> {
  if (flags.includeOverrides) {
    throw new ToolError('usage', '--include-overrides says nothing without a setting', {
      hint: 'such as --ttl 60 --include-overrides',
    })
  }
  const session = await openSession(flags, context)
  const connection = await session.connect()
  const { target, stage } = await session.target(connection)
  await session.print(showDefaults(target, stage), view(null))
}

function words({ changed }: StageCache) {
  const first = changed ? 'the defaults are set' : 'nothing to change, the defaults are so'
  return { first, view: view(first) }
}

function view(first: string | null) {
  return async () => (await import('../../render/defaults.js')).defaultsView(first)
}

function lineOf({ method, path, field, value }: Shadow): string {
  return `${method} ${path} has ${field} ${String(value)} of its own`
}
