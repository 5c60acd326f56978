import { createHash, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { getuid, kill, pid } from 'node:process'
import { ApigwCacheError } from '../core/base/errors.js'

interface Holder {
  readonly pid: number
  readonly host: string
  readonly name: string
}

/**
 * Takes a lock of this machine until the returned function is called. One whose process is gone is taken over. Errors:
 * `failure` with the holder's process and host, or where the folder for locks cannot be written.
 */
export async function takeLock(name: string, folder = defaultFolder()): Promise<() => Promise<void>> {
  const file = join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 20)}.lock`)
  const own = join(folder, `${randomUUID()}.tmp`)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFile(own, JSON.stringify({ pid, host: hostname(), name } satisfies Holder), { mode: 0o600 })
    // A link is there as a whole or not at all, unlike a file that is made and then written.
    while (!(await linked(own, file))) await removeStale(file, name)
  } catch (error) {
    throw explained(error, folder)
  } finally {
    await rm(own, { force: true }).catch(() => undefined)
  }
  return () => rm(file, { force: true })
}

/** A process in a container may have a number without an account, so the number has to do. */
function defaultFolder(): string {
  return join(tmpdir(), `apigw-cache-${getuid?.() ?? 'user'}`)
}

function explained(error: unknown, folder: string): unknown {
  const code = codeOf(error)
  if (typeof code !== 'string' || error instanceof ApigwCacheError) return error
  return new ApigwCacheError('failure', 'lock-folder', `no lock can be made in ${folder} (${code})`, {
    hint: 'name a folder that can be written, in TMPDIR',
    cause: error,
  })
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
    const gone = holder.host === hostname() ? '' : `; if that machine is gone, remove ${file}`
    throw new ApigwCacheError('failure', 'locked', message, { hint: `repeat when it has ended${gone}` })
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
