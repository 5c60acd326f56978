import type { Context } from '../../context.js'
import type { HttpRequest } from '../../core/answer/exchange.js'
import { isDenied } from '../../core/base/denied.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { isAccepted, requireKnown } from '../../core/exposure/accepted.js'
import type { PrivateProbe } from '../../core/exposure/private-probe.js'
import type { MethodRef } from '../../core/gateway/method.js'
import { parseApiReference } from '../../core/gateway/reference.js'
import { probeUrl } from '../../core/request/invoke-url.js'
import type { Plan } from '../../core/request/plan.js'
import { secretsIn } from '../../core/request/shown-url.js'
import type { KnownStage } from '../../core/request/stage-url.js'
import { clean } from '../../render/format/text.js'
import type { ProbeFlags } from '../flags/probe.js'
import { readHeaders, secret } from './headers.js'
import { openSession, type Session } from './session.js'

const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What the flags say of the requests, secrets read. */
export interface Requests {
  readonly paths: readonly string[]
  /** What the paths are under, instead of the stage's invoke URL. */
  readonly base: string | null
  readonly method: string
  readonly headers: HttpRequest['headers']
  readonly body: string | undefined
  readonly connectTo: string | undefined
}

/** Reads and checks it before anything is sent. */
export async function requestsOf(
  paths: readonly string[],
  { apiKey, data, header = [], url, method, connectTo }: ProbeFlags,
  context: Context,
): Promise<Requests> {
  const anywhere = 'https://stage.invalid'
  for (const path of paths) probeUrl(path, url ?? anywhere)
  const key = apiKey === undefined ? [] : [['x-api-key', await secret(apiKey, context)] as const]
  return {
    paths,
    base: url === undefined ? null : probeUrl(url, null).replace(/\/+$/, ''),
    method,
    headers: [...(await readHeaders(header, context)), ...key],
    body: data?.startsWith('@') ? await secret(data, context) : data,
    connectTo,
  }
}

/** An invoke URL says stage and region as `--api` does, where no flag or setting says which API is meant. */
export async function openFor(
  paths: readonly string[],
  flags: ProbeFlags,
  context: Context,
): Promise<Session> {
  const session = await openSession(flags, context)
  const [first = ''] = paths
  const { api, stage, url } = { ...flags, api: session.settings.api }
  if (api !== undefined || stage !== undefined || url !== undefined || !isInvokeUrl(first)) return session
  return openSession({ ...flags, api: withoutQuery(first) }, context)
}

/** Full URLs of other hosts need no AWS at all. */
export async function knownStage(
  paths: readonly string[],
  flags: ProbeFlags,
  session: Session,
  options: Parameters<Session['connect']>[0] = {},
): Promise<KnownStage | null> {
  const elsewhere = flags.url !== undefined || paths.every((path) => !path.startsWith('/'))
  if (elsewhere && session.settings.api === undefined && flags.stage === undefined) return null
  const connection = await session.connect(options)
  try {
    return { connection, resolved: await session.open(connection) }
  } catch (error) {
    // Who may only send requests has all that it takes for that.
    if (!isInferred(paths, flags, session) || !isDenied(error)) throw error
    const why = error instanceof ApigwCacheError ? error.message : ''
    session.warn(`the settings of the stage may not be read (${why}): going on without them`)
    return null
  }
}

/** Whether nothing but the first URL says which stage is meant. */
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

/** What an authorizer reads in a query is known only with the method: from now on it is not shown. */
export function hideSecrets(plans: readonly Plan[], { hide }: Pick<Context, 'hide'>): void {
  for (const { url, deployed } of plans) for (const value of secretsIn(url, deployed)) hide(value)
}

/** Asks before a method is sent that may change something; `doing` is such as `probing`. */
export async function agreeToMethod(
  doing: string,
  { method, yes }: { readonly method: string; readonly yes?: true },
  { io }: Pick<Context, 'io'>,
): Promise<void> {
  if (HARMLESS.has(method) || yes) return
  const what = `${doing} sends ${method}`
  if (!io.interactive) {
    throw new ApigwCacheError('usage', 'command-line', `${what}, and that may change something`, {
      hint: 'repeat with --yes',
    })
  }
  const question = `${what.charAt(0).toUpperCase()}${what.slice(1)}, which may change something. Go on?`
  if (await io.confirm(question)) return
  throw new ApigwCacheError('cancelled', 'declined', 'nothing was sent')
}

/** A private answer must not be stored for everyone by the request itself: `--yes` is not enough for that. */
export async function agreeToIdentity(
  probes: readonly PrivateProbe[],
  methods: readonly MethodRef[],
  { acceptUnkeyed = [] }: { readonly acceptUnkeyed?: readonly string[] },
  { io }: Pick<Context, 'io'>,
): Promise<void> {
  // Where the deployed methods are not known, nobody can tell a wrong name from a right one.
  if (methods.length > 0) requireKnown(acceptUnkeyed, [...methods, ...probes])
  const open = probes.filter((probe) => !isAccepted(acceptUnkeyed, probe))
  if (open.length === 0) return
  const message = open.map(storedForEveryone).join('; ')
  if (!io.interactive) {
    const flags = [...new Set(open.map(({ method, path }) => `--accept-unkeyed '${method} ${path}'`))]
    throw new ApigwCacheError('usage', 'command-line', message, {
      hint: `leave the identity out, or repeat with ${flags.join(' ')} (or --accept-unkeyed all)`,
    })
  }
  if (await io.confirm(clean(`${message}. Go on?`))) return
  throw new ApigwCacheError('cancelled', 'declined', 'nothing was sent')
}

function storedForEveryone({ method, path, missing, known }: PrivateProbe): string {
  const keys = missing.map((key) => (key === 'IAM' ? 'the signature' : key)).join(', ')
  return known
    ? `${method} ${path} is cached without ${keys} in its key: this answer would be stored for everyone`
    : `${method} ${path} may be cached without ${keys} in its key: this answer could be stored for everyone`
}

function isInvokeUrl(text: string): boolean {
  try {
    return parseApiReference(text).certain
  } catch {
    return false
  }
}
