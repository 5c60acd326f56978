import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkWritable, writeTextFile } from '../../src/io/files.js'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'files-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

describe('a file that is written', () => {
  it('is made, then replaced, with nothing left beside it', async () => {
    const where = await folder()
    const path = join(where, 'status.prom')

    await writeTextFile(path, 'old\n')
    await writeTextFile(path, 'new\n')

    expect(await readFile(path, 'utf8')).toBe('new\n')
    expect(await readdir(where)).toEqual(['status.prom'])
  })

  it('is never seen half written', async () => {
    const path = join(await folder(), 'status.prom')
    const texts = ['a', 'b'].map((sign) => sign.repeat(2_000_000))
    await writeTextFile(path, texts[0] ?? '')
    let writing = true
    const all = (async () => {
      for (const text of [...texts, ...texts, ...texts]) await writeTextFile(path, text)
      writing = false
    })()

    const seen = new Set<string>()
    while (writing) seen.add(await readFile(path, 'utf8'))
    await all

    for (const text of seen) expect(texts.includes(text)).toBe(true)
  })

  it('keeps its permissions, and a link to it stays a link', async () => {
    const where = await folder()
    const [path, link] = [join(where, 'status.prom'), join(where, 'link')]
    await writeFile(path, 'old')
    await chmod(path, 0o640)
    await symlink(path, link)

    await writeTextFile(link, 'new')

    expect(await readFile(path, 'utf8')).toBe('new')
    expect((await stat(path)).mode & 0o777).toBe(0o640)
    expect((await lstat(link)).isSymbolicLink()).toBe(true)
  })

  it('may be a device, which stays one', async () => {
    await writeTextFile('/dev/null', 'text')

    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true)
  })

  it.each([
    ['/nowhere/status.prom', 'there is no such folder'],
    ['/', 'it is a folder'],
    ['/dev/full', 'the disk is full'],
  ])('%s is a usage error with the reason', async (path, reason) => {
    await expect(writeTextFile(path, 'text')).rejects.toMatchObject({
      kind: 'usage',
      message: `"${path}" cannot be written: ${reason}`,
    })
  })
})

describe('a file that is to be written', () => {
  it('is left as it is, with nothing beside it', async () => {
    const where = await folder()
    const path = join(where, 'old.html')
    await writeFile(path, 'old')

    await checkWritable(path)
    await checkWritable(join(where, 'new.html'))
    await checkWritable('/dev/null')

    expect(await readFile(path, 'utf8')).toBe('old')
    expect(await readdir(where)).toEqual(['old.html'])
  })

  it.each([
    ['/nowhere/status.prom', 'there is no such folder'],
    ['/', 'it is a folder'],
    ['/etc/passwd/x.html', 'there is no such folder'],
  ])('%s is a usage error with the reason', async (path, reason) => {
    await expect(checkWritable(path)).rejects.toMatchObject({
      kind: 'usage',
      message: `"${path}" cannot be written: ${reason}`,
    })
  })
})
