import type { Context, Io } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import type { DryRun } from '../../core/aws/dry-run.js'
import type { RoleRequest } from '../../core/aws/role.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { Spelling, Step } from '../../core/base/spelling.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import { openStage } from '../../core/find/target.js'
import { fullNameOf } from '../../core/gateway/stage.js'
import { json } from '../../render/format/formats.js'
import type { View } from '../../render/format/print.js'
import type { ColorMode } from '../../render/format/style.js'
import { clean, cleanAdvice } from '../../render/format/text.js'
import { hanging } from '../../render/format/wrap.js'
import type { GlobalFlags } from '../flags/common.js'
import { type FleetFlags, isFleet } from '../flags/fleet-flags.js'
import { withOrigin } from './origin.js'
import { resolveSettings, type Settings } from './settings.js'
import { commandSpelling } from './spelling.js'

/** A host that has not answered by then is given up: twenty regions are not held up by one. */
const REACH_MS = 5000

/** One run of one verb: what its flags mean, where its words go, and its connection. */
export interface Session {
  readonly settings: Settings
  readonly quiet: boolean
  /** How commands are suggested. */
  readonly spelling: Spelling
  /** Makes the connection, after the account guard. */
  connect(options?: {
    readonly dryRun?: boolean | undefined
    readonly timeoutMs?: number | undefined
    /** Another region or profile than the settings'. */
    readonly region?: string | undefined
    readonly profile?: string | undefined
    /** Assumed with the credentials that are found. */
    readonly role?: RoleRequest | undefined
  }): Promise<Connection>
  /** Finds the stage, asking which one where that is possible, and says what was inferred. */
  open(connection: Connection, api?: string): Promise<OpenStage>
  /** The requests that a dry run has kept back so far. */
  kept(): DryRun['requests']
  /** For people, on stderr; nothing with `--quiet`. */
  note(message: string): void
  warn(message: string): void
  /** The next step, only where a person reads it. */
  suggest(step: Step): void
  /** JSON needs no view, so it is loaded only for the other formats. */
  print<Result, Row>(result: Result, view: () => Promise<View<Result, Row>>): Promise<void>
}

export async function openSession(flags: GlobalFlags & FleetFlags, context: Context): Promise<Session> {
  const { io } = context
  const settings = await resolveSettings(flags, context)
  const spelling = commandSpelling(flags)
  context.spellErrorsWith(spelling)
  // What a query gives is JSON, but nobody asked for the errors in it.
  if (flags.query === undefined) context.tellErrorsIn(settings.output)
  if (flags.query !== undefined) {
    const { checkQuery } = await import('../../core/base/jmespath.js')
    checkQuery(flags.query)
  }
  const quiet = flags.quiet === true
  const note = (message: string) => {
    if (!quiet) io.err(notice(message, io.stderr))
  }
  const kept: DryRun['requests'][number][] = []
  let isDryRun = false
  let isTold = false
  return {
    settings,
    quiet,
    spelling,
    kept: () => kept,
    note,
    warn: (message) => io.err(notice(`warning: ${message}`, io.stderr)),
    suggest(step) {
      if (quiet || !io.stderr.isTTY || settings.output !== 'table') return
      io.err(notice(`next:\n${spelling.step(step)}`, io.stderr))
    },
    async connect({ dryRun = false, timeoutMs, region, profile, role } = {}) {
      isDryRun = dryRun
      // Whoever can write to a folder above this one would get every signed request unnoticed.
      if (settings.farEndpoint !== null && !isTold) note(`requests go to ${clean(settings.farEndpoint)}`)
      isTold = true
      const logged = (flags.verbose || flags.debug) && !quiet
      const connection = await context
        .connect(
          {
            ...settings,
            region: region ?? settings.region,
            profile: profile ?? settings.profile,
            role,
            fallbackRegion: fallbackRegion(flags),
            reachMs: isFleet(flags) ? REACH_MS : undefined,
            timeoutMs,
            // What is suggested there has to lead there again.
            spelling: commandSpelling({ ...flags, profile: profile ?? flags.profile }, role),
            keep: dryRun ? (request) => kept.push(request) : undefined,
            onSend: logged ? ({ service, method, url }) => io.err(`> ${service} ${method} ${clean(url)}`) : undefined,
            onRetry: ({ trouble, attempt, delayMs }) => {
              // What goes on for long must not look like standing still.
              if (!logged && (quiet || attempt < 2)) return
              io.err(`> ${trouble}: attempt ${attempt} failed, next in ${delayMs} ms`)
            },
          },
          settings.env,
        )
        .catch((error: unknown) => {
          throw withOrigin(error, settings.origins)
        })
      // Where roles are assumed, theirs is the account that counts.
      if (!role && !flags.role && flags.accounts === undefined) await guard(connection, settings.account)
      return connection
    },
    async open(connection, api = settings.api) {
      const found = await openStage(
        connection,
        { ...settings, api },
        {
          choose:
            io.interactive && !isDryRun
              ? (candidates) =>
                  io.select(
                    'Which stage?',
                    candidates.map((value) => ({ name: clean(fullNameOf(value.target)), value })),
                  )
              : undefined,
        },
      )
      if (found.inferred !== null) note(found.inferred)
      return found
    },
    print: (result, view) => print(flags, settings, context, result, view),
  }
}

/** Broken between words, as no terminal does. Commands have lines of their own, a little to the right. */
function notice(message: string, room: Io['stderr']): string {
  const [words = '', ...commands] = cleanAdvice(message).split('\n')
  return [hanging('', words, room), ...commands].join('\n  ')
}

/** Where several regions are named, the first question goes to one of them. */
function fallbackRegion({ regions, targets }: FleetFlags): string | undefined {
  if (!regions && targets === undefined) return undefined
  return regions?.find((region) => region !== 'all') ?? 'us-east-1'
}

/** Nothing but GetCallerIdentity was sent when this refuses. Errors: `usage`. */
export async function guard(connection: Connection, expected: string | undefined): Promise<void> {
  if (expected === undefined) return
  const account = await connection.account()
  if (account === expected) return
  throw new ApigwCacheError('usage', 'other-account', `the credentials belong to account ${account}, not ${expected}`)
}

async function print<Result, Row>(
  { query, color }: GlobalFlags,
  { output }: Settings,
  { io, env }: Context,
  result: Result,
  view: () => Promise<View<Result, Row>>,
): Promise<void> {
  if (query === undefined && output === 'json') return io.out(json(result))
  const { styleOf } = await import('../../render/format/style.js')
  const mode: ColorMode = color === false ? 'never' : (color ?? 'auto')
  const style = styleOf(io.stdout, mode, env)
  if (query !== undefined) {
    const { searchJson } = await import('../../core/base/jmespath.js')
    const { renderValue } = await import('../../render/format/value.js')
    return io.out(renderValue(output, searchJson(query, result), style))
  }
  const { render } = await import('../../render/format/print.js')
  io.out(render(output, result, await view(), style))
}
