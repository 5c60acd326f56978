import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { MethodRef } from '../../core/gateway/method.js'
import { parseOverrideMethod } from '../../core/settings/override-method.js'
import type { OverrideReport } from '../../core/settings/report.js'
import { stageOf } from '../../stage.js'
import { settingsOf } from '../flags/settings.js'
import { oneStage, refuseSeveral } from '../session/each-stage.js'
import { openSession } from '../session/session.js'
import { commandSpelling } from '../session/spelling.js'
import { type Changing, changeStages } from '../session/stage-change.js'
import type { OverrideFlags } from './command.js'

export async function runOverride(words: readonly string[], flags: OverrideFlags, context: Context): Promise<void> {
  if (flags.list && words.length > 0) return listOf(parseOverrideMethod(words), flags, context)
  const method = methodOf(words, flags)
  const settings = settingsOf(flags)
  refuseMixed(flags, Object.keys(settings).length > 0)
  if (method === null) return flags.cleanStrays ? clean(flags, context) : show(null, flags, context)
  if (flags.remove) return remove(method, flags, context)
  if (Object.keys(settings).length === 0) return show(method, flags, context)
  return change(context, flags, SET, ({ stage, options }) => stage.override({ ...options, method, settings }))
}

function remove(method: MethodRef, flags: OverrideFlags, context: Context): Promise<void> {
  const allSettings = flags.allSettings === true
  return change(context, flags, REMOVED, ({ stage, options }) =>
    stage.removeOverride({ ...options, method, allSettings }),
  )
}

function clean(flags: OverrideFlags, context: Context): Promise<void> {
  return change(context, flags, CLEANED, ({ stage, options }) => stage.cleanStrays(options))
}

async function show(
  method: MethodRef | null,
  flags: OverrideFlags,
  context: Context,
  narrow: (report: OverrideReport) => OverrideReport = (all) => all,
): Promise<void> {
  const session = await openSession(oneStage(flags), context)
  refuseSeveral(flags, session, 'the overrides of one stage are shown', 'name one --api and one --stage')
  const stage = stageOf(await session.open(await session.connect()))
  const report = narrow(await stage.overrides(method ?? undefined))
  await session.print(report, view(null, 'no method has settings of its own'))
}

/** Those of one method; of ANY, of every verb of its path. */
async function listOf(ref: MethodRef, flags: OverrideFlags, context: Context): Promise<void> {
  refuseMixed(flags, Object.keys(settingsOf(flags)).length > 0)
  const isMeant = (one: MethodRef) => one.path === ref.path && [one.method, 'ANY', '*'].includes(ref.method)
  await show(null, flags, context, (report) => ({
    ...report,
    methods: report.methods.filter(isMeant),
    strays: report.strays.filter(isMeant),
  }))
}

/** Writes the first line of the result. */
type First = (report: OverrideReport) => string

const SET: First = ({ changed }) => (changed ? 'the override is set' : 'nothing to change, the override is so')
const CLEANED: First = ({ changed }) => (changed ? 'the stray entries are gone' : 'there are no stray entries')
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
  return changeStages(context, flags, {
    doing: { verb: 'Change overrides of', isOff: flags.cache === false },
    words,
    call,
  })
}

function view(first: string | null, none: string | null = null) {
  return async () => (await import('../../render/override/screen.js')).overrideView(first, none)
}

function methodOf(words: readonly string[], flags: OverrideFlags): MethodRef | null {
  const { list, cleanStrays: clean } = flags
  if (list) return null
  if (!clean) {
    if (words.length > 0) return parseOverrideMethod(words)
    throw new ApigwCacheError('usage', 'command-line', 'override names no method', {
      hint: `a method such as GET /pets; those that have settings of their own:\n${commandSpelling(oneStage(flags)).step({ verb: 'override', options: { list: true } })}`,
    })
  }
  if (words.length === 0) return null
  throw new ApigwCacheError('usage', 'command-line', `--clean-strays takes no method: "${words.join(' ')}"`, {
    hint: 'leave it out, or leave out --clean-strays',
  })
}

/** Refuses flags that ask for different actions. */
function refuseMixed({ list, cleanStrays: clean, remove: gone, allSettings }: OverrideFlags, setting: boolean) {
  const given = [
    ...(list ? ['--list'] : []),
    ...(clean ? ['--clean-strays'] : []),
    ...(gone ? ['--remove'] : []),
    ...(setting ? ['a setting'] : []),
  ]
  if (given.length > 1) {
    throw new ApigwCacheError('usage', 'command-line', `${given.join(' and ')} exclude each other`, {
      hint: 'one at a time',
    })
  }
  if (allSettings && !gone) {
    throw new ApigwCacheError('usage', 'command-line', '--all-settings says nothing without --remove', {
      hint: 'leave it out, or add --remove',
    })
  }
}
