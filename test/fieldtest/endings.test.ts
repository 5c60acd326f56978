import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { observations } from '../../fieldtest/report.js'
import { fieldtest } from '../../fieldtest/session.js'
import { waitingClock } from '../../fieldtest/targets/clocks.js'
import { atEndpoint } from '../../fieldtest/targets/endpoint.js'
import { sandboxTarget } from '../../fieldtest/targets/sandbox.js'
import type { Target } from '../../fieldtest/targets/target.js'
import { openDoor } from '../../fieldtest/wire/send.js'
import { TAG } from '../../fieldtest/world/cleanup.js'
import { createClients } from '../../fieldtest/world/clients.js'

async function started() {
  const target = await sandboxTarget()
  onTestFinished(() => target.close())
  const door = openDoor()
  onTestFinished(door.close)
  return { target, ...createClients({ target, send: door.send }) }
}

/** A server that says the same to everything. */
async function stub(status: number, body: string): Promise<Target> {
  const server = createServer((_, response) => response.writeHead(status).end(body))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    ...atEndpoint(`http://127.0.0.1:${port}`),
    clock: waitingClock(Date.UTC(2026, 0, 15)),
    pollMs: 10_000,
  }
}

describe('a fieldtest', { timeout: 120_000 }, () => {
  it('removes first what a run has left that was killed, and nothing else', async () => {
    const { target, control } = await started()
    const tags = { [TAG]: '2026-01-01T00:00:00.000Z' }
    await control('POST /restapis', { name: 'left', tags })
    await control('POST /apikeys', { name: 'left', tags })
    await control('POST /restapis', { name: 'of somebody else', tags: { team: 'pets' } })
    const said: string[] = []
    const { left } = await fieldtest(target, { remove: true, say: (line) => said.push(line) })
    expect(said.map((line) => line.replace(/\(.*\)/, ''))).toEqual(['removed left ', 'removed left '])
    expect(left).toEqual([])
    expect(target.sandbox.apis.map(({ name }) => name)).toEqual(['of somebody else'])
  })

  it('ends and removes what it has made where it has a bug, and says which', async () => {
    const { target } = await started()
    const { stopped, left, endedAt, startedAt } = await fieldtest(target, {
      told: ({ observation }) => {
        if (observation.statement === 'C54') throw new Error('a bug')
      },
    })
    expect(stopped).toMatch(/^Error: a bug\n {4}at /)
    expect({ left, apis: target.sandbox.apis }).toEqual({ left: [], apis: [] })
    expect(endedAt - startedAt).toBeLessThan(120_000)
  })

  it('names what it could not remove', async () => {
    const { target, control } = await started()
    await control('POST /restapis', { name: 'held', tags: { [TAG]: 'x' } })
    // One for the throttle of deletions, which is waited for, and one that is no throttle.
    target.sandbox.faults.next.push({ kind: 'conflict', method: 'DELETE' })
    const said: string[] = []
    const { left } = await fieldtest(target, { remove: true, say: (line) => said.push(line) })
    expect(left.map(({ name }) => name)).toEqual(['held'])
    expect(said.join('\n')).toMatch(/could not remove held .*409 ConflictException/)
  })

  it.each([
    [200, '{}', 'A C D I K L M T'],
    [404, 'not here', 'A C D I K L M T'],
    [200, '{"item":{"id":"x","path":"/","tags":{}},"position":"again","id":"x"}', 'A C I L T'],
  ])('finds nearly nothing to hold where everything is answered with %i %s', async (status, body, sections) => {
    const only = observations()
      .map(({ statement }) => statement)
      .filter(([section = '']) => sections.includes(section))
    const { results, left } = await fieldtest(await stub(status, body), { only })
    const holding = results.filter(({ verdict }) => verdict === 'holds')
    expect(results.length).toBe(only.length)
    expect(holding.length).toBeLessThan(results.length / 10)
    expect(left).toEqual([])
  })
})
