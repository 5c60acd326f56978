import type { Observation } from '../answer/observation.js'
import { CLOCK_RESOLUTION_MS, isNear } from '../answer/own-time.js'
import { CALLS } from '../base/calls.js'
import { figure } from '../base/quantities.js'
import type { Spelling } from '../base/spelling.js'
import { findRenewal } from '../evidence/renewal.js'
import { contradicted, findReplay } from '../evidence/replay.js'
import { ranked, staysIn } from '../evidence/series.js'
import { LARGEST_ENTRY_BYTES } from '../gateway/limits.js'
import { stores } from '../gateway/settings.js'
import type { Plan } from '../request/plan.js'

/** A URL and its answers so far. */
export interface Look {
  readonly plan: Plan
  readonly answers: readonly Observation[]
  /** The reason for a missing answer; null if none is missing. */
  readonly problem: string | null
  /** The backend's answer past the cache for the same method; null or left out without one. */
  readonly pastCache?: Observation | null
}

export interface Stored {
  readonly cached: boolean | null
  readonly reason: string | null
}

/** True if the stage's settings store nothing for this URL. */
export function isUncached({ inside, method }: Pick<Plan, 'inside' | 'method'>): boolean {
  return inside !== null && method !== null && !stores(method)
}

/** True if another answer could change the judgement. */
export function needsAnother({ plan, answers, problem }: Look): boolean {
  const [first, second] = answers
  if (!first || first.status >= 300 || problem !== null || isUncached(plan)) return false
  return !second || !sameAnswer(first, second)
}

/** True if only an answer past the cache can decide. */
export function wantsPastCache(look: Look, others: readonly Observation[]): boolean {
  const { plan, answers } = look
  const [first, second] = answers
  if (plan.inside === null || plan.method === null || !first || !second || !sameAnswer(first, second)) return false
  return first.status < 300 && !first.otherCache && storedOf(look, others).cached === null
}

/**
 * Judges if the answers of one URL show a cache. `others` are answers to other URLs, which the key may not tell
 * apart from this one. Nothing counts as cached that an uncached backend could have answered too. PURE.
 */
export function storedOf(look: Look, others: readonly Observation[], spelling: Spelling = CALLS): Stored {
  const { plan, answers, problem, pastCache } = look
  const [first] = answers
  if (isUncached(plan)) return { cached: false, reason: `${plan.method?.method} ${plan.method?.path} is not cached` }
  if (!first) return unknownBecause(problem)
  if (first.status >= 400) return unknownBecause(refusal(first, plan, spelling))
  if (first.status >= 300)
    return unknownBecause(`answered ${first.status}: a redirect is not followed, so name its end`)
  const usable = answers.filter(({ status, otherCache }) => status < 300 && otherCache === null)
  if (usable.length < 2) return unknownBecause(problem ?? whyUnusable(answers))
  const shared = usable.every((answer) => sameAnswer(answer, first))
    ? others.filter((other) => sameAnswer(other, first))
    : []
  const replay = findReplay(usable, null) ?? findReplay(bySendTime([...shared, ...usable]), null)
  if (replay && !contradicted(replay.answers)) return { cached: true, reason: null }
  if (pastCache && isOlder(usable, pastCache)) return { cached: true, reason: null }
  if (expired(usable, plan)) return unknownBecause('its TTL was over before the second look')
  if (findRenewal(usable, null)) return { cached: false, reason: `each answer was a new one${tooLarge(usable)}` }
  return unknownBecause(
    usable.every((answer) => sameAnswer(answer, first))
      ? 'the answers were identical, but nothing in them shows that a fresh one would differ'
      : 'the answers differed, but not in what shows when they were made',
  )
}

function unknownBecause(reason: string | null): Stored {
  return { cached: null, reason }
}

function sameAnswer(a: Observation, b: Observation): boolean {
  return a.status === b.status && a.body === b.body
}

function bySendTime(answers: readonly Observation[]): readonly Observation[] {
  return [...answers].sort((a, b) => a.sentAt - b.sentAt)
}

function refusal({ status }: Observation, { deployed, method }: Plan, { option }: Spelling): string {
  if (status === 401 || status === 403) {
    return deployed?.signed
      ? `it takes signed requests only: use ${option('sign')}`
      : `send what the method asks for (${option('headers')}, ${option('headers', 'x-api-key')}, ${option('sign')})`
  }
  if (status < 500 || !method?.cached) return `answered ${status}`
  return `answered ${status}, which API Gateway may have stored for ${method.ttlSeconds} s`
}

function whyUnusable(answers: readonly Observation[]): string | null {
  const through = answers.find(({ otherCache }) => otherCache !== null)?.otherCache
  if (through) return `answered by another cache (${through})`
  const error = answers.find(({ status }) => status >= 300)
  return error ? `the second look was answered ${error.status}` : 'there was no second look'
}

/** True if the entry may have expired between two answers, so that a new one shows nothing. */
function expired(answers: readonly Observation[], { method }: Plan): boolean {
  if (method === null) return false
  return answers.some((answer, index) => {
    const before = answers[index - 1]
    return before !== undefined && answer.receivedAt - before.sentAt >= method.ttlSeconds * 1000
  })
}

function tooLarge(answers: readonly Observation[]): string {
  const bytes = Math.max(...answers.map(({ bodyBytes }) => bodyBytes))
  const [size, most] = [bytes, LARGEST_ENTRY_BYTES].map((one) => figure(one))
  return bytes > LARGEST_ENTRY_BYTES ? `: it has ${size} bytes, and at most ${most} are stored` : ''
}

/**
 * True if the answer past the cache says when it was made, and all the other answers, the last of them
 * requested after it, have an earlier time there: then they came out of a cache. PURE.
 */
export function isOlder(answers: readonly Observation[], pastCache: Observation): boolean {
  const last = answers.at(-1)
  if (!last || pastCache.status !== last.status || last.sentAt < pastCache.receivedAt) return false
  const now = pastCache.dateMs ?? pastCache.receivedAt
  return ranked(answers[0]).some((value) => {
    const fresh = pastCache.candidates.get(value.source)?.time
    if (!fresh || value.time === null || !staysIn(answers, value)) return false
    // Two instances may be a tick apart.
    const tickMs = Math.max(CLOCK_RESOLUTION_MS, value.time.resolutionMs, fresh.resolutionMs)
    return fresh.epochMs > value.time.epochMs + tickMs && isNear(fresh, now)
  })
}
