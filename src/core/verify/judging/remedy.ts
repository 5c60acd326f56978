import type { Again, OptionValue, Step } from '../../base/spelling.js'
import { hasKey } from '../../gateway/key.js'
import { nameOfMethod } from '../../gateway/method.js'
import { hasHidden } from '../../request/shown-url.js'
import type { Evidence } from '../evidence.js'
import type { VerifyRequest } from '../request.js'
import type { Doubt } from './doubts.js'

/** The request that a report is about, and what was seen. */
export interface Unsettled {
  readonly request: Pick<
    VerifyRequest,
    'advice' | 'samples' | 'intervalMs' | 'asked' | 'testInvoke' | 'target' | 'variants'
  >
  readonly evidence: Evidence
}

type Options = Readonly<Record<string, OptionValue>>
type Remedy = (unsettled: Unsettled, doubt: Doubt) => string

/** What to do about each doubt: words, and a command that runs. */
const REMEDIES: Readonly<Record<Doubt['kind'], Remedy>> = {
  'nothing-answered': (one) => again(one, 'try again'),
  'cache-in-front': pastTheFront,
  unsigned: (one) => again(one, `sign the requests${storing(one, 'IAM')}`, { sign: true }, [], withAuthorization(one)),
  'not-allowed': (one) => {
    const { spelling, target } = one.request.advice
    const whose = spelling.aws(['sts', 'get-caller-identity'], target?.region ?? 'us-east-1')
    return `see whose credentials signed, and sign with those of somebody who may call it:\n${whose}`
  },
  'without-api-key': (one) =>
    again(one, 'send an API key of its usage plan', headers('x-api-key: env:API_KEY'), ['API_KEY set to the key']),
  'without-identity': sendIdentity,
  throttled: (one) => {
    const intervalMs = Math.max(2000, one.request.intervalMs * 4)
    return again(one, 'ask less often', { intervalMs: `${intervalMs}ms` })
  },
  'backend-fails': (one) => again(one, 'once the backend answers, try again'),
  'other-error': (one) => {
    const { advice } = one.request
    const { known } = one.evidence
    if (!known) return again(one, 'see what it answers there, and once it does, try again')
    const step: Step = { verb: 'keys list', words: [known.servedBy, known.path], target: advice.target }
    return `check the path, and the parameters that ${nameOfMethod(known)} takes:\n${advice.spelling.step(step)}`
  },
  'too-few': moreSamples,
  'all-differ': moreSamples,
  'named-not-found': withoutTimestamp,
  misnamed: withoutTimestamp,
  'header-moves': (one, doubt) => settle(one) ?? byName(one, doubt),
  'value-stays': (one, doubt) => settle(one) ?? byName(one, doubt),
  'asked-too-seldom': (one) => {
    const { known } = one.evidence
    const quarter = Math.floor(((known?.ttlSeconds ?? 0) * 1000) / 4)
    return quarter > 0 && quarter < one.request.intervalMs
      ? again(one, 'ask more often', { intervalMs: `${quarter}ms` })
      : (settle(one) ?? accept(one))
  },
  'only-some-equal': settleOrAccept,
  'edge-values-differ': settleOrAccept,
  'no-sign': settleOrAccept,
  'test-invoke-failed': settleOrAccept,
  'test-invoke-same': settleOrAccept,
  'test-invoke-unclear': settleOrAccept,
}

/** PURE. */
export function remedyFor(unsettled: Unsettled, doubt: Doubt): string {
  return REMEDIES[doubt.kind](unsettled, doubt)
}

/** Words, and the call once more with these options; in words only, where it may not be repeated. */
export function again(
  { request: { advice } }: Pick<Unsettled, 'request'>,
  what: string,
  options: Options = {},
  needs: readonly string[] = [],
  without: readonly string[] = [],
): string {
  const { spelling, target, asked } = advice
  const step: Step = { verb: 'verify', words: [asked], options, ...(target === null ? {} : { target }) }
  const once: Again | null = hasHidden(asked) ? null : spelling.again(step, without)
  if (once === null) {
    const changed = [
      ...Object.entries(options).map(([name, value]) => spelled(name, value, spelling.option)),
      ...without.map((name) => `without ${spelling.option(name)}`),
    ]
    return changed.length === 0 ? what : `${what}: the same once more, ${changed.join(' ')}`
  }
  const all = [...needs, ...once.needs]
  return `${what}${all.length === 0 ? '' : ` (with ${all.join(', ')})`}:\n${once.call}`
}

/** The command asks about that, or refuses where nobody is there to ask. */
function storing({ evidence: { known } }: Unsettled, identity: string): string {
  return known?.cached && !hasKey(known.keys, identity)
    ? ', which asks first, because the answer may be stored for everyone'
    : ''
}

/** A signature takes its place. */
function withAuthorization({ request: { variants } }: Unsettled): readonly string[] {
  const names = variants.flatMap((variant) => variant.headers.map(([name]) => name.toLowerCase()))
  return names.includes('authorization') ? ['headers', 'identities'] : []
}

function spelled(name: string, value: OptionValue, option: (name: string, value?: string) => string): string {
  if (typeof value === 'boolean') return option(name)
  return (typeof value === 'string' ? [value] : value).map((one) => option(name, one)).join(' ')
}

function headers(...texts: readonly string[]): Options {
  return { headers: texts }
}

function moreSamples(one: Unsettled): string {
  const samples = Math.min(100, one.request.samples * 2)
  if (samples > one.request.samples) return again(one, 'compare more answers', { samples: `${samples}` })
  return settleOrAccept(one)
}

function withoutTimestamp(one: Unsettled): string {
  return again(one, 'let the time be found', {}, [], ['timestamp'])
}

/** What counts is known to whoever knows the backend: this is the one that was seen. */
function byName(one: Unsettled, { source = '' }: Doubt): string {
  const isNameable = /^(?:header:[\w-]+|body:[A-Za-z_][\w.]*)$/.test(source)
  return isNameable && one.evidence.named === null
    ? again(one, 'where that says when the answer was made, name it', { timestamp: source })
    : accept(one)
}

function settleOrAccept(one: Unsettled): string {
  return settle(one) ?? accept(one)
}

function accept(one: Unsettled): string {
  return again(one, 'nothing more can be shown from outside: put a time into the response, or accept it', {
    allowInconclusive: true,
  })
}

/** The next proof that was not asked for, from what disturbs least to what loses entries; null after the last. */
export function settle(one: Unsettled): string | null {
  const { request, evidence } = one
  const { asked, target, testInvoke } = request
  const hasAsked = (name: string) => Boolean(Reflect.get(asked, name))
  if (testInvoke && Reflect.get(asked, 'control') === 'none') {
    return again(one, 'compare with what the backend answers past the cache', { control: 'test-invoke' })
  }
  if (target !== null && evidence.known !== null) {
    if (!hasAsked('metrics')) {
      return again(one, 'let CloudWatch count the hits, which takes up to 6 minutes', { metrics: true })
    }
    if (!hasAsked('flush') && evidence.known.cached) {
      return again(one, 'see the answers change by a flush, which asks, and loses every entry', {
        flush: true,
      })
    }
  }
  if (evidence.main !== null || target !== null) return null
  return again(one, 'see whether another URL has an answer of its own', { vary: ['querystring.probe=1,2'] })
}

function pastTheFront(one: Unsettled): string {
  const { advice, target } = one.request
  const { spelling } = advice
  return target === null
    ? `find the stage behind it, and verify its path there (${spelling.option('api')}, ${spelling.option('stage')}):\n${spelling.step({ verb: 'list' })}`
    : again(one, 'ask the stage at its own address', {}, [], ['url', 'connectTo'])
}

function sendIdentity(one: Unsettled): string {
  const { known } = one.evidence
  const named = known?.identity.find((name) => name.startsWith('header.'))?.slice('header.'.length)
  const query = known?.identity.find((name) => name.startsWith('querystring.'))
  if (named === undefined && query !== undefined) {
    return again(one, `add ${query.slice('querystring.'.length)} to the query, which its authorizer reads`)
  }
  const name = named ?? 'Authorization'
  const variable = name.toUpperCase().replace(/[^A-Z\d]+/g, '_')
  const what = named === undefined ? 'send what the method asks for' : 'send what its authorizer reads'
  const sent = headers(`${name}: env:${variable}`)
  return again(one, `${what}${storing(one, `header.${name}`)}`, sent, [`${variable} set to its value`])
}
