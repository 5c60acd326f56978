import { describe, expect, it } from 'vitest'
import { commandSpelling } from '../../../../src/commands/session/spelling.js'
import type { Known } from '../../../../src/core/verify/evidence.js'
import { type Removal, removalOf } from '../../../../src/core/verify/judging/removal.js'

const KNOWN: Known = {
  method: 'GET',
  servedBy: 'GET',
  path: '/pets',
  cached: true,
  ttlSeconds: 300,
  requireAuthorization: false,
  unauthorized: 'SUCCEED_WITH_RESPONSE_HEADER',
  keys: [],
  signed: false,
  canary: false,
}
const TARGET = { account: null, region: 'us-east-1', api: { id: 'aaaaaaaaaa', name: null }, stage: 'prod' }
const STAGE = '--api aaaaaaaaaa --stage prod --region us-east-1'
const FLUSH = `apigw-cache flush ${STAGE}`
const PETS: Removal = {
  method: 'GET',
  inside: '/pets?a=1',
  headers: [],
  known: KNOWN,
  spelling: commandSpelling({}),
  target: TARGET,
}

describe('the command that removes an entry', () => {
  it.each<[string, Partial<Known>, string]>([
    ['invalidates it where anyone may', {}, `apigw-cache invalidate '/pets?a=1' ${STAGE}, or ${FLUSH}`],
    [
      'invalidates it where signed requests may',
      { requireAuthorization: true, signed: true },
      `apigw-cache invalidate '/pets?a=1' ${STAGE}, or ${FLUSH}`,
    ],
    ['flushes the stage where nobody may', { requireAuthorization: true, signed: false }, FLUSH],
  ])('%s', (_, known, command) => {
    expect(removalOf({ ...PETS, known: { ...KNOWN, ...known } })).toBe(command)
  })

  it('flushes the stage where its settings are not known', () => {
    expect(removalOf({ ...PETS, known: null })).toBe(FLUSH)
  })

  it('names the method, the path as a word, and the key headers without their values', () => {
    const command = removalOf({
      ...PETS,
      method: 'POST',
      inside: "/pets/o'neil",
      headers: [
        ['X-Tenant', 'hush'],
        ['Accept', 'text/html'],
      ],
      known: { ...KNOWN, keys: ['header.x-tenant'] },
    })

    expect(command).toBe(
      `apigw-cache invalidate '/pets/o'\\''neil' --method POST --header 'X-Tenant: <as sent>' ${STAGE}, or ${FLUSH}`,
    )
  })

  it.each([{ inside: null }, { target: null }])('is none of ours where no stage is known: %o', (unknown) => {
    expect(removalOf({ ...PETS, ...unknown })).toBe('purge it in the cache that answered')
  })
})
