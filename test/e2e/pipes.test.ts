import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startSandbox } from '../../src/sandbox/index.js'
import { awsEnvironment, BIN, bin, program } from '../support/program.js'

/** Runs the program as `apigw-cache … ${ending}` and gives its own exit code. */
async function codeOf(args: string, ending: string): Promise<string> {
  const sandbox = await startSandbox({ port: 0, clusterTimeMs: 0, flushTimeMs: 0 })
  onTestFinished(() => sandbox.close())
  const folder = await mkdtemp(join(tmpdir(), 'pipes-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const env = awsEnvironment(sandbox.url)
  await bin(['enable', '--stage', 'prod'], { env })
  const code = join(folder, 'code')
  const script = `( "$0" "$1" ${args}; echo $? > ${code} ) ${ending}; while ! [ -s ${code} ]; do sleep 0.05; done; cat ${code}`
  const { stdout } = await program('sh', ['-c', script, process.execPath, BIN], { env })
  return stdout.trim()
}

describe('a reader that stops reading', () => {
  it.each(['| true', '2>&1 | true'])('does not change the exit code: %s', async (ending) => {
    const verify = 'verify /pets --expect not-cached --interval 20ms -v'

    expect(await codeOf(verify, ending)).toBe('6')
  })
})

it('a report to /dev/stdout takes nothing from the file that a shell has sent stdout to', async () => {
  const sandbox = await startSandbox({ port: 0, clusterTimeMs: 0, flushTimeMs: 0 })
  onTestFinished(() => sandbox.close())
  const folder = await mkdtemp(join(tmpdir(), 'pipes-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'out.txt')
  const script = `( echo before; "$0" "$1" status --stage prod --report markdown=/dev/stdout; echo after ) > ${file}`

  const { code } = await program('sh', ['-c', script, process.execPath, BIN], {
    env: awsEnvironment(sandbox.url),
  })

  expect(code).toBe(0)
  const text = await readFile(file, 'utf8')
  expect(text).toMatch(/^before\npets \/ prod .*\n## .*\nafter\n$/s)
})

describe('a full disk', () => {
  const ending = async (words: string) => {
    const sandbox = await startSandbox({ port: 0, clusterTimeMs: 0, flushTimeMs: 0 })
    onTestFinished(() => sandbox.close())
    const script = `"$0" "$1" ${words}`
    return program('sh', ['-c', script, process.execPath, BIN], { env: awsEnvironment(sandbox.url) })
  }

  it.each([
    ['status --stage prod', 'error: the result could not be written: the disk is full\n'],
    ['--help', 'error: the result could not be written: the disk is full\n'],
    ['--version', 'error: the version could not be written (ENOSPC)\n'],
    [
      'enable --stage prod',
      'error: the result could not be written: the disk is full; AWS has accepted the change, and stage prod of API pets was AVAILABLE when last seen\n',
    ],
    [
      'verify /pets --stage prod --expect not-cached --samples 2 --interval 20ms --control none --allow-inconclusive',
      'error: the result could not be written: the disk is full; 2 requests were sent\n',
    ],
  ])('ends in a sentence where the result goes: %s', async (words, sentence) => {
    const { code, stderr } = await ending(`${words} > /dev/full`)

    expect(stderr).toContain(sentence)
    expect(stderr).not.toContain('    at ')
    expect(code).toBe(1)
  })

  it('tells the requests that may have renewed entries', async () => {
    const { stderr } = await ending('invalidate /pets --stage prod > /dev/full')

    expect(stderr).toContain('the disk is full; 1 request with Cache-Control: max-age=0 was sent\n')
  })

  it('is one object in JSON', async () => {
    const { code, stderr } = await ending('status --api pets --stage prod -o json > /dev/full')

    expect(JSON.parse(stderr)).toMatchObject({ error: { kind: 'failure' } })
    expect(code).toBe(1)
  })

  it('changes nothing where only words for people go', async () => {
    const { code, stdout } = await ending('enable --stage prod -o json 2> /dev/full')

    expect(JSON.parse(stdout)).toMatchObject({ changed: true })
    expect(code).toBe(0)
  })

  it('where a report goes leaves the verdict its code', async () => {
    const ignored = await ending('doctor --stage prod --report sarif=/dev/full')
    const judged = await ending('status --stage prod --fail-if "ratio<1" --fail-on-unknown --report markdown=/dev/full')

    expect(ignored.stderr).toContain('warning: "/dev/full" cannot be written: the disk is full')
    expect(ignored.code).toBe(1)
    expect(judged.stderr).toContain('warning: "/dev/full" cannot be written: the disk is full')
    expect(judged.code).toBe(6)
  })
})

describe('a file or program that is not there', () => {
  it.each([
    ['report /nowhere/page.html --stage prod', 2, 'cannot be written: there is no such folder'],
    ['doctor --stage prod --report sarif=/nowhere/x', 2, 'cannot be written: there is no such folder'],
    ['status --config /', 2, 'error: "/" cannot be read: it is a folder'],
    ['verify /pets --header @/', 2, 'error: "/" cannot be read: it is a folder'],
    ['sandbox --port 0 -- nosuchcmd', 1, 'error: "nosuchcmd" cannot be started: there is no such program'],
    ['verify http://api.invalid/ --connect-to localhost:99999', 2, '"localhost:99999"'],
  ])('is no bug: %s', async (args, code, message) => {
    const { stderr, ...ran } = await bin(args.split(' '), { env: awsEnvironment('http://127.0.0.1:1') })

    expect(stderr).toContain(message)
    expect(ran).toEqual({ code, stdout: '' })
  })
})
