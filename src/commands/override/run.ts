import type { Context } from '../../context.js'
import { ToolError } from '../../core/base/errors.js'
import type { OverrideReport } from '../../core/gateway/model.js'
import type { MethodRef } from '../../core/gateway/settings.js'
import { cleanStrays, readOverrides, removeOverride, setOverride } from '../../core/settings/override.js'
import { parseOverrideMethod } from '../../core/settings/override-method.js'
import { askAboutUnkeyed } from '../asking/loss.js'
import { askAboutRemoval, askAboutStrays, askAboutVerbs } from '../asking/override.js'
import { settingsOf } from '../flags/settings.js'
import { openSession } from '../session/session.js'
import { type Changing, changeStage } from '../session/stage-change.js'
import type { OverrideFlags } from './command.js'

export async function runOverride(
  words: readonly string[],
  flags: OverrideFlags,
  context: Context,
): Promise<void> {
  const ref = methodOf(words, flags)
  const settings = settingsOf(flags)
  refuseMixed(flags, Object.keys(settings).length > 0)
  if (ref === null) return flags.cleanStrays ? clean(flags, context) : show(null, flags, context)
  if (flags.remove) return remove(ref, flags, context)
  if (Object.keys(settings).length === 0) return show(ref, flags, context)
  return change(context, flags, SET, ({ connection, resolved, ...rest }) =>
    setOverride(connection, resolved, ref, settings, {
      ...guarded(rest, flags, context),
      agreeToVerbs: (methods) => askAboutVerbs(context, rest.session, flags, methods),
    }),
  )
}

function remove(ref: MethodRef, flags: OverrideFlags, context: Context): Promise<void> {
  return change(context, flags, REMOVED, ({ connection, resolved, ...rest }) =>
    removeOverride(connection, resolved, ref, flags.allSettings === true, {
      ...guarded(rest, flags, context),
      agreeToRemoval: (method) => askAboutRemoval(context, rest.session, flags, method),
    }),
  )
}

function clean(flags: OverrideFlags, context: Context): Promise<void> {
  return change(context, flags, CLEANED, ({ connection, resolved, ...rest }) =>
    cleanStrays(connection, resolved, {
      ...guarded(rest, flags, context),
      agreeToStrays: (strays) => askAboutStrays(context, rest.session, flags, strays),
      agreeToVerbs: (methods) => askAboutVerbs(context, rest.session, flags, methods),
    }),
  )
}

async function show(ref: MethodRef | null, flags: OverrideFlags, context: Context): Promise<void> {
  const session = await openSession(flags, context)
  const connection = await session.connect()
  const resolved = await session.target(connection)
  await session.print(
    await readOverrides(connection, resolved, ref),
    view(null, 'no method has settings of its own'),
  )
}

/** First line of the result. */
type First = (report: OverrideReport) => string

const SET: First = ({ changed }) =>
  changed ? 'the override is set' : 'nothing to change, the override is so'
const CLEANED: First = ({ changed }) =>
  changed ? 'the stray entries are gone' : 'there are no stray entries'
const REMOVED: First = ({ changed, methods }) => {
  if (!changed) return 'nothing to remove'
  const kept = methods.some(({ source }) => source === 'override')
  return kept ? 'caching is that of the defaults' : 'the override is gone'
}

function change(
  context: Context,
  flags: OverrideFlags,
  firstLine: First,
  call: (changing: Changing) => Promise<OverrideReport>,
): Promise<void> {
  const words = (report: OverrideReport) => {
    const first = firstLine(report)
    return { first, view: view(first) }
  }
  return changeStage(context, flags, words, call)
}

function view(first: string | null, none: string | null = null) {
  return async () => (await import('../../render/override.js')).overrideView(first, none)
}

function guarded(
  { session, options }: Pick<Changing, 'session' | 'options'>,
  flags: OverrideFlags,
  context: Context,
) {
  return {
    ...options,
    accepted: flags.acceptUnkeyed,
    acceptUnkeyed: (methods: Parameters<typeof askAboutUnkeyed>[3]) =>
      askAboutUnkeyed(context, session, flags, methods),
  }
}

function methodOf(words: readonly string[], { list, cleanStrays: clean }: OverrideFlags): MethodRef | null {
  const without = list ? '--list' : clean ? '--clean-strays' : null
  if (without === null) {
    if (words.length > 0) return parseOverrideMethod(words)
    throw new ToolError('usage', 'override names no method', {
      hint: 'such as override GET /pets --ttl 60; override --list shows those that there are',
    })
  }
  if (words.length === 0) return null
  throw new ToolError('usage', `${without} takes no method: "${words.join(' ')}"`, {
    hint: `leave it out, or leave out ${without}`,
  })
}

/** Each of these says something else to do. */
function refuseMixed(
  { list, cleanStrays: clean, remove: gone, allSettings }: OverrideFlags,
  setting: boolean,
) {
  const given = [
    ...(list ? ['--list'] : []),
    ...(clean ? ['--clean-strays'] : []),
    ...(gone ? ['--remove'] : []),
    ...(setting ? ['a setting'] : []),
  ]
  if (given.length > 1) {
    throw new ToolError('usage', `${given.join(' and ')} exclude each other`, { hint: 'one at a time' })
  }
  if (allSettings && !gone) {
    throw new ToolError('usage', '--all-settings says nothing without --remove', {
      hint: 'override GET /pets --remove --all-settings',
    })
  }
}
