import type { RoleRequest } from '../../core/aws/role.js'
import { withoutUserInfo } from '../../core/base/http.js'
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
  readonly api?: string | undefined
  readonly stage?: string | undefined
  readonly region?: string | undefined
  readonly config?: string | undefined
  readonly profile?: string | undefined
  readonly endpointUrl?: string | undefined
}

/** Spells the suggested commands: quoted for a shell, with the options that found the stage. */
export function commandSpelling(given: Given, role?: RoleRequest): Spelling {
  const named = (name: keyof Given) => {
    const value = name === 'endpointUrl' ? shownEndpoint(given) : given[name]
    return value === undefined ? [] : withValue(optionName(name), value)
  }
  const target = [...named('api'), ...named('stage'), ...named('region')]
  const connection = [...named('profile'), ...named('endpointUrl')]
  const placeWords = (meant: Step['target']) => {
    if (meant === null) return []
    return [...(isTarget(meant) ? targetWords(meant) : target), ...connection, ...named('config')]
  }
  const step: Spelling['step'] = ({ verb, words = [], options = {}, target: meant }) =>
    shellWords(
      'apigw-cache',
      ...verb.split(' '),
      ...words,
      ...Object.entries(options).flatMap(([name, value]) => optionWords(name, value)),
      ...placeWords(meant),
      ...(meant === null ? [] : roleWords(verb, role)),
    )
  return {
    step,
    again: (one) => ({ call: step(one), needs: [] }),
    option: (name, value) =>
      OWN_OPTIONS[`${name} ${value}`] ??
      [optionName(name), ...(value === undefined ? [] : [shellWords(value)])].join(' '),
    aws: (words, region) => shellWords('aws', ...awsWords(words), '--region', region, ...connection),
  }
}

/** Verbs that work as a role. */
const IN_ROLES: ReadonlySet<string> = new Set([
  'advise',
  'defaults',
  'disable',
  'doctor',
  'enable',
  'flush',
  'keys',
  'list',
  'override',
  'report',
  'resize',
  'status',
])

function roleWords(verb: string, role: RoleRequest | undefined): readonly string[] {
  if (role === undefined || !IN_ROLES.has(verb.split(' ')[0] ?? '')) return []
  const { arn, externalId } = role
  return ['--role', arn, ...(externalId === undefined ? [] : withValue('--external-id', externalId))]
}

function shownEndpoint({ endpointUrl }: Given): string | undefined {
  return endpointUrl === undefined ? undefined : withoutUserInfo(endpointUrl)
}

function targetWords({ api, stage, region }: Target): readonly string[] {
  return ['--api', api.id, ...withValue('--stage', stage), '--region', region]
}

function isTarget(target: Step['target']): target is Target {
  return typeof target === 'object' && target !== null && 'api' in target
}

function optionWords(name: string, value: OptionValue): readonly string[] {
  if (typeof value === 'string') return withValue(optionName(name), value)
  if (typeof value !== 'boolean') return value.flatMap((one) => withValue(optionName(name), one))
  if (ON_OFF.has(name)) return [optionName(name), value ? 'on' : 'off']
  return [value ? optionName(name) : optionName(name).replace('--', '--no-')]
}

/** A value that begins like an option is taken for one unless it is joined to its own. */
function withValue(option: string, value: string): readonly string[] {
  return value.startsWith('-') ? [`${option}=${value}`] : [option, value]
}

/** Every option of these commands has a value. */
function awsWords(words: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => {
    if (word.startsWith('--')) return withValue(word, words[index + 1] ?? '')
    return words[index - 1]?.startsWith('--') ? [] : [word]
  })
}

/** Spells `--interval` for `intervalMs`. */
export function optionName(name: string): string {
  return `--${NAMES[name] ?? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
