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
  hasCanary: false,
  needsApiKey: false,
  pendingKeys: null,
  identity: [],
  uncached: null,
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
    ['invalidates it where anyone may', {}, `\napigw-cache invalidate '/pets?a=1' ${STAGE}`],
    [
      'invalidates it where signed requests may',
      { requireAuthorization: true, signed: true },
      `\napigw-cache invalidate '/pets?a=1' ${STAGE}`,
    ],
    ['flushes the stage where nobody may', { requireAuthorization: true, signed: false }, `\n${FLUSH}`],
  ])('%s', (_, known, command) => {
    expect(removalOf({ ...PETS, known: { ...KNOWN, ...known } })).toBe(command)
  })

  it('flushes the stage where its settings are not known', () => {
    expect(removalOf({ ...PETS, known: null })).toBe(`\n${FLUSH}`)
  })

  it('names the method, and the path as a word', () => {
    const command = removalOf({ ...PETS, method: 'POST', inside: "/pets/o'neil" })

    expect(command).toBe(`\napigw-cache invalidate '/pets/o'\\''neil' --method POST ${STAGE}`)
  })

  it('flushes where a value that the entry is stored under is secret, or may be', () => {
    const headers = [
      ['X-Tenant', 'hush'],
      ['Accept', 'text/html'],
    ] as const
    const keyed = removalOf({ ...PETS, headers, known: { ...KNOWN, keys: ['header.x-tenant'] } })
    expect(keyed).toBe(`invalidate it with the same X-Tenant, or flush\n${FLUSH}`)

    const hidden = removalOf({ ...PETS, inside: '/pets?token=[redacted]' })
    expect(hidden).toBe(`invalidate it with the same URL, or flush\n${FLUSH}`)
  })

  it.each([{ inside: null }, { target: null }])('is none of ours where no stage is known: %o', (unknown) => {
    expect(removalOf({ ...PETS, ...unknown })).toBe('purge it in the cache that answered')
  })
})
