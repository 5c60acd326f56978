import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Ran } from './cli.js'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
export const BIN = fileURLToPath(new URL('../../bin/apigw-cache.js', import.meta.url))

export interface SpawnOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Sends this when the text has appeared on stdout or stderr. */
  readonly signalAt?: { readonly text: string; readonly signal: NodeJS.Signals }
}

/** A real process with an environment of its own: nothing of this machine's AWS configuration is seen. */
export function program(
  file: string,
  args: readonly string[],
  { env = {}, cwd = ROOT, signalAt }: SpawnOptions = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH ?? '', HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true', ...env },
    })
    const seen = { stdout: '', stderr: '' }
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        const before = seen[stream]
        seen[stream] += text
        if (signalAt && !before.includes(signalAt.text) && seen[stream].includes(signalAt.text)) {
          child.kill(signalAt.signal)
        }
      })
    }
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? -1, ...seen }))
  })
}

export function bin(args: readonly string[], options?: SpawnOptions): Promise<Ran> {
  return program(process.execPath, [BIN, ...args], options)
}

/** Which scripts a run has compiled: V8's coverage report names every one. */
export async function scriptsOf(
  args: readonly string[],
  env: SpawnOptions['env'] = {},
): Promise<Ran & { readonly scripts: readonly string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-'))
  try {
    const ran = await bin(args, { env: { ...env, NODE_V8_COVERAGE: folder } })
    const scripts = readdirSync(folder).flatMap((name) => {
      const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: { url: string }[] }
      return result.map(({ url }) => url)
    })
    return { ...ran, scripts }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export function awsEnvironment(url: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  }
}
