import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const PATIENCE_MS = 30_000

/** Runs a server in its own process: `file` of this folder, or by URL. It sends `{ url }` once it listens. */
export async function startServer(file, argument, execArgv = []) {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const child = fork(path, [JSON.stringify(argument)], { execArgv })
  const [ready] = await Promise.race([once(child, 'message'), failed(child, file)])
  return {
    ...ready,
    /** CPU microseconds of the process, and how often its backend was asked. */
    async usage() {
      child.send('usage')
      const [usage] = await once(child, 'message')
      return usage
    },
    stop: () => stop(child),
  }
}

/** Runs a foreign server that takes its port as an argument, and waits until it answers. */
export async function startPeerServer(path, args) {
  const port = await freePort()
  const child = spawn(path, args(port), { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  const ready = async () => {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(100)) {
      if (await answers(url)) return
    }
    throw new Error(`${path} does not answer on port ${port}`)
  }
  await Promise.race([ready(), failed(child, path)])
  return { url, stop: () => stop(child) }
}

async function failed(child, name) {
  const [code] = await once(child, 'exit')
  throw new Error(`${name} ended with ${code} before it listened`)
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill()
  await ended
}

async function answers(url) {
  try {
    await fetch(url)
    return true
  } catch {
    return false
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}
