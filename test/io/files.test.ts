import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readTextFile } from '../../src/io/files.js'

describe('a file', () => {
  it('that is a folder is a usage error with its path', async () => {
    await expect(readTextFile(tmpdir())).rejects.toMatchObject({
      kind: 'usage',
      message: `"${tmpdir()}" cannot be read: it is a folder`,
    })
  })

  it('that does not exist is none, also below a file', async () => {
    expect(await readTextFile(join(tmpdir(), 'there', 'is', 'none'))).toBeNull()
    expect(await readTextFile('/etc/passwd/none')).toBeNull()
  })

  it('is refused where it has to be a regular one and is a device', async () => {
    expect(await readTextFile('/dev/null')).toBe('')
    await expect(readTextFile('/dev/null', 'regular')).rejects.toMatchObject({
      kind: 'usage',
      message: '"/dev/null" cannot be read: it is a pipe or a device',
    })
    expect(await readTextFile(fileURLToPath(import.meta.url), 'regular')).toContain('a regular one')
    expect(await readTextFile('/dev/none', 'regular')).toBeNull()
  })
})
