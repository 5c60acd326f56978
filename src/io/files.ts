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

/** Null if there is no such file. Errors: `usage` if it cannot be read. */
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

/** Creates the file or replaces all of it. Errors: `usage` if it cannot be written. */
export async function writeTextFile(path: string, text: string): Promise<void> {
  try {
    await replaceFile(path, text)
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

/** Atomic: another program that reads the file meanwhile, such as a metrics collector, gets the old text or the new. */
async function replaceFile(path: string, text: string): Promise<void> {
  const existing = await stat(path).catch(() => null)
  // Devices and pipes are written to, never replaced.
  if (existing && !existing.isFile()) return writeFile(path, text)
  const file = existing ? await realpath(path) : path
  const temporary = `${file}.${randomUUID()}.tmp`
  try {
    await writeFile(temporary, text, existing ? { mode: existing.mode } : {})
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    // The file may be writable although its folder is not.
    if (existing === null) throw error
    await writeFile(file, text)
  }
}

export async function readAll(stream: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
