import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { ToolError } from '../../core/base/errors.js'
import { describe, type ResolvedTarget, resolveTarget } from '../../core/find/target.js'
import { json } from '../../render/formats.js'
import type { View } from '../../render/print.js'
import type { ColorMode } from '../../render/style.js'
import { clean } from '../../render/text.js'
import type { GlobalFlags } from '../flags/common.js'
import { resolveSettings, type Settings } from './settings.js'

/** One run of one verb: what its flags mean, where its words go, and its connection. */
export interface Session {
  readonly settings: Settings
  readonly quiet: boolean
  /** Makes the connection, after the account guard. */
  connect(options?: {
    readonly dryRun?: boolean | undefined
    readonly timeoutMs?: number | undefined
  }): Promise<Connection>
  /** Finds the stage, asking which one where that is possible, and says what was inferred. */
  target(connection: Connection, api?: string): Promise<ResolvedTarget>
  /** For people, on stderr; nothing with `--quiet`. */
  note(message: string): void
  warn(message: string): void
  /** The next step, only where a person reads it. */
  suggest(command: string): void
  /** JSON needs no view, so it is loaded only for the other formats. */
  print<Result, Row>(result: Result, view: () => Promise<View<Result, Row>>): Promise<void>
}

export async function openSession(flags: GlobalFlags, context: Context): Promise<Session> {
  const { io } = context
  const settings = await resolveSettings(flags, context)
  // What a query gives is JSON, but nobody asked for the errors in it.
  if (flags.query === undefined) context.tellErrorsIn(settings.output)
  if (flags.query !== undefined) {
    const { checkQuery } = await import('../../core/base/jmespath.js')
    checkQuery(flags.query)
  }
  const quiet = flags.quiet === true
  const note = (message: string) => {
    if (!quiet) io.err(clean(message))
  }
  return {
    settings,
    quiet,
    note,
    warn: (message) => io.err(`warning: ${clean(message)}`),
    suggest(command) {
      if (!quiet && io.stderr.isTTY && settings.output === 'table') io.err(`next: ${clean(command)}`)
    },
    async connect(options = {}) {
      const logged = (flags.verbose || flags.debug) && !quiet
      const connection = await context.connect(
        {
          ...settings,
          ...options,
          onSend: logged
            ? ({ service, method, url }) => io.err(`> ${service} ${method} ${clean(url)}`)
            : undefined,
          onRetry: ({ trouble, attempt, delayMs }) => {
            // What goes on for long must not look like standing still.
            if (!logged && (quiet || attempt < 2)) return
            io.err(`> ${trouble}: attempt ${attempt} failed, next in ${delayMs} ms`)
          },
        },
        settings.env,
      )
      await guard(connection, settings.account)
      return connection
    },
    async target(connection, api = settings.api) {
      const found = await resolveTarget(
        connection,
        { ...settings, api },
        {
          choose:
            io.interactive && connection.kept === null
              ? (candidates) =>
                  io.select(
                    'Which stage?',
                    candidates.map((value) => ({ name: clean(describe(value)), value })),
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

/** Nothing but GetCallerIdentity was sent when this refuses. */
async function guard(connection: Connection, expected: string | undefined): Promise<void> {
  if (expected === undefined) return
  const account = await connection.account()
  if (account === expected) return
  throw new ToolError('usage', `the credentials belong to account ${account}, not ${expected}`, {
    hint: 'check --profile and AWS_PROFILE, or --account',
  })
}

async function print<Result, Row>(
  { query, color }: GlobalFlags,
  { output }: Settings,
  { io, env }: Context,
  result: Result,
  view: () => Promise<View<Result, Row>>,
): Promise<void> {
  if (query === undefined && output === 'json') return io.out(json(result))
  const { styleOf } = await import('../../render/style.js')
  const mode: ColorMode = color === false ? 'never' : (color ?? 'auto')
  const style = styleOf(io.stdout, mode, env)
  if (query !== undefined) {
    const { searchJson } = await import('../../core/base/jmespath.js')
    const { renderValue } = await import('../../render/value.js')
    return io.out(renderValue(output, searchJson(query, result), style))
  }
  const { render } = await import('../../render/print.js')
  io.out(render(output, result, await view(), style))
}
