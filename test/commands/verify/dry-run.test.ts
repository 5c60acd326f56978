import { describe, expect, it } from 'vitest'
import { type Bench, withSandbox } from '../../support/cli.js'
import { stageOf } from './stages.js'

interface Sent {
  readonly service: string
  readonly method: string
  readonly url: string
  readonly headers?: readonly string[]
}

const WRITES = ['DELETE', 'PATCH', 'PUT', 'POST']

/** What reached the stage, and what was written, as far as the sandbox tells: without queries. */
function seen({ sandbox }: Bench): readonly string[] {
  return sandbox
    .requests()
    .filter(({ service, method }) => service === 'execute-api' || WRITES.includes(method))
    .filter(({ service }) => service === 'execute-api' || service === 'apigateway')
    .map(({ method, path }) => `${method} ${path}`)
}

function listed(stdout: string): readonly Sent[] {
  return JSON.parse(stdout).requests
}

function counted(lines: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1)
  return counts
}

describe('verify --dry-run', () => {
  it.each([
    '/stamped',
    '/stamped --samples 3 --flush',
    '/stamped /counter --flush --invalidation',
    '/stamped --expiry --metrics',
    '/still --control test-invoke',
    '/stamped --vary querystring.type=admin,regular',
    '/signed --invalidation --sign',
  ])('lists the most that verify %s sends, and sends nothing of it', async (command) => {
    const bench = await withSandbox(stageOf())
    const words = ['verify', ...command.split(' '), '--stage', 'prod', '-o', 'json']

    const dry = await bench.cli([...words, '--dry-run'])

    expect(dry.code).toBe(0)
    expect(dry.stderr).toContain('these are the most that would be sent')
    expect(seen(bench)).toEqual([])

    await bench.cli([...words, '--yes', '--accept-unkeyed', 'all'])
    const most = counted(listed(dry.stdout).map(({ method, url }) => `${method} ${new URL(url).pathname}`))
    const sent = counted(seen(bench))
    expect(sent.size).toBeGreaterThan(0)
    for (const [line, count] of sent) expect(most.get(line) ?? 0, line).toBeGreaterThanOrEqual(count)
  })

  it('says that it would ask about the entries, without an answer', async () => {
    const bench = await withSandbox(stageOf())

    const { code, stdout, stderr } = await bench.cli('verify /stamped --stage prod --flush --dry-run -o json')

    expect(stderr).toContain('would ask: ')
    const flushes = listed(stdout).filter(({ method }) => method === 'DELETE')
    expect(flushes.map(({ url }) => url)).toEqual([expect.stringMatching(/\/stages\/prod\/cache\/data$/)])
    expect(code).toBe(0)
  })

  it('tells an invalidation from a plain request, and no value of a header', async () => {
    const bench = await withSandbox(stageOf())

    const { stdout, stderr } = await bench.cli([
      ...['verify', '/stamped', '--stage', 'prod', '--invalidation', '--dry-run', '-o', 'json'],
      ...['--samples', '2', '--control', 'none', '--header', 'X-Api-Token: very-secret'],
    ])

    const plain = ['X-Api-Token']
    const refresh = ['Cache-Control: max-age=0', 'X-Api-Token']
    expect(listed(stdout).map(({ headers }) => headers)).toEqual([
      ...[plain, plain],
      ...[plain, refresh, plain, refresh, plain, refresh, plain],
    ])
    expect(stdout + stderr).not.toContain('very-secret')
  })
})
