import { expect, it, onTestFinished } from 'vitest'
import { REHEARSED } from '../../fieldtest/announcement.js'
import { fieldtest, type Session } from '../../fieldtest/session.js'
import { sandboxTarget } from '../../fieldtest/targets/sandbox.js'
import type { SandboxOptions } from '../../src/sandbox/index.js'

const MINUTE = 60_000

async function rehearsed(options: SandboxOptions = {}) {
  const target = await sandboxTarget(options)
  onTestFinished(() => target.close())
  return { target, session: await fieldtest(target) }
}

const minutes = ({ startedAt, endedAt }: Session) => (endedAt - startedAt) / MINUTE

it('a whole fieldtest holds, and takes what is announced: less than ten minutes by the quotas and times of AWS', {
  timeout: 240_000,
}, async () => {
  const { target, session } = await rehearsed()
  expect(session.results.filter(({ verdict }) => verdict !== 'holds')).toEqual([])
  expect(session.left).toEqual([])

  expect(minutes(session)).toBeLessThanOrEqual(REHEARSED.minutes)
  expect(minutes(session)).toBeGreaterThan(REHEARSED.minutes - 1)
  expect(REHEARSED.minutes).toBeLessThanOrEqual(10)

  const requests = target.sandbox.requests()
  const to = (...services: string[]) => requests.filter(({ service }) => services.includes(service))
  expect(to('apigateway').filter(({ status }) => status === 429)).toEqual([])
  const apis = requests.filter(
    ({ operation, status }) => /^(Create|Import)RestApi$/.test(operation ?? '') && status < 300,
  )
  expect(apis.length).toBe(REHEARSED.apis)
  const announced = { calls: to('apigateway', 'monitoring', 'sts').length, requests: to('execute-api').length }
  expect(Math.ceil(announced.calls / 100) * 100).toBe(REHEARSED.calls)
  expect(Math.ceil(announced.requests / 100) * 100).toBe(REHEARSED.requests)
})

it('a whole fieldtest stays below ten minutes where clusters, flushes and metrics take a minute longer', {
  timeout: 240_000,
}, async () => {
  const { session } = await rehearsed({
    clusterTimeMs: 4.5 * MINUTE,
    flushTimeMs: 3 * MINUTE,
    metricsDelayMs: 3 * MINUTE,
  })
  expect(session.results.filter(({ verdict }) => verdict !== 'holds')).toEqual([])
  expect(minutes(session)).toBeLessThanOrEqual(10)
})
