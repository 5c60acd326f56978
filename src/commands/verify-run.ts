import type { Context } from '../context.js'
import { isAccepted, requireKnown } from '../core/control/accepted.js'
import { parseApiReference } from '../core/control/reference.js'
import type { MethodRef } from '../core/control/settings.js'
import { ToolError } from '../core/errors.js'
import { probeUrl } from '../core/probe/invoke-url.js'
import { parseTimestampSource } from '../core/probe/named.js'
import type { PrivateProbe } from '../core/probe/private-probe.js'
import type { VerifyProgress } from '../core/probe/probing.js'
import type { KnownStage } from '../core/probe/stage-url.js'
import { type StageProbe, verifyPaths } from '../core/probe/verify-stage.js'
import { clean } from '../render/text.js'
import { duration } from '../render/units.js'
import { readHeaders, secret } from './headers.js'
import { openSession, type Session } from './session.js'
import type { VerifyFlags } from './verify.js'

const EXIT_NEGATIVE = 6
const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS'])

export async function runVerify(
  paths: readonly string[],
  flags: VerifyFlags,
  context: Context,
): Promise<void> {
  const probe = await probeOf(paths, flags, context)
  const session = await openFor(paths, flags, context)
  await agreeToMethod(flags, context)
  const stage = await knownStage(paths, flags, session)
  const { http, clock, signal } = context
  const deps = { http, clock, signal, onProgress: announce(session) }
  const result = await verifyPaths(deps, stage, {
    ...probe,
    beforeProbing: (probes, methods) => agreeToIdentity(probes, methods, flags, context),
  })
  await session.print(result, async () => (await import('../render/verify.js')).VERIFY_VIEW)
  if (!result.passed) context.setExitCode(EXIT_NEGATIVE)
}

type Probe = Omit<StageProbe, 'beforeProbing'>

/** What was asked for, checked before anything is sent. */
async function probeOf(paths: readonly string[], flags: VerifyFlags, context: Context): Promise<Probe> {
  const anywhere = 'https://stage.invalid'
  for (const path of paths) probeUrl(path, flags.url ?? anywhere)
  const { apiKey, data, header = [], timestamp, url = null } = flags
  const key = apiKey === undefined ? [] : [['x-api-key', await secret(apiKey, context)] as const]
  return {
    paths,
    base: url === null ? null : probeUrl(url, null).replace(/\/+$/, ''),
    method: flags.method,
    headers: [...(await readHeaders(header, context)), ...key],
    body: data?.startsWith('@') ? await secret(data, context) : data,
    connectTo: flags.connectTo,
    samples: flags.samples,
    intervalMs: flags.interval,
    timestamp: timestamp === undefined ? undefined : parseTimestampSource(timestamp),
    control: flags.control,
    expected: flags.expect ?? null,
    allowInconclusive: flags.allowInconclusive === true,
  }
}

/** An invoke URL says stage and region as `--api` does, where no flag or setting says which API is meant. */
async function openFor(paths: readonly string[], flags: VerifyFlags, context: Context): Promise<Session> {
  const session = await openSession(flags, context)
  const [first = ''] = paths
  const { api, stage, url } = { ...flags, api: session.settings.api }
  if (api !== undefined || stage !== undefined || url !== undefined || !isInvokeUrl(first)) return session
  return openSession({ ...flags, api: first }, context)
}

/** Full URLs of other hosts need no AWS at all. */
async function knownStage(
  paths: readonly string[],
  flags: VerifyFlags,
  session: Session,
): Promise<KnownStage | null> {
  const elsewhere = flags.url !== undefined || paths.every((path) => !path.startsWith('/'))
  if (elsewhere && session.settings.api === undefined && flags.stage === undefined) return null
  const connection = await session.connect()
  return { connection, resolved: await session.target(connection) }
}

function isInvokeUrl(text: string): boolean {
  try {
    return parseApiReference(text).certain
  } catch {
    return false
  }
}

async function agreeToMethod({ method, yes }: VerifyFlags, { io }: Context): Promise<void> {
  if (HARMLESS.has(method) || yes) return
  if (!io.interactive) {
    throw new ToolError('usage', `probing sends ${method} several times, and that may change something`, {
      hint: 'repeat with --yes',
    })
  }
  if (await io.confirm(`Probing sends ${method} several times, which may change something. Go on?`)) return
  throw new ToolError('cancelled', 'nothing was sent')
}

/** A private answer must not be stored for everyone by the probe itself: `--yes` is not enough for that. */
async function agreeToIdentity(
  probes: readonly PrivateProbe[],
  methods: readonly MethodRef[],
  { acceptUnkeyed = [] }: VerifyFlags,
  { io }: Context,
): Promise<void> {
  // Where the deployed methods are not known, nobody can tell a wrong name from a right one.
  if (methods.length > 0) requireKnown(acceptUnkeyed, [...methods, ...probes])
  const open = probes.filter((probe) => !isAccepted(acceptUnkeyed, probe))
  if (open.length === 0) return
  const message = open.map(storedForEveryone).join('; ')
  if (!io.interactive) {
    const flags = [...new Set(open.map(({ method, path }) => `--accept-unkeyed '${method} ${path}'`))]
    throw new ToolError('usage', message, {
      hint: `leave the identity out, or repeat with ${flags.join(' ')} (or --accept-unkeyed all)`,
    })
  }
  if (await io.confirm(clean(`${message}. Go on?`))) return
  throw new ToolError('cancelled', 'nothing was sent')
}

function storedForEveryone({ method, path, missing, known }: PrivateProbe): string {
  const keys = missing.join(', ')
  return known
    ? `${method} ${path} is cached without ${keys} in its key: this answer would be stored for everyone`
    : `${method} ${path} may be cached without ${keys} in its key: this answer could be stored for everyone`
}

function announce(session: Session): (event: VerifyProgress) => void {
  return (event) => {
    if (event.kind === 'control')
      session.note('test-invoke: asking the backend once, past the cache (--control none forbids it)')
    if (event.kind === 'spacing')
      session.note(`timestamps have a resolution of a second: probing every ${duration(event.delayMs)}`)
  }
}
