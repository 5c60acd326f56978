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

it('L64 keeps 2,048 characters of a path and of an operation', () => {
  const log = createRequestLog()
  const entry = { at: 0, service: 'logs', method: 'POST', status: 400 } as const
  log.note({ ...entry, path: 'p'.repeat(2_048), operation: 'o'.repeat(2_048) })
  log.note({ ...entry, path: 'p'.repeat(2_049), operation: 'o'.repeat(2_049) })

  expect(log.entries().map(({ path, operation }) => [path.length, operation?.length])).toEqual([
    [2_048, 2_048],
    [2_048, 2_048],
  ])
  expect(log.entries().map(({ path, operation }) => [path.at(-1), operation?.at(-1)])).toEqual([
    ['p', 'o'],
    ['…', '…'],
  ])
})
