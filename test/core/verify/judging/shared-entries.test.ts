import { describe, expect, it } from 'vitest'
import { commandSpelling } from '../../../../src/commands/session/spelling.js'
import type { Known } from '../../../../src/core/verify/evidence.js'
import { withSharedEntries } from '../../../../src/core/verify/judging/shared-entries.js'
import type { VerifyReport } from '../../../../src/core/verify/report.js'

const SPELLING = commandSpelling({})
const TARGET = { account: null, region: 'us-east-1', api: { id: 'aaaaaaaaaa', name: 'pets' }, stage: 'prod' }
const PETS = 'https://x.example/prod/pets'

function known(path: string, more: Partial<Known> = {}): Known {
  return {
    ...{
      method: 'GET',
      path,
      servedBy: 'GET',
      cached: true,
      ttlSeconds: 300,
      keys: [],
      signed: false,
      canary: false,
      hasCanary: false,
      needsApiKey: false,
      pendingKeys: null,
      identity: [],
      uncached: null,
    },
    ...{ requireAuthorization: true, unauthorized: 'SUCCEED_WITH_RESPONSE_HEADER' },
    ...more,
  }
}

const sent = (...urls: readonly string[]) => urls.map((url) => ({ url, known: null }))

function report(url: string, values: readonly string[], more: Partial<VerifyReport> = {}): VerifyReport {
  return {
    target: null,
    method: 'GET',
    url,
    verdict: 'cached',
    layer: 'some-cache',
    expected: 'cached',
    expectedBy: 'caller',
    passed: true,
    reason: '',
    freshness: { source: 'body:at', kind: 'timestamp' },
    probes: values.map((value) => {
      return {
        at: '2026-01-01T09:14:02.113Z',
        status: 200,
        latencyMs: 5,
        value,
        group: null,
        sameAsFirst: true,
      }
    }),
    latency: { firstMs: 5, repeatMedianMs: 5 },
    checks: [],
    next: null,
    ...more,
  }
}

describe('one entry that answered two URLs', () => {
  it('fails for two paths, and says where to look', () => {
    const all = withSharedEntries([report(`${PETS}/1`, ['a']), report(`${PETS}/2`, ['a'])], sent('1', '2'), SPELLING)

    expect(all[0]).toMatchObject({ passed: true, checks: [] })
    expect(all[1]).toMatchObject({
      passed: false,
      next: 'look for the cache that answers, behind or in front of the stage: the path has to be in its key',
      checks: [
        {
          id: 'shared-entry',
          outcome: 'fail',
          detail: `the same entry answered ${PETS}/1: the cache key does not tell the two apart`,
        },
      ],
    })
  })

  it.each<[string, Known, Known, string]>([
    [
      'one method',
      known('/pets/{id}', { servedBy: 'ANY' }),
      known('/pets/{id}', { servedBy: 'ANY' }),
      "apigw-cache keys add ANY '/pets/{id}' path.id --deploy --api aaaaaaaaaa --stage prod --region us-east-1",
    ],
    [
      'a method of many parameters',
      known('/a/{b}/{c+}', { keys: ['path.b'] }),
      known('/a/{b}/{c+}', { keys: ['path.b'] }),
      "keys add GET '/a/{b}/{c+}' path.c --deploy",
    ],
    [
      'one method that has the path in its key',
      known('/pets/{id}', { keys: ['path.id'] }),
      known('/pets/{id}', { keys: ['path.id'] }),
      'apigw-cache doctor --api',
    ],
    ['two methods', known('/cats'), known('/dogs'), 'apigw-cache override GET /dogs --cache off --api'],
    ['what no setting stores', known('/a', { cached: false }), known('/b', { cached: false }), 'look for the cache'],
  ])('names what tells the paths of %s apart', (_, first, second, next) => {
    const two = [report(`${PETS}/1`, ['a'], { target: TARGET }), report(`${PETS}/2`, ['a'], { target: TARGET })]
    const behind = [first, second].map((one, index) => ({ url: `${index}`, known: one }))

    expect(withSharedEntries(two, behind, SPELLING)[1]?.next).toContain(next)
  })

  it('is noted for two queries, which may be meant to share it', () => {
    const [, second] = withSharedEntries(
      [report(`${PETS}?a=1`, ['a']), report(`${PETS}?a=2`, ['a'])],
      sent('1', '2'),
      SPELLING,
    )

    expect(second).toMatchObject({ passed: true, next: null, checks: [{ outcome: 'unknown' }] })
  })

  it('is nothing to note where one URL was named twice', () => {
    const all = withSharedEntries([report(PETS, ['a']), report(PETS, ['a'])], sent(PETS, PETS), SPELLING)

    expect(all.map(({ checks }) => checks)).toEqual([[], []])
  })

  it('is noted where two URLs differ in a secret only, and are shown alike', () => {
    const shown = `${PETS}?token=[redacted]`
    const both = sent(`${PETS}?token=ann`, `${PETS}?token=ben`)

    const [, second] = withSharedEntries([report(shown, ['a']), report(shown, ['a'])], both, SPELLING)

    expect(second?.checks).toMatchObject([{ id: 'shared-entry' }])
  })

  it.each<[string, VerifyReport]>([
    ['another value', report(`${PETS}/2`, ['b'])],
    ['a value of another place', report(`${PETS}/2`, ['a'], { freshness: { source: 'b', kind: 'timestamp' } })],
    ['no value that tells', report(`${PETS}/2`, ['a'], { freshness: null })],
    ['what is not cached', report(`${PETS}/2`, ['a'], { verdict: 'not-cached' })],
  ])('is not seen in %s', (_, other) => {
    expect(withSharedEntries([report(`${PETS}/1`, ['a']), other], sent('1', '2'), SPELLING)[1]?.checks).toEqual([])
  })
})
