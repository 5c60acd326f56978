import type { Command } from 'commander'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { type Condition, parseCondition } from '../../core/metrics/condition.js'
import { LOOK_BACK_MS } from '../../core/metrics/window.js'
import { examples, verb } from '../flags/common.js'
import { targetsOptions } from '../flags/fleet.js'
import { selectorOptions } from '../flags/selectors.js'
import { DURATION, duration } from '../flags/values.js'
import { windowFor, windowOptions } from '../flags/window.js'
import { reportOption } from '../session/files.js'
import type { StatusFlags } from './flags.js'

const DAY_SECONDS = 86_400
const LEAST_INTERVAL_MS = 1000

export function status(program: Command, context: Context): void {
  const command = verb(program, 'status', 'cluster, effective settings, hits and misses, price, warnings')
  windowOptions(command, LOOK_BACK_MS.status)
    .option('--period <duration>', 'of one data point: auto, 60, 5m, 1h, … (default: auto)', period)
    .option('--methods', 'also each method: who decides, TTL, deployed cache keys, hits and misses')
    .option('--plot', 'a chart of hits and misses instead of sparklines')
    .option('--watch', 'look again and again: a live screen in a terminal, a line each time in a pipe')
    .option('--interval <duration>', 'with --watch: between two looks (default: 5s)', interval)
    .option(
      '--fail-if <condition>',
      "exit with 6 where it holds: hits, misses, requests, ratio, status, monthlyUsd or latencyMs (mean), as in 'ratio<0.6' or 'status!=AVAILABLE'; repeatable",
      condition,
    )
    .option('--fail-on-unknown', 'exit with 6 also where such a figure is not known')
  reportOption(command, ['prometheus', 'markdown'])
  selectorOptions(targetsOptions(command)).action(async (flags: StatusFlags) => {
    refuseMixed(flags)
    const { runStatus } = await import('./run.js')
    await runStatus(flags, windowOf(flags), context)
  })
  examples(
    command,
    'status --stage prod',
    'status --api pets --stage prod --methods --since 24h --plot',
    "status --stage prod --since 24h --fail-if 'ratio<0.6' --report markdown=status.md",
    'status --stage prod --watch -o json',
    "status --api 'pets-*' --stage prod --since 24h",
  )
}

/** The window at a given time. */
const windowOf = (flags: StatusFlags) => (now: number) =>
  windowFor(flags, now, flags.period === undefined || flags.period === 'auto' ? null : flags.period)

function refuseMixed({ watch, until, interval: between, failOnUnknown, failIf }: StatusFlags): void {
  if (watch && until) {
    throw new ApigwCacheError('usage', 'command-line', '--watch looks at what happens now: it takes no --until', {
      hint: 'leave one of them out',
    })
  }
  if (between !== undefined && !watch) {
    throw new ApigwCacheError('usage', 'command-line', '--interval says nothing without --watch', {
      hint: '--watch --interval 5s',
    })
  }
  if (failOnUnknown && !failIf) {
    throw new ApigwCacheError('usage', 'command-line', '--fail-on-unknown says nothing without --fail-if', {
      hint: "--fail-if 'ratio<0.6' --fail-on-unknown",
    })
  }
}

function period(text: string): number | 'auto' {
  if (text === 'auto') return text
  const seconds = DURATION.test(text) ? duration(text) / 1000 : Number.NaN
  if (seconds >= 60 && seconds <= DAY_SECONDS && seconds % 60 === 0) return seconds
  throw new ApigwCacheError('usage', 'command-line', `--period is "${text}"`, {
    hint: 'auto, or whole minutes up to a day: 60, 5m, 1h',
  })
}

function interval(text: string): number {
  const ms = duration(text)
  if (ms >= LEAST_INTERVAL_MS) return ms
  throw new ApigwCacheError('usage', 'command-line', `--interval is "${text}"`, {
    hint: 'one second or more, such as 5s',
  })
}

function condition(text: string, earlier: readonly Condition[] = []): readonly Condition[] {
  return [...earlier, parseCondition(text)]
}
