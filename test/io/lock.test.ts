import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { takeLock } from '../../src/io/lock.js'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'locks-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

/** As if another process had written the lock file. */
async function heldBy(place: string, holder: object): Promise<void> {
  const release = await takeLock('API a', place)
  const [file = ''] = await readdir(place)
  await release()
  await writeFile(join(place, file), JSON.stringify({ name: 'API a', ...holder }))
}

/** The id of a process that has ended. */
const gone = () => spawnSync(process.execPath, ['-e', '']).pid

describe('a lock', () => {
  it('is held by one at a time, until it is released', async () => {
    const place = await folder()
    const release = await takeLock('API a', place)
    await expect(takeLock('API a', place)).rejects.toThrow(
      `another run (process ${process.pid} on ${hostname()}) is changing API a`,
    )
    await (await takeLock('API b', place))()
    await release()
    await (await takeLock('API a', place))()
    expect(await readdir(place)).toEqual([])
  })

  it('is taken over from a process that is gone', async () => {
    const place = await folder()
    await heldBy(place, { pid: gone(), host: hostname() })
    const release = await takeLock('API a', place)
    const [file = ''] = await readdir(place)
    expect(JSON.parse(await readFile(join(place, file), 'utf8'))).toMatchObject({ pid: process.pid })
    await release()
  })

  it('of another machine is never taken over', async () => {
    const place = await folder()
    await heldBy(place, { pid: gone(), host: 'elsewhere' })
    await expect(takeLock('API a', place)).rejects.toMatchObject({
      message: expect.stringContaining('on elsewhere'),
      hint: expect.stringMatching(/if that machine is gone, remove \S+\.lock$/),
    })
  })

  it('says where none can be made', async () => {
    const file = join(await folder(), 'file')
    await writeFile(file, '')
    await expect(takeLock('API a', join(file, 'locks'))).rejects.toMatchObject({
      kind: 'failure',
      message: `no lock can be made in ${join(file, 'locks')} (ENOTDIR)`,
      hint: 'name a folder that can be written, in TMPDIR',
    })
  })

  it('is taken by exactly one of many at once', async () => {
    const place = await folder()
    await heldBy(place, { pid: gone(), host: hostname() })
    const taken = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock('API a', place)))
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})
