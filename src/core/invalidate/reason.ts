import { shown, shownSource } from '../answer/shown.js'
import { isClockSkew } from '../aws/explain.js'
import { figure } from '../base/quantities.js'
import type { Spelling } from '../base/spelling.js'
import { LARGEST_ENTRY_BYTES } from '../gateway/limits.js'
import type { MethodRef } from '../gateway/method.js'
import { SHORT_STRATEGY, type Target, type UnauthorizedStrategy } from '../gateway/model.js'
import { shownValue } from '../request/shown-value.js'
import type { Answer } from './answer.js'
import type { Authority } from './authority.js'
import type { Because, Finding } from './judge.js'
import { accountsIn, type Refusal } from './refusal.js'
import type { Renewal } from './renewal.js'

export interface Case {
  /** `GET /pets/{id}`, or verb and path of a URL without a known stage. */
  readonly ref: MethodRef
  readonly answer: Answer
  readonly authority: Authority
  readonly isIam: boolean | null
  readonly signed: boolean
  /** ARN that needs the permission; null if unknown. */
  readonly arn: string | null
  readonly spelling: Spelling
  /** Null if unknown. */
  readonly target: Target | null
}

const ACTION = 'execute-api:InvalidateCache'

/** Writes one sentence: what decided, and what is missing. PURE. */
export function reasonFor({ because }: Finding, subject: Case): string {
  const { answer } = subject
  const name = nameIn(subject)
  switch (because.kind) {
    case 'refused':
      return becauseRefused(because.refusal, subject)
    case 'warned':
      return `${strategyOf(subject) ?? 'the gateway'} ignored the request with a Warning: ${missingPermission(subject)}`
    case 'powerless':
      return `${strategyOf(subject) ?? 'the gateway'} ignores the request without a sign: ${missingPermission(subject)}`
    case 'not-cached':
      return `${name} is not cached (${because.why}): there was nothing to invalidate`
    case 'gateway-error':
      return `the gateway answered ${answer.status} (${shown(because.errorType)}), so nothing can be said of the entry`
    case 'other-cache':
      return `another cache gave the answer (${shown(because.header)}), so the request did not reach the stage's`
    case 'renewal':
      return becauseOfAnswers(because.renewal, subject)
    case 'promised':
      return becausePromised(subject)
    default:
      return unknownBecause(because, subject)
  }
}

function unknownBecause(because: Because, subject: Case): string {
  const { answer } = subject
  const name = nameIn(subject)
  if (because.kind === 'too-large') {
    const [bytes, most] = [because.bytes, LARGEST_ENTRY_BYTES].map((one) => figure(one))
    return `the answer has ${bytes} bytes, and API Gateway stores at most ${most}: there is no entry of it`
  }
  if (because.kind === 'error-answer') {
    const next = because.after
      ? 'and the next answer had another status: it did not stay'
      : "and whether that took the entry's place is not known"
    return `the backend answered ${answer.status}, ${next}`
  }
  if (because.kind === 'promise-broken') {
    return becausePromiseBroken(subject)
  }
  const silent = 'strategy' in subject.authority && subject.authority.strategy === SILENT
  const why = silent ? `${named(SILENT)} tells no caller, and ${missingPermission(subject, 'perhaps ')}` : ''
  return `the answers do not show whether the entry of ${name} was replaced${why && `: ${why}`}`
}

const SILENT = 'SUCCEED_WITHOUT_RESPONSE_HEADER'

const SIGNS = {
  FAIL_WITH_403: 'should have answered with a refusal and did not',
  SUCCEED_WITH_RESPONSE_HEADER: 'should have answered with a Warning and did not',
  SUCCEED_WITHOUT_RESPONSE_HEADER: 'should have answered as before and did not',
} as const

/** Advises nothing that the settings would need: they are not what decided. */
function becausePromiseBroken({ authority, spelling: { step }, target }: Case): string {
  const strategy = 'strategy' in authority ? authority.strategy : 'FAIL_WITH_403'
  const said = `${named(strategy)} ${SIGNS[strategy]}, and whether the entry was replaced was not seen: what answers does not follow these settings, or the entry had expired just then`
  return target === null ? said : `${said}; see what is found here\n${step({ verb: 'doctor', target })}`
}

function becauseOfAnswers(renewal: Renewal, subject: Case): string {
  switch (renewal.kind) {
    case 'replayed': {
      const at = `${shownSource(renewal.value)} stayed ${shownValue(renewal.value, renewal.value.value)}`
      const although = renewal.by === 'test-invoke' ? ' although a test-invoke gave a later one' : ''
      const { kind } = subject.authority
      const why =
        kind === 'anyone' || kind === 'unknown' ? 'a cache still gave the old answer' : missingPermission(subject)
      const by = strategyOf(subject)
      return `${at}${although}, so the request was ignored${by ? ` (${by})` : ''}: ${why}`
    }
    case 'replaced': {
      const { value, before } = renewal
      const what = value
        ? `${shownSource(value)} was ${before === null ? 'not there' : shownValue(value, before)}, is ${shownValue(value, value.value)}`
        : 'the answer was another one than before'
      const although =
        subject.authority.kind === 'nobody'
          ? `, although by the settings nobody may do that (${strategyOf(subject)}): a cache that does not follow them answers`
          : ''
      return `${what}, and the next answer was the same: the entry was replaced${withError(subject)}${although}`
    }
    case 'not-kept':
      return 'the next answer was yet another one: nothing seems to be stored, or it was lost at once'
    case 'same':
      return `the answer was the same as before`
  }
}

function becausePromised(subject: Case): string {
  const by = strategyOf(subject)
  const { status } = subject.answer
  const what = status < 400 ? "the answer took the entry's place" : `an error (${status}) took the entry's place`
  if (subject.authority.kind === 'anyone') {
    return `anyone may invalidate ${nameIn(subject)} (authorisation is not required): ${what}`
  }
  const fails = 'strategy' in subject.authority && subject.authority.strategy === 'FAIL_WITH_403'
  const otherwise = fails ? 'it would have been refused' : 'there would be a Warning'
  return `the caller is allowed ${ACTION}, without which ${otherwise} (${by}): ${what}`
}

function becauseRefused(refusal: Refusal, subject: Case): string {
  const { answer, signed, spelling } = subject
  const { option } = spelling
  const type = shown(answer.errorType ?? `status ${answer.status}`)
  switch (refusal) {
    case 'invalidation':
      return `${strategyOf(subject) ?? 'the gateway'} refused the request: ${missingPermission(subject)}`
    case 'invoke':
      // The caller may have every permission of its own account.
      return foreign(subject) === ''
        ? `the call itself is refused (${type}): the caller lacks execute-api:Invoke, and needs ${ACTION} as well, ${on(subject)}`
        : `the call itself is refused (${type}) ${on(subject)}${foreign(subject)}`
    case 'unsigned': {
      const why =
        subject.isIam === false ? 'no such method, or a token is missing' : 'the method takes signed requests only'
      const how = `leave ${option('sign', 'never')} out, or use ${option('sign', 'always')}`
      return `the call itself is refused (${type}): ${why}${signed ? '' : `, and this one was not signed (${how})`}`
    }
    case 'signature':
      return isClockSkew(answer.body)
        ? `the signature is not accepted (${type}): the clock of this machine is off`
        : `the signature is not accepted (${type}): check credentials, region and clock`
    case 'authorizer':
      return `the method's authorizer refused the call itself (${type}): send what it reads with ${option('headers')}`
    case 'call':
      return `the call itself is refused (${type}), with Cache-Control or without: an API key (${option('headers', 'x-api-key')}), a resource policy, an authorizer or AWS WAF${foreign(subject)}`
    case 'unclear':
      return `the request is refused (${type}): the call itself is not allowed, or ${missingPermission(subject)}`
  }
}

/** Names the missing permission and says if the caller can get it. */
function missingPermission(subject: Case, perhaps = ''): string {
  const { isIam, signed, spelling } = subject
  if (isIam === false) {
    return `it needs ${ACTION} ${on(subject)}, and ${nameIn(subject)} has no IAM authorisation, so that no signature can help there: ${remedies(subject)}`
  }
  if (!signed) return `it needs ${ACTION} ${on(subject)}, and was not signed (${spelling.option('sign', 'always')})`
  return `the caller ${perhaps}lacks ${ACTION} ${on(subject)}${foreign(subject) || ', or belongs to another account, which can never invalidate'}`
}

function foreign({ answer }: Case): string {
  const accounts = accountsIn(answer)
  if (!accounts) return ''
  return `; the caller belongs to account ${accounts.caller}, the API to ${accounts.api}: cross-account invalidation is not supported`
}

/** Suggests ways out if no caller can get the permission. */
function remedies({ ref: { method, path }, spelling: { step }, target }: Case): string {
  const on = target === null ? {} : { target }
  const options = { requireAuthorization: false }
  const everybody = step({ verb: 'override', words: [method, path], options, ...on })
  const flush = step({ verb: 'flush', ...on })
  return `AWS_IAM authorisation on the method would. A flush removes every entry of the stage; the other command lets everybody refresh entries, as often as they like and at the cost of the backend:\n${flush}\n${everybody}`
}

function on(subject: Case): string {
  return `on ${subject.arn ?? nameIn(subject)}`
}

function nameIn({ ref: { method, path } }: Case): string {
  return `${method} ${path}`
}

function strategyOf({ authority }: Case): string | null {
  return 'strategy' in authority ? named(authority.strategy) : null
}

/** Both names: what a setting of this tool says, and what is found in the documentation of AWS. */
function named(strategy: UnauthorizedStrategy): string {
  return `the strategy ${SHORT_STRATEGY[strategy]} (${strategy})`
}

function withError({ answer: { status } }: Case): string {
  return status < 400 ? '' : `, by an error (${status})`
}
