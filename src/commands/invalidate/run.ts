import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { createRate } from '../../core/base/rate.js'
import { type Entry, type Prepared, prepare } from '../../core/invalidate/entries.js'
import { DEFAULT_RATE } from '../../core/invalidate/invalidate.js'
import { plannedRequests } from '../../core/invalidate/planned-requests.js'
import type { InvalidateResult } from '../../core/invalidate/report.js'
import { invalidateEntries } from '../../core/invalidate/run.js'
import { checkHeaders, type SignMode } from '../../core/invalidate/signing.js'
import { expandPaths, headerSets, type Param, parseParam } from '../../core/request/parameters.js'
import type { KnownStage } from '../../core/request/stage-url.js'
import { counted } from '../../render/format/units.js'
import { EXIT } from '../exit.js'
import { readHeaders } from '../session/headers.js'
import { readUrlList, repeatedNote } from '../session/lists.js'
import { orPartial } from '../session/partial.js'
import {
  agreeToIdentity,
  agreeToMethod,
  hideSecrets,
  knownStage,
  openFor,
  type Requests,
  requestsOf,
} from '../session/requests.js'
import type { Session } from '../session/session.js'
import type { InvalidateFlags } from './command.js'
import { withCount } from './progress.js'

/** Formats that show more than the reports. */
const TELLS_FAILED: readonly string[] = ['table', 'json']

export async function runInvalidate(
  named: readonly string[],
  flags: InvalidateFlags,
  context: Context,
): Promise<void> {
  const params = await paramsOf(flags, context)
  const paths = expandPaths(await pathsOf(named, flags, context), params)
  const requests = await requestsOf(paths, flags, context)
  const sign = signMode(flags)
  const sets = headerSets(params)
  checkHeaders(requests.headers, sets, sign)
  const session = await openFor(paths, flags, context)
  if (!flags.dryRun) await agreeToMethod('invalidating', flags, context)
  const stage = await knownStage(paths, flags, session, { dryRun: flags.dryRun })
  const prepared = await prepare(stage, { ...requests, headerSets: sets, sign })
  hideSecrets(
    prepared.entries.map(({ plan }) => plan),
    context,
  )
  for (const warning of prepared.warnings) session.warn(warning)
  if (prepared.repeated > 0) session.note(repeatedNote(prepared.repeated))
  if (flags.dryRun) return showRequests(session, prepared, requests)
  await agreeToIdentity(prepared.privates, prepared.known, flags, context)
  const connection = await signer(stage, prepared.entries, session)
  const result = await orPartial<InvalidateResult>(
    (onPartial) => send(context, session, { prepared, requests, stage, connection, onPartial }),
    (partial) => show(partial, session),
  )
  await show(result, session)
  const code = exitCode(result)
  if (code !== 0) context.setExitCode(code)
}

async function show(result: InvalidateResult, session: Session): Promise<void> {
  await session.print(result, async () => (await import('../../render/invalidate/screen.js')).INVALIDATE_VIEW)
  if (TELLS_FAILED.includes(session.settings.output)) return
  for (const { url, message } of result.failed) session.warn(`${url}: ${message}`)
}

interface Sending {
  readonly prepared: Prepared
  readonly requests: Requests
  readonly stage: KnownStage | null
  /** Null where nothing has to be signed and no stage is known. */
  readonly connection: Connection | null
  readonly onPartial: (result: InvalidateResult) => void
}

function send(
  context: Context,
  session: Session,
  { prepared, requests, stage, connection, onPartial }: Sending,
): Promise<InvalidateResult> {
  const { http, clock, signal } = context
  const { entries, atMost, testInvokes } = prepared
  const rate = session.settings.rate ?? DEFAULT_RATE
  const tests = testInvokes === 0 ? '' : ` and ${counted(testInvokes, 'test-invoke')}`
  session.note(
    `invalidating ${counted(entries.length, 'URL')}: at most ${counted(atMost, 'request')}${tests}, ${rate} a second`,
  )
  const turn = createRate(clock, rate, 1)
  const asking = { http, clock, signal, sign: connection?.sign ?? null, turn }
  const { body, connectTo } = requests
  return withCount(context, session, entries.length, (onDone) =>
    invalidateEntries({ asking, stage, onDone, onPartial }, prepared, {
      ...(body === undefined ? {} : { body }),
      ...(connectTo === undefined ? {} : { connectTo }),
    }),
  )
}

async function pathsOf(
  named: readonly string[],
  { from }: InvalidateFlags,
  context: Context,
): Promise<readonly string[]> {
  const paths = [...named, ...(from === undefined ? [] : await readUrlList(from, context))]
  if (paths.length > 0) return paths
  throw new ApigwCacheError('usage', 'command-line', 'invalidate names no path', {
    hint: 'apigw-cache invalidate /pets/1, or --from FILE',
  })
}

/** Values of headers may be secret, and are read as those of `--header` are. */
async function paramsOf({ param = [] }: InvalidateFlags, context: Context): Promise<readonly Param[]> {
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

/** Full URLs of other hosts need AWS only where they are to be signed. */
async function signer(
  stage: KnownStage | null,
  entries: readonly Entry[],
  session: Session,
): Promise<Connection | null> {
  if (stage) return stage.connection
  return entries.some(({ signs }) => signs) ? session.connect() : null
}

async function showRequests(session: Session, prepared: Prepared, { body }: Requests): Promise<void> {
  for (const { method, path, missing } of prepared.privates) {
    session.warn(`would be asked: ${method} ${path} may store an answer made for ${missing.join(', ')}`)
  }
  const result = { requests: plannedRequests(prepared.entries, body) }
  await session.print(result, async () => (await import('../../render/dry-run.js')).dryRunView)
}

/** One denial among others of them is 4, and among other noes a part that could not be done. */
function exitCode({ reports, failed, passed }: InvalidateResult): number {
  if (passed) return 0
  const missed = reports.filter(({ outcome }) => outcome !== 'invalidated')
  const denied = missed.filter(({ outcome }) => outcome === 'forbidden')
  if (failed.length === 0 && denied.length === 0) return EXIT.negative
  return failed.length === 0 && denied.length === missed.length ? EXIT.denied : EXIT.partial
}
