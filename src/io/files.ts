import { randomUUID } from 'node:crypto'
import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { ApigwCacheError } from '../core/base/errors.js'

const WHY: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  ENOSPC: 'the disk is full',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
}

/** Null where there is no such file. Errors: `usage` for one that cannot be read. */
export async function readTextFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const code = cause instanceof Error ? String(Reflect.get(cause, 'code')) : ''
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw new ApigwCacheError('usage', 'unreadable-file', `"${path}" cannot be read: ${WHY[code] ?? code}`, {
      cause,
    })
  }
}

/** Makes or replaces the file as a whole. Errors: `usage` for one that cannot be written. */
export async function writeTextFile(path: string, text: string): Promise<void> {
  try {
    await replace(path, text)
  } catch (cause) {
    const code = cause instanceof Error ? String(Reflect.get(cause, 'code')) : ''
    throw new ApigwCacheError(
      'usage',
      'unwritable-file',
      `"${path}" cannot be written: ${WHY[code] ?? code}`,
      { cause },
    )
  }
}

/** Whoever reads the file meanwhile, such as a collector of metrics, gets the old text or the new one. */
async function replace(path: string, text: string): Promise<void> {
  const there = await stat(path).catch(() => null)
  // A device or a pipe is written to, never replaced.
  if (there && !there.isFile()) return writeFile(path, text)
  const file = there ? await realpath(path) : path
  const fresh = `${file}.${randomUUID()}.tmp`
  try {
    await writeFile(fresh, text, there ? { mode: there.mode } : {})
    await rename(fresh, file)
  } catch (error) {
    await rm(fresh, { force: true })
    // The file may be open to us where its folder is not.
    if (there === null) throw error
    await writeFile(file, text)
  }
}

/** A stream to its end, as text. */
export async function readAll(stream: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
