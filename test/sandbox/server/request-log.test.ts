import { expect, it } from 'vitest'
import { createRequestLog } from '../../../src/sandbox/server/request-log.js'

it('A25 keeps the last 10,000 requests, oldest first', () => {
  const log = createRequestLog()
  for (let at = 0; at < 25_500; at++) {
    log.note({ at, service: 'apigateway', method: 'GET', path: `/${at}`, status: 200 })
  }

  const entries = log.entries()

  expect(entries.length).toBe(10_000)
  expect([entries[0]?.path, entries.at(-1)?.path]).toEqual(['/15500', '/25499'])
})
