import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
})
