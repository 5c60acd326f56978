import { createHash, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { kill, pid } from 'node:process'
import { ApigwCacheError } from '../core/base/errors.js'

interface Holder {
  readonly pid: number
  readonly host: string
  readonly name: string
}

/**
 * Takes a lock of this machine until the returned function is called. One whose process is gone is taken over. Errors:
 * `failure` with the holder's process and host.
 */
export async function takeLock(name: string, folder = defaultFolder()): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 20)}.lock`)
  const own = join(folder, `${randomUUID()}.tmp`)
  await writeFile(own, JSON.stringify({ pid, host: hostname(), name } satisfies Holder), { mode: 0o600 })
  try {
    // A link is there as a whole or not at all, unlike a file that is made and then written.
    while (!(await linked(own, file))) await removeStale(file, name)
  } finally {
    await rm(own, { force: true })
  }
  return () => rm(file, { force: true })
}

function defaultFolder(): string {
  return join(tmpdir(), `apigw-cache-${userInfo().uid}`)
}

async function linked(own: string, file: string): Promise<boolean> {
  try {
    await link(own, file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Errors: `failure` where the holder is alive, or cannot be asked because it is another machine's. */
async function removeStale(file: string, name: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return
  const holder = parsed(text)
  if (holder && (holder.host !== hostname() || isAlive(holder.pid))) {
    const message = `another run (process ${holder.pid} on ${holder.host}) is changing ${name}`
    throw new ApigwCacheError('failure', 'locked', message, { hint: 'repeat when it has ended' })
  }
  const aside = `${file}.${randomUUID()}`
  await rename(file, aside).catch(() => null)
  const moved = await readFile(aside, 'utf8').catch(() => null)
  // Somebody else was faster, and this is theirs.
  if (moved !== null && moved !== text) await linked(aside, file)
  await rm(aside, { force: true })
}

function parsed(text: string): Holder | null {
  try {
    const { pid: id, host, name }: Partial<Holder> = JSON.parse(text)
    return id !== undefined && host !== undefined ? { pid: id, host, name: name ?? '' } : null
  } catch {
    return null
  }
}

function isAlive(id: number): boolean {
  try {
    kill(id, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, 'code') : undefined
}
