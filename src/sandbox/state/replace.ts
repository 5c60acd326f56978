import { randomUUID } from 'node:crypto'
import { chmodSync, lstatSync, readlinkSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Puts a text into a file as a whole: whoever reads it, and whatever ends this process, there is the old text or the
 * new one. A symbolic link keeps leading to the file, and the file keeps its mode.
 */
export function replaceFile(path: string, text: string): void {
  const file = realOf(path)
  const existing = statSync(file, { throwIfNoEntry: false })
  // Devices and pipes are written to, never replaced.
  if (existing && !existing.isFile() && !existing.isDirectory()) {
    writeFileSync(file, text)
    return
  }
  const temporary = `${file}.${randomUUID()}.tmp`
  try {
    writeFileSync(temporary, text, existing ? { mode: 0o600 } : {})
    // The mode of a new file is cut down by the process's umask.
    if (existing) chmodSync(temporary, existing.mode & 0o777)
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Where symbolic links lead, also to a file that is not there yet. */
export function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    const target = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(path) : null
    return target === null ? path : realOf(resolve(dirname(path), target))
  }
}

export function codeOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, 'code') : undefined
}
