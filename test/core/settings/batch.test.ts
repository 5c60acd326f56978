import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PatchOperation } from '../../../src/core/aws/api.js'
import { ApigwCacheError } from '../../../src/core/base/errors.js'
import type { SettingRecord } from '../../../src/core/gateway/record.js'
import { NEW_RECORD } from '../../../src/core/gateway/settings.js'
import {
  batchesOf,
  type EntryChange,
  firstDifference,
  type MethodEntries,
  operationsOf,
  settingsAfter,
} from '../../../src/core/settings/batch.js'
import { sendBatch } from '../../../src/core/settings/batch-change.js'

const FIELDS: readonly (keyof SettingRecord)[] = [
  'metrics',
  'burstLimit',
  'encrypted',
  'requireAuthorization',
  'unauthorized',
  'ttlSeconds',
  'caching',
]

const entry = (key: string): fc.Arbitrary<EntryChange> =>
  fc
    .oneof(
      { weight: 4, arbitrary: fc.tuple(fc.boolean(), fc.subarray([...FIELDS], { minLength: 1 })) },
      { weight: 1, arbitrary: fc.constant(null) },
    )
    .map((some) =>
      some === null
        ? { key, record: null, fields: [] }
        : { key, record: { ...NEW_RECORD, caching: some[0] }, fields: some[1] },
    )

const changes: fc.Arbitrary<readonly MethodEntries[]> = fc
  .integer({ min: 1, max: 60 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => entry(`~1a${i}/GET`).map((one) => [one]))))

const keyOf = ({ path }: PatchOperation) => /^\/(~1a\d+\/GET)/.exec(path)?.[1] ?? ''
const tooLarge = () =>
  new ApigwCacheError(
    'failure',
    'failure',
    'AWS refused: Update size too large. Try updating stage in multiple UpdateStage operations',
  )

describe('requests with the changes of many methods', () => {
  it('have every operation once, at most as many as allowed, and never split a method', () => {
    fc.assert(
      fc.property(changes, fc.integer({ min: 7, max: 80 }), (methods, limit) => {
        const requests = batchesOf(methods, limit).map(operationsOf)

        const text = (operations: readonly PatchOperation[]) => operations.map((one) => JSON.stringify(one)).sort()
        expect(text(requests.flat())).toEqual(text(operationsOf(methods)))
        for (const request of requests) expect(request.length).toBeLessThanOrEqual(limit)
        const homes = requests.map((request) => new Set(request.map(keyOf)))
        for (const method of methods) {
          expect(homes.filter((home) => home.has(method[0]?.key ?? ''))).toHaveLength(1)
        }
      }),
    )
  })

  it('turn caching off before anything is turned on, inside a request and across them', () => {
    fc.assert(
      fc.property(changes, (methods) => {
        const toggles = batchesOf(methods, 20)
          .flatMap(operationsOf)
          .filter(({ path }) => path.endsWith('/caching/enabled'))
          .map(({ value }) => value)

        expect(toggles.lastIndexOf('false')).toBeLessThan(
          toggles.includes('true') ? toggles.indexOf('true') : toggles.length,
        )
      }),
    )
  })

  it('remove entries in the last ones, because what decides then may be cached', () => {
    const entries = (key: string, fields: EntryChange['fields'], record: SettingRecord | null): MethodEntries => [
      { key, record, fields },
    ]
    const removed = entries('~1a/GET', [], null)
    const on = entries('~1b/GET', ['caching'], { ...NEW_RECORD, caching: true })
    const ttl = entries('~1c/GET', ['ttlSeconds'], NEW_RECORD)
    const off = entries('~1d/GET', ['caching'], { ...NEW_RECORD, caching: false })

    expect(batchesOf([removed, ttl, off], 1)).toEqual([[off], [ttl], [removed]])
    expect(batchesOf([on, removed, ttl, off], 1)).toEqual([[off], [ttl], [on], [removed]])
    expect(batchesOf([removed, off, ttl], 2)).toEqual([[off, ttl], [removed]])
  })

  it('have encryption and authorisation before the TTL, and caching on and removals last', () => {
    fc.assert(
      fc.property(changes, (methods) => {
        const ranks = operationsOf(methods).map(({ op, path, value }) => {
          if (op === 'remove') return 5
          if (path.endsWith('caching/enabled')) return value === 'true' ? 4 : 0
          if (path.endsWith('caching/ttlInSeconds')) return 3
          return path.includes('/caching/') ? 2 : 1
        })
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
      }),
    )
  })

  it('give a method a request of its own where it needs more than is allowed', () => {
    const big = { key: '~1a0/GET', record: NEW_RECORD, fields: FIELDS }
    const small = { key: '~1a1/GET', record: NEW_RECORD, fields: FIELDS.slice(0, 1) }

    expect(batchesOf([[small], [big]], 3)).toEqual([[[big]], [[small]]])
  })

  it('keep what a method gets in several entries together', () => {
    const moved: MethodEntries = [
      { key: '~1a~1b/GET', record: NEW_RECORD, fields: FIELDS },
      { key: 'a/b/GET', record: null, fields: [] },
    ]

    expect(batchesOf([moved, moved, moved], 10)).toEqual([[moved], [moved], [moved]])
  })

  it('are halved until AWS takes them', async () => {
    await fc.assert(
      fc.asyncProperty(changes, fc.integer({ min: 7, max: 30 }), async (methods, most) => {
        const sent: PatchOperation[] = []
        await sendBatch(methods, async (operations) => {
          if (operations.length > most) throw tooLarge()
          sent.push(...operations)
        })
        expect(sent).toHaveLength(operationsOf(methods).length)
      }),
    )
  })

  it('are not halved where a single method is too large, or for any other answer', async () => {
    const one = { key: '~1a/GET', record: NEW_RECORD, fields: FIELDS }
    const refuse = (error: Error) => async () => {
      throw error
    }
    let calls = 0

    await expect(sendBatch([[one]], refuse(tooLarge()))).rejects.toThrow('Update size too large')
    await expect(
      sendBatch([[one], [one]], async () => {
        calls++
        throw new ApigwCacheError('failure', 'failure', 'AWS refused: no')
      }),
    ).rejects.toThrow('AWS refused: no')
    expect(calls).toBe(1)
  })
})

describe('a stage that is read back', () => {
  const written = {
    key: '~1a/GET',
    record: { ...NEW_RECORD, ttlSeconds: 9 },
    fields: ['ttlSeconds'] as const,
  }
  const removed = { key: 'a/GET', record: null, fields: [] }

  it('differs in nothing from the settings that were foreseen', () => {
    fc.assert(
      fc.property(changes, (methods) => {
        expect(firstDifference(settingsAfter({ '~1a1/GET': NEW_RECORD }, methods), methods)).toBeNull()
      }),
    )
  })

  it('differs by the first field that is not as written, a missing entry, or one that stayed', () => {
    expect(firstDifference({ '~1a/GET': NEW_RECORD }, [[written]])).toBe('ttlSeconds 300 in ~1a/GET')
    expect(firstDifference({}, [[written]])).toBe('ttlSeconds nowhere in ~1a/GET')
    expect(firstDifference({ 'a/GET': NEW_RECORD }, [[removed]])).toBe('a/GET still there')
  })

  it('may differ in what was not written', () => {
    const other = { ...NEW_RECORD, ttlSeconds: 9, burstLimit: 100 }
    expect(firstDifference({ '~1a/GET': other }, [[written]])).toBeNull()
  })
})
