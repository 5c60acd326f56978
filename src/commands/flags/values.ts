import { ApigwCacheError } from '../../core/base/errors.js'
import { parseAccepted } from '../../core/exposure/accepted.js'
import {
  CLUSTER_SIZES,
  type ClusterSize,
  MAX_TTL_SECONDS,
  STRATEGIES,
  type UnauthorizedStrategy,
} from '../../core/gateway/model.js'
import { parseApiReference } from '../../core/gateway/reference.js'
import { FORMATS, type Format } from '../../render/format/formats.js'
import type { ColorMode } from '../../render/format/style.js'

/** `did you mean warning?` where one begins like what was typed, or all that there are. */
export function oneOf(text: string, names: readonly string[]): string {
  const typed = text.toLowerCase()
  const near = names.find((name) => typed.startsWith(name) || (typed !== '' && name.startsWith(typed)))
  const all = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
  return near === undefined ? all : `did you mean ${near}? It takes ${all}`
}

/** What `duration` reads, where something else may be meant as well. */
export const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/

/** `90`, `90s`, `5m`, `1h`, `14d` → milliseconds. */
export function duration(text: string): number {
  const found = DURATION.exec(text)
  const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[found?.[2] ?? 's']
  const ms = found && unit ? Number(found[1]) * unit : Number.NaN
  if (Number.isFinite(ms)) return Math.round(ms)
  throw new ApigwCacheError('usage', 'command-line', `"${text}" is not a duration`, {
    hint: 'such as 90, 90s, 5m, 1h or 14d',
  })
}

export function size(text: string): ClusterSize {
  const found = CLUSTER_SIZES.find((one) => one === text.replace(/\s*GB$/i, ''))
  if (found) return found
  throw new ApigwCacheError('usage', 'command-line', `"${text}" is not a cache size`, {
    hint: `sizes in GB: ${CLUSTER_SIZES.join(' ')}`,
  })
}

export function ttl(text: string): number {
  const seconds = DURATION.test(text) ? duration(text) / 1000 : Number.NaN
  if (Number.isInteger(seconds) && seconds <= MAX_TTL_SECONDS) return seconds
  throw new ApigwCacheError('usage', 'command-line', `"${text}" is not a TTL`, {
    hint: `whole seconds from 0 (not cached) to ${MAX_TTL_SECONDS}, such as 90, 90s, 5m or 1h`,
  })
}

export function strategy(text: string): UnauthorizedStrategy {
  const short = { fail: STRATEGIES[0], warn: STRATEGIES[1], ignore: STRATEGIES[2] }[text.toLowerCase()]
  const found = short ?? STRATEGIES.find((one) => one === text)
  if (found) return found
  throw new ApigwCacheError('usage', 'command-line', `"${text}" is not a strategy`, {
    hint: `fail, warn or ignore (${STRATEGIES.join(', ')})`,
  })
}

export function onOff(option: string): (text: string) => boolean {
  return (text) => {
    if (text === 'on' || text === 'off') return text === 'on'
    throw new ApigwCacheError('usage', 'command-line', `${option} is "${text}"`, {
      hint: `${option} on, or ${option} off`,
    })
  }
}

/** Parses whole numbers within bounds. */
export function integer(option: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    throw new ApigwCacheError('usage', 'command-line', `${option} is "${text}"`, {
      hint: `a whole number from ${least} to ${most}`,
    })
  }
}

/** Collects an option that may be repeated. */
export function collect(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, text]
}

/** Takes the value of an option that may not be repeated. */
export function once(option: string): (text: string, earlier?: string) => string {
  return (text, earlier) => {
    if (earlier === undefined) return text
    throw new ApigwCacheError('usage', 'command-line', `${option} is there twice: "${earlier}" and "${text}"`, {
      hint: `leave one ${option} away`,
    })
  }
}

export function format(text: string): Format {
  const found = FORMATS.find((one) => one === text)
  if (found) return found
  throw new ApigwCacheError('usage', 'command-line', `"${text}" is not an output format`, {
    hint: FORMATS.join(', '),
  })
}

export function rate(text: string): number {
  const perSecond = Number(/^(\d+(?:\.\d+)?)(\/s)?$/.exec(text)?.[1])
  if (perSecond > 0) return perSecond
  throw new ApigwCacheError('usage', 'command-line', `"${text}" is not a rate`, {
    hint: 'calls a second, such as 5/s',
  })
}

export function apis(text: string, earlier?: readonly string[]): readonly string[] {
  return collect(api(text), earlier)
}

export function stages(text: string, earlier?: readonly string[]): readonly string[] {
  return collect(notEmpty('--stage')(text), earlier)
}

export function api(text: string): string {
  parseApiReference(text)
  return text
}

export function accountId(text: string): string {
  if (/^\d{12}$/.test(text)) return text
  throw new ApigwCacheError('usage', 'command-line', `"${text}" is not an AWS account`, {
    hint: 'the twelve digits of its id',
  })
}

/** Collects, in one spelling, methods that may serve one caller's answer to another. */
export function accepted(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, parseAccepted(text)]
}

export function notEmpty(option: string): (text: string) => string {
  return (text) => {
    if (text.trim() !== '') return text
    throw new ApigwCacheError('usage', 'command-line', `${option} is empty`)
  }
}

export function colorMode(text: string): ColorMode {
  if (text === 'auto' || text === 'always' || text === 'never') return text
  throw new ApigwCacheError('usage', 'command-line', `--color is "${text}"`, {
    hint: 'auto, always or never',
  })
}
