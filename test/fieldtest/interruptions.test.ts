import { describe, expect, it, onTestFinished } from 'vitest'
import { main } from '../../fieldtest/main.js'
import { fieldtest } from '../../fieldtest/session.js'
import { type SandboxTarget, sandboxTarget } from '../../fieldtest/targets/sandbox.js'
import { openDoor } from '../../fieldtest/wire/send.js'
import { tagged } from '../../fieldtest/world/cleanup.js'
import { createClients } from '../../fieldtest/world/clients.js'
import { startSandbox } from '../../src/sandbox/index.js'

const SECOND = 1_000

async function started() {
  const target = await sandboxTarget()
  onTestFinished(() => target.close())
  const door = openDoor()
  onTestFinished(door.close)
  const { control } = createClients({ target, send: door.send })
  return { target, there: async () => (await tagged(control)).map(({ path }) => path).sort() }
}

/** Aborts when the clock of the run is there. */
function at({ clock }: SandboxTarget, seconds: number): AbortSignal {
  const interrupt = new AbortController()
  void clock.sleep(seconds * SECOND).then(() => interrupt.abort())
  return interrupt.signal
}

describe('a fieldtest that is interrupted', { timeout: 120_000 }, () => {
  it.each([
    [1.2, 'while the first API is made'],
    [12, 'when clusters have just been asked for'],
    [60, 'while methods are made'],
    [190, 'while what is no longer needed is removed'],
    [400, 'while a cluster is flushed, one resized and one removed'],
  ])('after %s s, %s, leaves nothing', async (seconds) => {
    const { target, there } = await started()
    const said: string[] = []
    const { left, interrupted, startedAt, endedAt } = await fieldtest(target, {
      signal: at(target, seconds),
      say: (line) => said.push(line),
    })
    expect({ left, interrupted, there: await there() }).toEqual({ left: [], interrupted: true, there: [] })
    expect(said.filter((line) => line.startsWith('interrupted'))).toHaveLength(1)
    // It says two minutes, of which deletions 30 s apart are one.
    expect(endedAt - startedAt - seconds * SECOND).toBeLessThan(165 * SECOND)
  })

  it('twice names all that is there still, and nothing else', async () => {
    const { target, there } = await started()
    const { left } = await fieldtest(target, { signal: at(target, 150), abandon: at(target, 165) })
    const paths = left.map(({ path }) => path).sort()
    expect(paths.length).toBeGreaterThanOrEqual(3)
    expect(paths).toEqual(await there())
    expect((await fieldtest(target, { remove: true })).left).toEqual([])
    expect(await there()).toEqual([])
  })

  it('twice says how to remove what is left', async () => {
    const sandbox = await startSandbox({ seed: 'empty' })
    onTestFinished(() => sandbox.close())
    const [interrupt, abandon] = [new AbortController(), new AbortController()]
    let complaints = ''
    const code = await main(['--endpoint', sandbox.url, '--only', 'C30,C101'], {
      print: (text) => {
        if (text.includes('C30')) interrupt.abort()
      },
      complain: (text) => {
        complaints += text
        if (text.startsWith('interrupted')) abandon.abort()
      },
      behaviour: '',
      write: () => undefined,
      signal: interrupt.signal,
      abandon: abandon.signal,
    })
    const [{ id } = { id: 'none' }] = sandbox.apis
    expect(complaints).toContain(`left behind:\n  apigw-cache-fieldtest-scratch (/restapis/${id})\n`)
    expect(complaints).toContain(`to remove it: npm run fieldtest -- --endpoint ${sandbox.url} --remove\n`)
    expect(code).toBe(1)
  })
})
