import type { Context } from '../../context.js'
import { isDenied } from '../../core/base/denied.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { type HttpRequest, withoutUserInfo } from '../../core/base/http.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import { isSafeVerb } from '../../core/gateway/method.js'
import { parseApiReference } from '../../core/gateway/reference.js'
import type { Doors } from '../../core/request/doors.js'
import { probeUrl } from '../../core/request/invoke-url.js'
import { givenBase, type RequestOptions } from '../../core/request/options.js'
import type { Plan } from '../../core/request/plan.js'
import { secretsIn } from '../../core/request/shown-url.js'
import { confirmed } from '../asking/agree.js'
import type { ProbeFlags } from '../flags/probe.js'
import { readHeaders, secret } from './headers.js'
import { repeatedNote } from './lists.js'
import { openSession, type Session } from './session.js'

/** The requests of the flags, with their secrets. */
export interface Requests {
  readonly paths: readonly string[]
  /** Base of the paths; null for the stage's invoke URL. */
  readonly base: string | null
  readonly url: string | undefined
  readonly method: string
  readonly headers: HttpRequest['headers']
  readonly body: string | undefined
  readonly connectTo: string | undefined
}

/** Reads and checks the requests before anything is sent. */
export async function requestsOf(
  paths: readonly string[],
  { apiKey, data, header = [], url, method, connectTo }: ProbeFlags,
  context: Context,
): Promise<Requests> {
  const anywhere = 'https://stage.invalid'
  hideTokens([...paths, ...(url === undefined ? [] : [url])], context)
  for (const path of paths) probeUrl(path, url ?? anywhere)
  const key = apiKey === undefined ? [] : [['x-api-key', await secret(apiKey, context)] as const]
  return {
    paths,
    base: givenBase({ url }),
    url,
    method,
    headers: [...(await readHeaders(header, context)), ...key],
    body: data?.startsWith('@') ? await secret(data, context) : data,
    connectTo,
  }
}

/** Takes API, stage and region from an invoke URL if no flag or setting names an API. */
export async function openFor(paths: readonly string[], flags: ProbeFlags, context: Context): Promise<Session> {
  const session = await openSession(flags, context)
  const [first = ''] = paths
  const { api, stage, url } = { ...flags, api: session.settings.api }
  if (api !== undefined || stage !== undefined || url !== undefined || !isInvokeUrl(first)) return session
  return openSession({ ...flags, api: withoutQuery(first) }, context)
}

/** Without AWS if there are only full URLs of other hosts. */
async function knownStage(
  paths: readonly string[],
  flags: ProbeFlags,
  session: Session,
  options: Parameters<Session['connect']>[0] = {},
): Promise<OpenStage | null> {
  const elsewhere = flags.url !== undefined || paths.every((path) => !path.startsWith('/'))
  if (elsewhere && session.settings.api === undefined && flags.stage === undefined) return null
  const connection = await session.connect(options)
  try {
    return await session.open(connection)
  } catch (error) {
    // Settings are not needed to send requests, and a caller of another account can read none.
    const unreadable = isDenied(error) || (error instanceof ApigwCacheError && error.code === 'no-such-api')
    if (!isInferred(paths, flags, session) || !unreadable) throw error
    const why = error instanceof ApigwCacheError ? error.message : ''
    const { endpoint } = connection
    const past = endpoint === null ? '' : `, and past the endpoint ${withoutUserInfo(endpoint)}`
    session.warn(`the settings of the stage may not be read (${why}): going on without them${past}`)
    return null
  }
}

/** Requests to other hosts need an AWS account only for a signature. */
export async function doorsTo(
  paths: readonly string[],
  flags: ProbeFlags,
  session: Session,
  { http, clock, signal }: Pick<Context, 'http' | 'clock' | 'signal'>,
  options: Parameters<Session['connect']>[0] = {},
): Promise<Doors> {
  const stage = await knownStage(paths, flags, session, options)
  const signer = async () => (stage?.connection ?? (await session.connect())).sign
  return { stage, http, clock, signal, spelling: session.spelling, signer }
}

/** True if only the first URL names the stage. */
function isInferred(
  [first = '', ...others]: readonly string[],
  { api, stage, url }: ProbeFlags,
  { settings }: Session,
): boolean {
  const named = api !== undefined || stage !== undefined || url !== undefined
  return !named && settings.api === withoutQuery(first) && others.every((path) => !path.startsWith('/'))
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '')
}

/** Reports what is known before anything is sent, and hides secrets of the URLs from then on. */
export function telling(
  session: Session,
  context: Pick<Context, 'hide'>,
): Required<Pick<RequestOptions, 'onPlan' | 'onNote'>> {
  return {
    onPlan({ plans, repeated }) {
      hideSecrets(plans, context)
      if (repeated > 0) session.note(repeatedNote(repeated))
    },
    onNote: session.warn,
  }
}

/** Hides what is secret in URLs whatever answers there, so that no error repeats it. */
export function hideTokens(urls: readonly string[], { hide }: Pick<Context, 'hide'>): void {
  for (const url of urls) for (const value of secretsIn(url)) hide(value)
}

/** Waits for the methods, as they say which query parameters an authorizer reads. */
export function hideSecrets(plans: readonly Plan[], { hide }: Pick<Context, 'hide'>): void {
  for (const { url, deployed } of plans) for (const value of secretsIn(url, deployed)) hide(value)
}

/** Asks before sending a method that may change something; `doing` is such as `probing`. */
export async function agreeToMethod(
  doing: string,
  { method, yes }: { readonly method: string; readonly yes?: true },
  { io }: Pick<Context, 'io'>,
): Promise<void> {
  if (isSafeVerb(method) || yes) return
  const what = `${doing} sends ${method}`
  if (!io.interactive) {
    throw new ApigwCacheError('usage', 'command-line', `${what}, and that may change something`, {
      hint: 'repeat with --yes',
    })
  }
  const question = `${what.charAt(0).toUpperCase()}${what.slice(1)}, which may change something. Go on?`
  await confirmed(io, question, 'nothing was sent')
}

function isInvokeUrl(text: string): boolean {
  try {
    return parseApiReference(text).certain
  } catch {
    return false
  }
}
