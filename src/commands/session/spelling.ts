import { shellWords } from '../../core/base/shell.js'
import type { OptionValue, Spelling, Step } from '../../core/base/spelling.js'
import type { Target } from '../../core/gateway/model.js'

/** Options whose names differ from the library's in lower case with hyphens. */
const NAMES: Readonly<Record<string, string>> = {
  caching: 'cache',
  encrypted: 'encrypt',
  expected: 'expect',
  headers: 'header',
  identities: 'as',
  intervalMs: 'interval',
  params: 'param',
  perSecond: 'rate',
  sinceMs: 'since',
  timeoutMs: 'timeout',
  ttlSeconds: 'ttl',
}

/** Values with an option of their own. */
const OWN_OPTIONS: Readonly<Record<string, string>> = {
  'headers x-api-key': '--api-key',
  'sign always': '--sign',
  'sign never': '--no-sign',
}

/** Options with `on` or `off` instead of a switch. */
const ON_OFF: ReadonlySet<string> = new Set(['caching', 'defaultCaching', 'detailedMetrics'])

/** The options that led to the stage, to be repeated. */
export interface Given {
  readonly profile?: string | undefined
  readonly endpointUrl?: string | undefined
}

/** Spells the suggested commands: quoted for a shell, with the options that found the stage. */
export function commandSpelling(given: Given): Spelling {
  const profile = given.profile === undefined ? [] : ['--profile', given.profile]
  const endpoint = given.endpointUrl === undefined ? [] : ['--endpoint-url', given.endpointUrl]
  return {
    step: ({ verb, words = [], options = {}, target }) =>
      shellWords(
        'apigw-cache',
        ...verb.split(' '),
        ...words,
        ...Object.entries(options).flatMap(([name, value]) => optionWords(name, value)),
        ...(isTarget(target) ? [...targetWords(target), ...profile, ...endpoint] : []),
      ),
    option: (name, value) =>
      OWN_OPTIONS[`${name} ${value}`] ??
      [optionName(name), ...(value === undefined ? [] : [shellWords(value)])].join(' '),
    aws: (words, region) => shellWords('aws', ...words, '--region', region, ...profile, ...endpoint),
  }
}

function targetWords({ api, stage, region }: Target): readonly string[] {
  return ['--api', api.id, '--stage', stage, '--region', region]
}

function isTarget(target: Step['target']): target is Target {
  return typeof target === 'object' && target !== null && 'api' in target
}

function optionWords(name: string, value: OptionValue): readonly string[] {
  if (typeof value === 'string') return [optionName(name), value]
  if (typeof value !== 'boolean') return value.flatMap((one) => [optionName(name), one])
  if (ON_OFF.has(name)) return [optionName(name), value ? 'on' : 'off']
  return [value ? optionName(name) : optionName(name).replace('--', '--no-')]
}

/** Spells `--interval` for `intervalMs`. */
export function optionName(name: string): string {
  return `--${NAMES[name] ?? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
