import { Agent, request as send } from 'node:http'
import { connect } from 'node:net'
import { env, memoryUsage } from 'node:process'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import type { Sandbox } from '../../../src/sandbox/index.js'
import { API, running } from '../support/sandbox.js'
import { type Input, inputs } from './inputs.js'

/** `npm run fuzz:sandbox` sends more. */
const INPUTS = Number(env.FUZZ_INPUTS ?? 600)
const BATCH = 600
const AT_ONCE = 8
const MOST_GROWTH_BYTES = 150_000_000

it('A95 stays alive, bounded and answering, whatever is sent to it', async () => {
  const { sandbox, http } = await running()
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const before = liveBytes()
  const broken: string[] = []
  const answered = new Map<number, number>()

  const work = async (queue: Input[]) => {
    for (let input = queue.pop(); input; input = queue.pop()) {
      const { status, failure } = await sent(sandbox, agent, input)
      answered.set(status, (answered.get(status) ?? 0) + 1)
      if (failure) broken.push(`${failure} ${shown(input)}`)
    }
  }
  for (let batch = 0; batch * BATCH < INPUTS; batch++) {
    const queue = [...inputs(Math.min(BATCH, INPUTS - batch * BATCH), batch)]
    await Promise.all(Array.from({ length: AT_ONCE }, () => work(queue)))
  }
  agent.destroy()

  expect(broken).toEqual([])
  expect(answered.get(200)).toBeGreaterThan(INPUTS / 100)
  expect(answered.get(400)).toBeGreaterThan(INPUTS / 20)
  expect(liveBytes() - before).toBeLessThan(MOST_GROWTH_BYTES)
  expect((await http('POST /_sandbox/reset')).status).toBe(200)
  expect((await http(`GET /restapis/${API}/prod/_user_request_/pets/1`)).status).toBe(200)
}, 1_800_000)

/** What is left when everything is thrown away that nobody holds. */
function liveBytes(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return memoryUsage().heapUsed
}

interface Seen {
  /** 0 where there was no answer. */
  readonly status: number
  readonly failure?: string
}

function sent({ url }: Sandbox, agent: Agent, input: Input): Promise<Seen> {
  return input.kind === 'raw' ? throughSocket(url, input.bytes) : throughAgent(url, agent, input)
}

function throughAgent(url: string, agent: Agent, input: Extract<Input, { kind: 'request' }>): Promise<Seen> {
  const { method, path, headers, body } = input
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const length = { 'content-length': String(body.length) }
    const outgoing = send({ hostname, port, agent, method, path, headers: { ...headers, ...length } }, (incoming) => {
      const status = incoming.statusCode ?? 0
      const bug = incoming.headers['x-amzn-errortype'] === 'InternalFailure'
      incoming.resume().on('close', () => resolve(bug ? { status, failure: 'InternalFailure' } : { status }))
    })
    outgoing.on('error', ({ message }) => {
      // A connection may be closed for its idleness at the moment when it is used again.
      if (outgoing.reusedSocket) resolve(throughAgent(url, new Agent(), input))
      else resolve({ status: 0, failure: message })
    })
    outgoing.end(body)
  })
}

/** What comes first: an end, or anything at all. A request that is not whole is given up. */
function throughSocket(url: string, bytes: Buffer): Promise<Seen> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.end(bytes))
    socket.on('data', (chunk) => socket.destroy() && resolve({ status: Number(chunk.toString('latin1').slice(9, 12)) }))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve({ status: 0 }))
  })
}

function shown(input: Input): string {
  if (input.kind === 'raw') return JSON.stringify(input.bytes.toString('latin1'))
  const { method, path, headers, body } = input
  return `${method} ${path} ${JSON.stringify(headers)} ${body.toString('utf8').slice(0, 400)}`
}
