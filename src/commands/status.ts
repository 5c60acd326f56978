import type { Command } from 'commander'
import type { Context } from '../context.js'
import { ToolError } from '../core/errors.js'
import { KEPT_FOR_MS, type Window, windowOf } from '../core/metrics/window.js'
import { duration, examples, type GlobalFlags, targetOptions, verb } from './options.js'

interface StatusFlags extends GlobalFlags {
  readonly since?: Moment
  readonly until?: Moment
  readonly methods?: true
}

/** An ISO 8601 time, or how long ago, in milliseconds. */
type Moment = { readonly at: number } | { readonly ago: number }

const HOUR_MS = 3_600_000

export function status(program: Command, context: Context): void {
  const command = verb(program, 'status', 'cluster, effective settings, hits and misses, price, warnings')
    .option('--since <when>', 'start of the window: 30m, 7d or an ISO 8601 time (default: 1h)', moment)
    .option('--until <when>', 'its end (default: now)', moment)
    .option('--methods', 'also each method: who decides, TTL, cache keys of the deployment')
  targetOptions(command).action(async (flags: StatusFlags) => {
    const { openSession } = await import('./session.js')
    const { readStatus } = await import('../core/status.js')
    const session = await openSession(flags, context)
    const window = windowFor(flags, context.clock.now())
    const connection = await session.connect()
    const resolved = await session.target(connection)
    const report = await readStatus(connection, resolved, { window, methods: flags.methods === true })
    const view = async () => (await import('../render/status.js')).statusView(flags.methods === true)
    await session.print(report, view)
  })
  examples(
    command,
    'status --stage prod',
    'status --api pets --stage prod --methods --since 24h',
    'status -o json',
  )
}

function windowFor({ since = { ago: HOUR_MS }, until }: StatusFlags, now: number): Window {
  const at = (one: Moment) => ('at' in one ? one.at : now - one.ago)
  const [start, end] = [at(since), until ? at(until) : now]
  if (!(now - start <= KEPT_FOR_MS)) {
    throw new ToolError('usage', '--since is before what CloudWatch keeps', { hint: 'at most 455d ago' })
  }
  if (start < end) return windowOf(start, end, now)
  throw new ToolError('usage', '--since is not before --until', { hint: 'such as --since 1h' })
}

function moment(text: string): Moment {
  const days = /^(\d+)d$/.exec(text)?.[1]
  if (days !== undefined) return { ago: Number(days) * 24 * HOUR_MS }
  if (/^\d+(\.\d+)?(ms|s|m|h)?$/.test(text)) return { ago: duration(text) }
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isFinite(at)) return { at }
  throw new ToolError('usage', `"${text}" is neither a duration nor a time`, {
    hint: 'such as 1h, 7d or 2026-01-31T09:00:00Z',
  })
}
