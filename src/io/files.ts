import { readFile } from 'node:fs/promises'
import { ToolError } from '../core/errors.js'

const WHY: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
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
    throw new ToolError('usage', `"${path}" cannot be read: ${WHY[code] ?? code}`, { cause })
  }
}
