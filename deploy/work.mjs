// One item: the program runs over the stages of one account and region, and its exit code says how that ended.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The run has an answer: a good one, a no, or one in which some stages failed and are named. */
const RESULTS = new Set([0, 6, 7])
/** Time was up, or the process was ended: what is left is done by the next attempt. */
const UNFINISHED = new Set([5, 130, 137, 143])
const SIGNALS = { SIGINT: 130, SIGKILL: 137, SIGTERM: 143 }

/** Kept for ending the program and for storing what it did. */
const KEPT_BACK_MS = 30_000
/** A program that was asked to end has this long before it is ended. */
const GRACE_MS = 10_000
/** Of what the program said, as much as helps in the item's error. */
const SAID_CHARACTERS = 2000

/** The state machine repeats this one. */
export class ItemUnfinished extends Error {
  name = 'ItemUnfinished'
}

/** The item fails, until the map is redriven. */
export class ItemFailed extends Error {
  name = 'ItemFailed'
}

/**
 * `store` keeps texts by key, `program` is the command that runs apigw-cache. The output of an attempt is kept before
 * the note of what is done: what is noted is never missing in the output.
 */
export async function work({ run, verb, options = [], item }, { attempt, leftMs, store, program, role, env }) {
  const { account, region, targets } = item
  const place = `${run}/${account}/${region}`
  const folder = await mkdtemp(join(tmpdir(), 'item-'))
  const path = (name) => join(folder, name)
  try {
    await writeFile(path('targets'), targets.map((one) => JSON.stringify({ account, region, ...one })).join('\n'))
    await writeFile(path('resume'), (await store.get(`resume/${place}.ndjson`)) ?? '')
    const files = ['--targets', path('targets'), '--resume', path('resume')]
    const enter = role ? ['--role', role] : []
    const args = [verb, ...files, '--shard', '1/1', '-o', 'ndjson', ...enter, ...options]
    const { code, stdout, stderr } = await ran([...program, ...args], { env, forMs: leftMs - KEPT_BACK_MS })
    const output = `output/${place}/${attempt}.ndjson`
    if (stdout !== '') await store.put(output, stdout)
    await store.put(`resume/${place}.ndjson`, await readFile(path('resume'), 'utf8'))
    if (RESULTS.has(code)) return { account, region, exitCode: code, output: stdout === '' ? null : output }
    const message = `exit code ${code}: ${stderr.trim().slice(-SAID_CHARACTERS)}`
    throw UNFINISHED.has(code) ? new ItemUnfinished(message) : new ItemFailed(message)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function ran([file, ...args], { env, forMs }) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { stdout: '', stderr: '' }
    for (const stream of ['stdout', 'stderr']) {
      child[stream].setEncoding('utf8').on('data', (text) => {
        said[stream] += text
      })
    }
    const asked = setTimeout(() => child.kill('SIGTERM'), Math.max(0, forMs))
    const ended = setTimeout(() => child.kill('SIGKILL'), Math.max(0, forMs) + GRACE_MS)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(asked)
      clearTimeout(ended)
      resolve({ code: code ?? SIGNALS[signal] ?? 1, ...said })
    })
  })
}
