import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { BIN } from '../support/program.js'

const KILLS = 6
const AT_ONCE = 8
const authorization =
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=0'

/** `apigw-cache sandbox --state`, in a process that can be killed. */
async function sandbox(state: string) {
  const child = spawn(process.execPath, [BIN, 'sandbox', '--port', '0', '-o', 'json', '--state', state], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH ?? '' },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const killed = new Promise<void>((done) => {
    child.on('close', () => done())
  })
  const first = await new Promise<string>((resolve) => {
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (text.includes('\n')) resolve(text)
    })
  })
  const { url, apis }: { url: string; apis: readonly { id: string; name: string }[] } = JSON.parse(first)
  const create = (name: string) =>
    fetch(`${url}/restapis`, { method: 'POST', headers: { authorization }, body: JSON.stringify({ name }) })
  return { apis, create, kill: () => child.kill('SIGKILL'), killed }
}

/** Creates APIs as fast as it can, and kills the sandbox behind the nth answer. Gives the names that were answered. */
async function killedAfter(
  answers: number,
  { create, kill, killed }: Awaited<ReturnType<typeof sandbox>>,
  run: number,
) {
  const kept: string[] = []
  const work = async (worker: number) => {
    for (let turn = 0; ; turn++) {
      const name = `${run}-${worker}-${turn}`
      const answer = await create(name).catch(() => null)
      if (answer?.status !== 201) return
      kept.push(name)
      if (kept.length === answers) kill()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, (_, worker) => work(worker)))
  await killed
  return kept
}

it('A93 is whole after each of several kills in the middle of writes, and has what was answered', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-kill-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const state = join(folder, 'state.json')
  const answered: string[] = []

  for (let run = 0; run < KILLS; run++) {
    answered.push(...(await killedAfter(10 + 7 * run, await sandbox(state), run)))
    expect(() => JSON.parse(readFileSync(state, 'utf8'))).not.toThrow()
  }

  const { apis } = await sandbox(state)
  expect(apis.map(({ name }) => name)).toEqual(expect.arrayContaining(answered))
  expect(answered.length).toBeGreaterThanOrEqual(KILLS * 10)
  expect(readdirSync(folder).filter((name) => name.endsWith('.lock'))).toEqual(['state.json.lock'])
}, 300_000)
