import { randomUUID } from 'node:crypto'
import { appendFileSync, constants, fstatSync, type Stats } from 'node:fs'
import { access, appendFile, open, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { ApigwCacheError } from '../core/base/errors.js'

const ENDLESS = 'ENDLESS'

const WHY: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  [ENDLESS]: 'it is a pipe or a device',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  ENOSPC: 'the disk is full',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
}

/** No file can be made beside it. */
const CLOSED_FOLDER = ['EACCES', 'EPERM', 'EROFS']

/** Null if there is no such file. Errors: `usage` if it cannot be read, or is a pipe or a device where a file is wanted. */
export async function readTextFile(path: string, wanted?: 'regular'): Promise<string | null> {
  try {
    if (wanted === 'regular' && isEndless(await stat(path)))
      throw Object.assign(new Error('a device'), { code: ENDLESS })
    return await readFile(path, 'utf8')
  } catch (cause) {
    const code = codeOf(cause)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw new ApigwCacheError('usage', 'unreadable-file', `"${path}" cannot be read: ${WHY[code] ?? code}`, {
      cause,
    })
  }
}

function isEndless(found: Stats): boolean {
  return !found.isFile() && !found.isDirectory()
}

/** Names of the files in a folder, sorted; null if it is no folder. */
export async function readFolder(path: string): Promise<readonly string[] | null> {
  const found = await stat(path).catch(() => null)
  if (!found?.isDirectory()) return null
  const entries = await readdir(path, { withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .sort((a, b) => (a < b ? -1 : 1))
}

/** Creates the file or replaces all of it. Errors: `usage` if it cannot be written. */
export async function writeTextFile(path: string, text: string): Promise<void> {
  await writing(path, () => replaceFile(path, text))
}

/** Adds to the end of a file, and creates it where there is none. Errors: `usage` if it cannot be written. */
export async function appendTextFile(path: string, text: string): Promise<void> {
  await writing(path, () => appendFile(path, text))
}

/** Finds out if the file can be written, and leaves everything as it is. Errors: `usage` if it cannot. */
export async function checkWritable(path: string): Promise<void> {
  await writing(path, async () => {
    const existing = await stat(path).catch(() => null)
    if (existing && !existing.isFile()) {
      if (existing.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' })
      return access(path, constants.W_OK)
    }
    const temporary = temporaryFor(existing ? await realpath(path) : path)
    try {
      await writeFile(temporary, '')
      await rm(temporary)
    } catch (error) {
      if (!existing || !CLOSED_FOLDER.includes(codeOf(error))) throw error
      await access(path, constants.W_OK)
    }
  })
}

async function writing(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    const why = WHY[codeOf(cause)] ?? codeOf(cause)
    const message = `"${path}" cannot be written: ${why}`
    throw new ApigwCacheError('usage', 'unwritable-file', message, { cause })
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error ? String(Reflect.get(error, 'code')) : ''
}

function temporaryFor(file: string): string {
  return `${file}.${randomUUID()}.tmp`
}

/** Atomic: another program that reads the file meanwhile, such as a metrics collector, gets the old text or the new. */
async function replaceFile(path: string, text: string): Promise<void> {
  const existing = await stat(path).catch(() => null)
  // Devices and pipes are written to, never replaced.
  if (existing && !existing.isFile()) return writeFile(path, text)
  const stream = existing && streamInto(existing)
  if (stream !== null) return appendFileSync(stream, text)
  const file = existing ? await realpath(path) : path
  const temporary = temporaryFor(file)
  try {
    await writeFile(temporary, text, existing ? { mode: existing.mode } : {})
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    // The file may be writable although its folder is not.
    if (existing === null || !CLOSED_FOLDER.includes(codeOf(error))) throw error
    await overwrite(file, text)
  }
}

const STDOUT_AND_STDERR = [1, 2]

/**
 * `/dev/stdout` and its like lead to the file into which a shell has sent the stream. Replaced, it would be gone for
 * what the stream still gets; opened anew, it would lose what it got. Null where no stream goes there.
 */
function streamInto({ dev, ino }: Stats): number | null {
  const isThere = (fd: number) => {
    try {
      const open = fstatSync(fd)
      return open.dev === dev && open.ino === ino
    } catch {
      return false
    }
  }
  return STDOUT_AND_STDERR.find(isThere) ?? null
}

/** Writes over a file, and puts back what was there if that fails. */
async function overwrite(file: string, text: string): Promise<void> {
  const before = await readFile(file)
  // Opened without being emptied: what is there keeps its place on the disk until the new text has one.
  const handle = await open(file, 'r+')
  const replaceBy = async (bytes: Buffer) => {
    await handle.write(bytes, 0, bytes.length, 0)
    await handle.truncate(bytes.length)
  }
  try {
    await replaceBy(Buffer.from(text))
  } catch (error) {
    await replaceBy(before)
    throw error
  } finally {
    await handle.close()
  }
}

export async function readAll(stream: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
