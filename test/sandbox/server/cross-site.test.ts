import { describe, expect, it } from 'vitest'
import { message, raw, statusOf } from '../support/raw.js'
import { API, running, SIGNED } from '../support/sandbox.js'

const EVIL = ['Origin: https://evil.example', 'Content-Type: text/plain']
const ASKED = [
  ['POST /_sandbox/reset', ''],
  ['POST /_sandbox/clock', '{"advanceMs": 1}'],
  ['POST /_sandbox/faults', '{"missRate": 1}'],
  ['GET /_sandbox/requests', ''],
  ['POST /restapis', '{"name": "evil"}'],
  ['GET /restapis', ''],
  ['POST /', 'Action=GetCallerIdentity&Version=2011-06-15'],
  ['POST /', 'Action=ListMetrics&Version=2010-08-01'],
  ['POST /listRegions', '{}'],
] as const

async function asking(line: string, headers: readonly string[], body = '') {
  const { sandbox } = await running()
  const signed = `Authorization: ${SIGNED.authorization}`
  return statusOf(await raw(sandbox.url, message(line, ['Host: localhost', signed, ...headers], body)))
}

describe('pages of other sites', () => {
  it.each(ASKED)('A82 are refused %s', async (line, body) => {
    expect(await asking(line, EVIL, body)).toBe('403')
    expect(await asking(line, ['Sec-Fetch-Site: cross-site'], body)).toBe('403')
    expect(await asking(line, ['Origin: null'], body)).toBe('403')
  })

  it.each([
    'https://localhost.evil.example',
    'file://localhost',
    'chrome-extension://abcdef',
    'localhost',
    'http://localhost.',
  ])('A82 are told by the origin %s', async (origin) => {
    const own = origin === 'http://localhost.'
    expect(await asking('POST /_sandbox/reset', [`Origin: ${origin}`])).toBe(own ? '200' : '403')
  })

  it('A82 are told from pages of this machine, and from what is no page', async () => {
    for (const headers of [
      [],
      ['Content-Type: text/plain'],
      ['Origin: http://localhost:3000', 'Sec-Fetch-Site: same-site'],
      ['Origin: http://[::1]:8080'],
      ['Sec-Fetch-Site: none'],
    ]) {
      expect(await asking('POST /_sandbox/reset', headers), headers.join()).toBe('200')
    }
  })

  it('A82 may call stages, as they may on AWS', async () => {
    const line = `GET /restapis/${API}/prod/_user_request_/pets/1`
    expect(await asking(line, ['Origin: https://evil.example', 'Sec-Fetch-Site: cross-site'])).toBe('200')
  })
})
