import { type Command, Option } from 'commander'
import { ApigwCacheError } from '../../core/base/errors.js'
import { KEPT_FOR_MS, type Window, windowOf } from '../../core/metrics/window.js'
import { DURATION, duration } from './values.js'

/** Flags of every verb that reads metrics over a time. */
export interface WindowFlags {
  readonly since: Moment
  readonly until?: Moment
}

/** A time from ISO 8601, or milliseconds before now. */
type Moment = { readonly at: number } | { readonly ago: number }

const HOUR_MS = 3_600_000

/** Adds `--since` with its default, and `--until`. */
export function windowOptions(command: Command, agoMs: number): Command {
  return command
    .addOption(
      new Option('--since <when>', 'start of the window: 30m, 7d or an ISO 8601 time')
        .argParser(moment)
        .default({ ago: agoMs }, spanText(agoMs)),
    )
    .option('--until <when>', 'its end (default: now)', moment)
}

/** Such as `1h`, `24h`, `14d`. */
export function spanText(ms: number): string {
  const hours = ms / HOUR_MS
  return hours > 24 ? `${hours / 24}d` : `${hours}h`
}

/** Errors: `usage` for an impossible window, or one that CloudWatch does not keep. */
export function windowFor({ since, until }: WindowFlags, now: number, period: number | null = null): Window {
  const at = (one: Moment) => ('at' in one ? one.at : now - one.ago)
  const [start, end] = [at(since), until ? at(until) : now]
  if (!(now - start <= KEPT_FOR_MS)) {
    throw new ApigwCacheError('usage', 'command-line', '--since is before what CloudWatch keeps', {
      hint: 'at most 455d ago',
    })
  }
  if (start < end) return windowOf(start, end, now, period)
  throw new ApigwCacheError('usage', 'command-line', '--since is not before --until', {
    hint: 'such as --since 1h',
  })
}

function moment(text: string): Moment {
  if (DURATION.test(text)) return { ago: duration(text) }
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isFinite(at)) return { at }
  throw new ApigwCacheError('usage', 'command-line', `"${text}" is neither a duration nor a time`, {
    hint: 'such as 1h, 7d or 2026-01-31T09:00:00Z',
  })
}
