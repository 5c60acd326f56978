import { describe, expect, it } from 'vitest'
import { commandSpelling } from '../../../../src/commands/session/spelling.js'
import { withSharedEntries } from '../../../../src/core/verify/judging/shared-entries.js'
import type { VerifyReport } from '../../../../src/core/verify/report.js'

const SPELLING = commandSpelling({})
const PETS = 'https://x.example/prod/pets'

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
  it('fails for two paths, and says how to tell them apart', () => {
    const all = withSharedEntries(
      [report(`${PETS}/1`, ['a']), report(`${PETS}/2`, ['a'])],
      ['1', '2'],
      SPELLING,
    )

    expect(all[0]).toMatchObject({ passed: true, checks: [] })
    expect(all[1]).toMatchObject({
      passed: false,
      next: expect.stringContaining('add the path parameter to the cache key and deploy'),
      checks: [
        {
          id: 'shared-entry',
          outcome: 'fail',
          detail: `the same entry answered ${PETS}/1: the cache key does not tell the two apart`,
        },
      ],
    })
  })

  it('is noted for two queries, which may be meant to share it', () => {
    const [, second] = withSharedEntries(
      [report(`${PETS}?a=1`, ['a']), report(`${PETS}?a=2`, ['a'])],
      ['1', '2'],
      SPELLING,
    )

    expect(second).toMatchObject({ passed: true, next: null, checks: [{ outcome: 'unknown' }] })
  })

  it('is nothing to note where one URL was named twice', () => {
    const all = withSharedEntries([report(PETS, ['a']), report(PETS, ['a'])], [PETS, PETS], SPELLING)

    expect(all.map(({ checks }) => checks)).toEqual([[], []])
  })

  it('is noted where two URLs differ in a secret only, and are shown alike', () => {
    const shown = `${PETS}?token=[redacted]`
    const sent = [`${PETS}?token=ann`, `${PETS}?token=ben`]

    const [, second] = withSharedEntries([report(shown, ['a']), report(shown, ['a'])], sent, SPELLING)

    expect(second?.checks).toMatchObject([{ id: 'shared-entry' }])
  })

  it.each<[string, VerifyReport]>([
    ['another value', report(`${PETS}/2`, ['b'])],
    [
      'a value of another place',
      report(`${PETS}/2`, ['a'], { freshness: { source: 'b', kind: 'timestamp' } }),
    ],
    ['no value that tells', report(`${PETS}/2`, ['a'], { freshness: null })],
    ['what is not cached', report(`${PETS}/2`, ['a'], { verdict: 'not-cached' })],
  ])('is not seen in %s', (_, other) => {
    expect(withSharedEntries([report(`${PETS}/1`, ['a']), other], ['1', '2'], SPELLING)[1]?.checks).toEqual(
      [],
    )
  })
})
