import type { Observation } from '../answer/observation.js'
import { LARGEST_ENTRY_BYTES } from '../gateway/limits.js'
import type { Answer } from './answer.js'
import type { Authority } from './authority.js'
import { type Refusal, refusalIn } from './refusal.js'
import { type Renewal, renewalOf } from './renewal.js'
import type { InvalidateReport } from './report.js'

/** The answer to the request and those around it; null for requests that were not sent. */
export interface Answers {
  readonly before: Answer | null
  readonly answer: Answer
  readonly after: Answer | null
  /** Answer to the request when repeated at the end. */
  readonly again: Answer | null
  readonly pastCache: Observation | null
}

export type Because =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'warned' }
  | { readonly kind: 'gateway-error'; readonly errorType: string }
  | { readonly kind: 'not-cached'; readonly why: string }
  | { readonly kind: 'other-cache'; readonly header: string }
  | { readonly kind: 'renewal'; readonly renewal: Renewal }
  /** The settings promise that the request was obeyed. */
  | { readonly kind: 'promised' }
  /** The settings promise that it was ignored. */
  | { readonly kind: 'powerless' }
  /** The promised refusal or Warning did not come. */
  | { readonly kind: 'promise-broken' }
  | { readonly kind: 'too-large'; readonly bytes: number }
  /** The backend's error; `after` is true if the next answer was read and differs. */
  | { readonly kind: 'error-answer'; readonly after: boolean }
  | { readonly kind: 'untold' }

export interface Finding {
  readonly outcome: InvalidateReport['outcome']
  readonly because: Because
}

/** Judges whether the entry was refreshed: `invalidated` only where nothing else explains the answers. PURE. */
export function judge(answers: Answers, authority: Authority, bypassed: boolean): Finding {
  const { answer, before, after } = answers
  const plain = after ?? before
  const refusal = refusalIn(answer, plain, authority)
  if (refusal !== null) return { outcome: 'forbidden', because: { kind: 'refused', refusal } }
  if (authority.kind === 'not-cached') return unknown({ kind: 'not-cached', why: authority.why })
  if (isWarned(answer, plain, authority)) return { outcome: 'ignored', because: { kind: 'warned' } }
  if (answer.errorType !== null && answer.status >= 400) {
    return unknown({ kind: 'gateway-error', errorType: answer.errorType })
  }
  if (answer.otherCache !== null) return unknown({ kind: 'other-cache', header: answer.otherCache })
  return byAnswers(answers, authority, bypassed) ?? bySettings(answers, authority, bypassed)
}

/** Judges the answers alone; null if the settings have to decide. */
function byAnswers(answers: Answers, authority: Authority, bypassed: boolean): Finding | null {
  const { before, answer } = answers
  if (before === null || before.errorType !== null) return null
  const renewal = renewalOf({ ...answers, before })
  const because: Because = { kind: 'renewal', renewal }
  switch (renewal.kind) {
    case 'replayed':
      return { outcome: 'ignored', because }
    case 'replaced':
      // By the settings nobody may refresh it, so the entry has expired just now, unless it is seen to be replaced.
      if (authority.kind === 'nobody' && !renewal.proven) return unknown({ kind: 'promise-broken' })
      // If nothing is known to cache, or something bypasses the cache, a different answer alone proves nothing.
      return renewal.proven || (authority.kind !== 'unknown' && !bypassed)
        ? { outcome: 'invalidated', because }
        : unknown({ kind: 'untold' })
    case 'not-kept':
      return unknown(tooLarge(answer) ?? because)
    case 'same':
      return null
  }
}

function bySettings(answers: Answers, authority: Authority, bypassed: boolean): Finding {
  switch (authority.kind) {
    case 'anyone':
      return allowed(answers, bypassed)
    case 'caller':
      return authority.strategy === 'SUCCEED_WITHOUT_RESPONSE_HEADER'
        ? unknown({ kind: 'untold' })
        : allowed(answers, bypassed)
    case 'nobody':
      return authority.strategy === 'SUCCEED_WITHOUT_RESPONSE_HEADER'
        ? { outcome: 'ignored', because: { kind: 'powerless' } }
        : unknown({ kind: 'promise-broken' })
    case 'unknown':
    case 'not-cached':
      return unknown({ kind: 'untold' })
  }
}

function allowed({ answer, after }: Answers, bypassed: boolean): Finding {
  if (bypassed || answer.byProxy) return unknown({ kind: 'untold' })
  // It is unknown if errors are stored, but the next answer shows if the old entry is gone.
  if (answer.status >= 400 && after?.status !== answer.status) {
    return unknown({ kind: 'error-answer', after: after !== null })
  }
  const large = tooLarge(answer)
  return large ? unknown(large) : { outcome: 'invalidated', because: { kind: 'promised' } }
}

function tooLarge({ bodyBytes, truncated }: Answer): Because | null {
  return bodyBytes > LARGEST_ENTRY_BYTES || truncated ? { kind: 'too-large', bytes: bodyBytes } : null
}

/** Compares with a plain answer, as backends send Warning headers too: the gateway adds its own. */
function isWarned(answer: Answer, plain: Answer | null, authority: Authority): boolean {
  if (plain) return answer.warnings.length > plain.warnings.length
  return answer.warnings.length > 0 && authority.kind !== 'anyone'
}

function unknown(because: Because): Finding {
  return { outcome: 'unknown', because }
}
