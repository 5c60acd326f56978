import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pid, ppid } from 'node:process'
import { GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startSandbox } from '../../../src/sandbox/index.js'
import { PROD, replace, running } from '../support/sandbox.js'

/** No process has this id: Linux gives out fewer. */
const NOBODY = 2 ** 30

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'apigw-cache-state-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

async function changed(stateFile: string) {
  const run = await running({ stateFile })
  await run.gateway.send(new UpdateStageCommand({ ...PROD, patchOperations: [replace('/description', 'changed')] }))
  return run
}

describe('the state file', () => {
  it('A91 stays behind a symbolic link, which stays one', async () => {
    const place = folder()
    const [file, link] = [join(place, 'real.json'), join(place, 'link.json')]
    symlinkSync('real.json', link)

    const { sandbox } = await changed(link)
    await sandbox.close()

    expect(lstatSync(link).isSymbolicLink()).toBe(true)
    expect(lstatSync(file).isFile()).toBe(true)
    expect(readFileSync(file, 'utf8')).toContain('"changed"')
    await changed(link)
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
  })

  it.each([0o600, 0o640, 0o664])('A91 keeps its mode %o', async (mode) => {
    const file = join(folder(), 'state.json')
    const first = await changed(file)
    await first.sandbox.close()
    chmodSync(file, mode)

    await changed(file)

    expect(statSync(file).mode & 0o777).toBe(mode)
  })

  it('A91 leaves nothing beside it', async () => {
    const place = folder()

    const { sandbox } = await changed(join(place, 'state.json'))
    expect(readdirSync(place).sort()).toEqual(['state.json', 'state.json.lock'])
    await sandbox.close()

    expect(readdirSync(place)).toEqual(['state.json'])
  })

  it('A92 is one sandbox’s at a time, under each of its names', async () => {
    const place = folder()
    const [file, link] = [join(place, 'state.json'), join(place, 'link.json')]
    symlinkSync('state.json', link)
    const { sandbox } = await changed(file)

    for (const stateFile of [file, link]) {
      await expect(startSandbox({ stateFile })).rejects.toThrow(
        /^another sandbox \(process \d+\) keeps its state there/,
      )
    }
    await sandbox.close()
    const { gateway } = await running({ stateFile: link })
    expect((await gateway.send(new GetStageCommand(PROD))).description).toBe('changed')
  })

  it('A92 is not taken from a process that is there', async () => {
    const file = join(folder(), 'state.json')
    const lock = JSON.stringify({ pid: ppid, host: hostname() })
    writeFileSync(`${file}.lock`, lock)

    await expect(startSandbox({ stateFile: file })).rejects.toThrow(`(process ${ppid})`)
    expect(readFileSync(`${file}.lock`, 'utf8')).toBe(lock)
  })

  it.each([
    ['a process that is gone', JSON.stringify({ pid: NOBODY, host: hostname() })],
    ['another machine', JSON.stringify({ pid: 1, host: 'elsewhere.example' })],
    ['nobody', ''],
    ['an earlier life of this process', JSON.stringify({ pid, host: hostname() })],
  ])('A92 is taken over from %s', async (_, lock) => {
    const file = join(folder(), 'state.json')
    writeFileSync(`${file}.lock`, lock)

    await changed(file)

    expect(readFileSync(file, 'utf8')).toContain('"changed"')
  })

  it('A92 is free again when a sandbox could not start', async () => {
    const file = join(folder(), 'state.json')
    const { sandbox } = await running()

    await expect(startSandbox({ stateFile: file, port: sandbox.port, seed: 'empty' })).rejects.toThrow('EADDRINUSE')

    const again = await running({ stateFile: file })
    expect(again.sandbox.apis).toEqual([])
  })

  it('A89 keeps names that every object inherits', async () => {
    const file = join(folder(), 'state.json')
    const first = await running({ stateFile: file })
    const patchOperations = ['__proto__', 'constructor'].map((name) => replace(`/variables/${name}`, 'kept'))
    await first.gateway.send(new UpdateStageCommand({ ...PROD, patchOperations }))
    await first.sandbox.close()

    const { gateway } = await running({ stateFile: file })

    const { variables = {} } = await gateway.send(new GetStageCommand(PROD))
    expect(Object.entries(variables).sort()).toEqual([
      ['__proto__', 'kept'],
      ['constructor', 'kept'],
    ])
  })
})
