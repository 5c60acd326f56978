import type { Context } from '../../context.js'
import {
  type InvalidateOptions,
  type InvalidateStart,
  type InvalidationPlan,
  invalidateRequest,
} from '../../core/invalidate/invalidate.js'
import type { InvalidateResult } from '../../core/invalidate/report.js'
import type { SignMode } from '../../core/invalidate/signing.js'
import type { ParameterValues } from '../../core/request/parameter-values.js'
import { parseParam } from '../../core/request/parameters.js'
import { counted } from '../../render/format/units.js'
import { requestsThrough } from '../../stage.js'
import { askAboutIdentity } from '../asking/identity.js'
import { EXIT } from '../exit.js'
import type { ProbeFlags } from '../flags/probe.js'
import { readHeaders } from '../session/headers.js'
import { namingLines, readUrlList, typed } from '../session/lists.js'
import { orPartial } from '../session/partial.js'
import { agreeToMethod, doorsTo, openFor, requestsOf, telling } from '../session/requests.js'
import type { Session } from '../session/session.js'
import { withCount } from './progress.js'

export interface InvalidateFlags extends ProbeFlags {
  readonly from?: string
  readonly param?: readonly string[]
  readonly sign?: boolean
  readonly yes?: true
  readonly dryRun?: true
  readonly acceptUnkeyed?: readonly string[]
}

/** Formats that show more than the reports. */
const TELLS_FAILED: readonly string[] = ['table', 'json']

export async function runInvalidate(named: readonly string[], flags: InvalidateFlags, context: Context): Promise<void> {
  const { from, param = [] } = flags
  const listed = from === undefined ? [] : await readUrlList(from, context, flags)
  const urls = [...typed(named), ...listed]
  const asked = await optionsOf(
    urls.map(({ url }) => url),
    flags,
    context,
  )
  // Parameters make several requests of a line.
  await namingLines(param.length === 0 ? urls : [], () => invalidateAll(asked, flags, context))
}

async function invalidateAll(asked: InvalidateOptions, flags: InvalidateFlags, context: Context): Promise<void> {
  const { paths } = invalidateRequest(asked)
  const session = await openFor(paths, flags, context)
  if (!flags.dryRun) await agreeToMethod('invalidating', flags, context)
  const doors = await doorsTo(paths, flags, session, context, { dryRun: flags.dryRun })
  const requests = requestsThrough(doors)
  const options: InvalidateOptions = {
    ...asked,
    rate: session.settings.rate,
    ...telling(session, context),
    onAsk: ({ probes }) => askAboutIdentity({ context, session, flags: {} }, probes),
    onStart: (start) => session.note(announcement(start)),
  }
  if (flags.dryRun) return showPlan(session, await requests.planInvalidation(options))
  const result = await orPartial<InvalidateResult>(
    (onPartial) =>
      withCount(context, session, (onProgress) => requests.invalidate({ ...options, onProgress, onPartial })),
    (partial) => show(partial, session),
  )
  await show(result, session)
  const code = exitCode(result)
  if (code !== 0) context.setExitCode(code)
}

/** Reads the options from the flags, with their secrets. */
async function optionsOf(
  paths: readonly string[],
  flags: InvalidateFlags,
  context: Context,
): Promise<InvalidateOptions> {
  const { acceptUnkeyed } = flags
  const params = await paramsOf(flags, context)
  const { base: _, ...requests } = await requestsOf(paths, flags, context)
  return { ...requests, params, sign: signMode(flags), acceptUnkeyed }
}

/** Header values may be secret, and are read like those of `--header`. */
async function paramsOf({ param = [] }: InvalidateFlags, context: Context): Promise<readonly ParameterValues[]> {
  return Promise.all(
    param.map(parseParam).map(async (one) => {
      if (one.in !== 'header') return one
      const given = one.values.map((value) => `${one.name}: ${value}`)
      const headers = await Promise.all(given.map((header) => readHeaders([header], context)))
      return { ...one, values: headers.flat().map(([, value]) => value) }
    }),
  )
}

function signMode({ sign }: InvalidateFlags): SignMode {
  return sign === undefined ? 'auto' : sign ? 'always' : 'never'
}

function announcement({ entries, requests, testInvokes, rate }: InvalidateStart): string {
  const tests = testInvokes === 0 ? '' : ` and ${counted(testInvokes, 'test-invoke')}`
  return `invalidating ${counted(entries, 'URL')}: at most ${counted(requests, 'request')}${tests}, ${rate} a second`
}

async function show(result: InvalidateResult, session: Session): Promise<void> {
  await session.print(result, async () => (await import('../../render/invalidate/screen.js')).INVALIDATE_VIEW)
  if (TELLS_FAILED.includes(session.settings.output)) return
  for (const { url, message } of result.failed) session.warn(`${url}: ${message}`)
}

async function showPlan(session: Session, { privateProbes, requests }: InvalidationPlan): Promise<void> {
  for (const { method, path, missing } of privateProbes) {
    session.warn(`would be asked: ${method} ${path} may store an answer made for ${missing.join(', ')}`)
  }
  await session.print({ requests }, async () => (await import('../../render/dry-run.js')).dryRunView)
}

/** One denial among such refusals gives 4; among others, a part that could not be done. */
function exitCode({ reports, failed, passed }: InvalidateResult): number {
  if (passed) return 0
  const missed = reports.filter(({ outcome }) => outcome !== 'invalidated')
  const denied = missed.filter(({ outcome }) => outcome === 'forbidden')
  if (failed.length === 0 && denied.length === 0) return EXIT.negative
  return failed.length === 0 && denied.length === missed.length ? EXIT.denied : EXIT.partial
}
