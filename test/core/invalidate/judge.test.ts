import { describe, expect, it } from 'vitest'
import { exchangeOf } from '../../../src/core/answer/exchange.js'
import { observe } from '../../../src/core/answer/observation.js'
import { CALLS } from '../../../src/core/base/calls.js'
import type { Answer } from '../../../src/core/invalidate/answer.js'
import type { Authority } from '../../../src/core/invalidate/authority.js'
import { type Answers, judge } from '../../../src/core/invalidate/judge.js'
import { reasonFor } from '../../../src/core/invalidate/reason.js'

const START = Date.UTC(2026, 10, 23, 9, 14, 2)

interface Given {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly atMs?: number
}

function answer({ status = 200, headers = {}, body = '{}', atMs = 0 }: Given = {}): Answer {
  const request = { method: 'GET', url: 'https://x.example/', headers: [], maxBytes: 0, timeoutMs: 0 }
  const receivedAt = START + atMs + 5
  const date = new Date(receivedAt).toUTCString()
  const reply = {
    status,
    rawHeaders: Object.entries({ date, ...headers }).flat(),
    body: Buffer.from(body),
    truncated: false,
    latencyMs: 5,
    receivedAt,
  }
  const exchange = exchangeOf(request, reply)
  const warning = exchange.header('warning')
  return {
    ...observe(exchange, START + atMs, null),
    warnings: warning === null ? [] : [warning],
    errorType: exchange.header('x-amzn-errortype'),
    byProxy: false,
  }
}

const alone = (given: Given, after: Given | null = null): Answers => ({
  before: null,
  answer: answer(given),
  after: after && answer(after),
  again: null,
  pastCache: null,
})

const ANYONE: Authority = { kind: 'anyone' }
const UNKNOWN: Authority = { kind: 'unknown' }
const CALLER: Authority = { kind: 'caller', strategy: 'FAIL_WITH_403' }
const WARNS: Authority = { kind: 'caller', strategy: 'SUCCEED_WITH_RESPONSE_HEADER' }
const NOBODY: Authority = { kind: 'nobody', why: 'not-iam', strategy: 'SUCCEED_WITH_RESPONSE_HEADER' }
const refused = (type: string, message = 'Forbidden', status = 403): Given => ({
  status,
  headers: { 'x-amzn-ErrorType': type },
  body: JSON.stringify({ message }),
})
const WARNING = { headers: { Warning: '199 backend "stale"' } }

describe('the outcome of one request', () => {
  it.each([
    [
      'another cache in front answered',
      alone({ headers: { Age: '12' } }),
      ANYONE,
      'unknown',
      'another cache gave the answer (Age: 12)',
    ],
    [
      'the gateway throttled it',
      alone(refused('TooManyRequestsException', 'Too Many Requests', 429)),
      ANYONE,
      'unknown',
      'the gateway answered 429 (TooManyRequestsException)',
    ],
    [
      'the backend sends a Warning to everybody',
      alone(WARNING, WARNING),
      WARNS,
      'invalidated',
      'the caller is allowed execute-api:InvalidateCache',
    ],
    [
      'only this request had a Warning',
      alone(WARNING, {}),
      WARNS,
      'ignored',
      'the strategy warn (SUCCEED_WITH_RESPONSE_HEADER) ignored the request with a Warning',
    ],
    ['a Warning where anyone may', alone(WARNING, WARNING), ANYONE, 'invalidated', 'anyone may invalidate'],
    [
      'no Warning where there should have been one',
      alone({}),
      NOBODY,
      'unknown',
      'the strategy warn (SUCCEED_WITH_RESPONSE_HEADER) should have answered with a Warning and did not',
    ],
    [
      'refused, and a plain request is not',
      alone(refused('AccessDeniedException'), {}),
      CALLER,
      'forbidden',
      'fail (FAIL_WITH_403) refused the request',
    ],
    [
      'refused, and a plain request is refused, too',
      alone(refused('ForbiddenException'), refused('ForbiddenException')),
      CALLER,
      'forbidden',
      'the call itself is refused (ForbiddenException), with Cache-Control or without',
    ],
    [
      'refused without a word of why',
      alone(refused('ForbiddenException')),
      UNKNOWN,
      'forbidden',
      'the call itself is not allowed, or',
    ],
    [
      'refused by an authorizer',
      alone(refused('UnauthorizedException', 'Unauthorized', 401)),
      CALLER,
      'forbidden',
      "the method's authorizer refused the call itself",
    ],
    [
      'a clock that is off',
      alone(refused('InvalidSignatureException', 'Signature expired: 20260101T090000Z is now earlier than …')),
      CALLER,
      'forbidden',
      'the signature is not accepted (InvalidSignatureException): the clock of this machine is off',
    ],
    [
      'an expired session',
      alone(refused('ExpiredTokenException')),
      CALLER,
      'forbidden',
      'the signature is not accepted (ExpiredTokenException)',
    ],
    [
      'a 403 of the backend that everybody gets',
      alone({ status: 403 }, { status: 403 }),
      ANYONE,
      'invalidated',
      "an error (403) took the entry's place",
    ],
    [
      'an error that nobody looked behind',
      alone({ status: 500 }),
      ANYONE,
      'unknown',
      "whether that took the entry's place is not known",
    ],
    [
      'more bytes than are stored',
      alone({ body: 'x'.repeat(1_048_577) }),
      ANYONE,
      'unknown',
      'the answer has 1,048,577 bytes',
    ],
  ] as const)('%s', (_, answers, authority, outcome, reason) => {
    const finding = judge(answers, authority, false)
    const { answer: given } = answers
    const ref = { method: 'GET', path: '/pets' }
    const known = { isIam: true, signed: true, arn: null, spelling: CALLS, target: null }
    const subject = { ref, answer: given, authority, ...known }

    expect(finding.outcome).toBe(outcome)
    expect(reasonFor(finding, subject)).toContain(reason)
  })

  const at = (atMs: number, generatedMs = atMs) =>
    answer({ atMs, body: JSON.stringify({ generatedAt: new Date(START + generatedMs + 1).toISOString() }) })

  it('may be that of a canary that passes the cache by: then settings promise nothing', () => {
    expect(judge(alone({}), ANYONE, true).outcome).toBe('unknown')
    const byProxy = { ...answer({}), byProxy: true }
    expect(judge({ ...alone({}), answer: byProxy }, ANYONE, false).outcome).toBe('unknown')
    const old = at(0, -90_000)
    const answers = { before: old, answer: at(300), after: old, again: null, pastCache: null }
    expect(judge(answers, ANYONE, true).outcome).toBe('unknown')
  })

  it('is no invalidation where the answer is older than the one before: then both were stored', () => {
    const answers = {
      before: at(0),
      answer: at(300, -60_000),
      after: at(600, -60_000),
      again: null,
      pastCache: null,
    }
    const silent: Authority = { kind: 'caller', strategy: 'SUCCEED_WITHOUT_RESPONSE_HEADER' }
    expect(judge(answers, silent, false).outcome).toBe('unknown')
  })

  it.each([
    [1000, 'unknown'],
    [1001, 'ignored'],
  ] as const)(
    'is not told by an answer past the cache that is %d ms younger, as that of another instance may be: %s',
    (youngerMs, outcome) => {
      // Too far ahead of its `Date` to be known for the time of the answer.
      const aheadMs = 4000
      const answers = {
        before: at(0, aheadMs),
        answer: at(300, aheadMs),
        after: null,
        again: null,
        pastCache: at(3000, aheadMs + youngerMs),
      }
      expect(judge(answers, UNKNOWN, false).outcome).toBe(outcome)
    },
  )

  it('is told by a header, too, where the body never changes', () => {
    const made = (atMs: number, generatedMs: number) =>
      answer({ atMs, headers: { 'X-Generated-At': new Date(START + generatedMs).toISOString() } })
    const replayed = { before: made(0, 1), answer: made(300, 1), after: null, again: null, pastCache: null }
    expect(judge(replayed, UNKNOWN, false).outcome).toBe('ignored')
    const replaced = {
      before: made(0, 1),
      answer: made(300, 301),
      after: made(600, 301),
      again: made(900, 901),
      pastCache: null,
    }
    expect(judge(replaced, UNKNOWN, false).outcome).toBe('invalidated')
  })
})
