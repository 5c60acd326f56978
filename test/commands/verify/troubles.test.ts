import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ApigwCacheError } from '../../../src/core/base/errors.js'
import { type Bench, withSandbox } from '../../support/cli.js'
import { stageOf } from './stages.js'

const probes = ({ sandbox }: Bench) => sandbox.requests().filter(({ service }) => service === 'execute-api').length

/** A disk that is full. */
class Full extends Map<string, string> {
  override set(path: string): this {
    throw new ApigwCacheError('failure', 'failure', `${path} cannot be written`)
  }
}

/** Keeps `/cached`, and breaks the connection of whoever asks for something else. */
async function breaking(): Promise<string> {
  const made = new Date()
  const server = createServer((request, response) => {
    if (request.url !== '/cached') return request.socket.destroy()
    response.setHeader('Date', made.toUTCString())
    return response.end(JSON.stringify({ generatedAt: made.toISOString() }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('a connection that breaks', () => {
  it('leaves the verdicts on other URLs and the reports alone', async () => {
    const { cli } = await withSandbox()
    const base = await breaking()
    const written = new Map<string, string>()

    const { code, stdout } = await cli(
      `verify ${base}/reset ${base}/cached --allow-inconclusive --report junit=out.xml -o json`,
      { written },
    )

    const { passed, reports } = JSON.parse(stdout)
    expect(reports).toMatchObject([
      {
        verdict: 'inconclusive',
        passed: false,
        reason: expect.stringContaining('closed the connection without a complete answer'),
        next: `try again:\napigw-cache verify ${base}/reset`,
      },
      { verdict: 'cached', passed: true },
    ])
    expect(passed).toBe(false)
    expect(written.get('out.xml')).toContain('tests="2" failures="1"')
    expect(code).toBe(6)
  })

  it('is an error where it was the only URL, and the report is written', async () => {
    const { cli } = await withSandbox()
    const written = new Map<string, string>()

    const ran = await cli(`verify ${await breaking()}/reset --report junit=out.xml`, { written })

    expect(ran.stderr).toContain('closed the connection without a complete answer')
    expect(ran.stdout).toBe('')
    expect(written.get('out.xml')).toContain('failures="1"')
    expect(ran.code).toBe(1)
  })
})

describe('a report that cannot be written', () => {
  it('does not lose the verdict', async () => {
    const { cli } = await withSandbox(stageOf())

    const { code, stdout, stderr } = await cli('verify /stamped --stage prod --report junit=full/out.xml', {
      written: new Full(),
    })

    expect(stdout).toContain('✓ cached')
    expect(stderr).toContain('full/out.xml cannot be written')
    expect(code).toBe(1)
  })
})

describe('a secret in the query', () => {
  it.each([
    ['/stamped?access_token=abcdefgh12345', 'querystring.access_token'],
    ['/stamped?userId=abcdefgh12345', 'querystring.userId'],
    ['/stamped?sid=abcdefgh12345', 'querystring.sid'],
    ['/stamped?sig=abcdefgh12345', 'querystring.sig'],
  ])('%s is asked about, as a header would be', async (path, name) => {
    const bench = await withSandbox(stageOf())

    const { code, stderr } = await bench.cli(['verify', path, '--stage', 'prod'])

    expect(stderr).toContain(`GET /stamped is cached without ${name} in its key`)
    expect(stderr).not.toContain('abcdefgh12345')
    expect(probes(bench)).toBe(0)
    expect(code).toBe(2)
  })

  it('is asked about where it is varied, and its values are in no label', async () => {
    const bench = await withSandbox(stageOf())
    const vary = 'verify /stamped --vary querystring.token=first-secret,second-secret --stage prod'

    const refused = await bench.cli(vary)
    expect(refused.stderr).toContain('GET /stamped is cached without querystring.token in its key')
    expect(probes(bench)).toBe(0)

    const { stdout, stderr } = await bench.cli(`${vary} --accept-unkeyed all -o json -v`)
    expect(stdout).toContain('value 2 of token')
    expect(stdout + stderr).not.toMatch(/first-secret|second-secret/)
  })

  it('is in no report', async () => {
    const { cli } = await withSandbox(stageOf())
    const written = new Map<string, string>()
    const ask = ['verify', '/counter?access_token=abcdefgh12345&X-Amz-Signature=0123456789', '--stage', 'prod']
    const files = ['--report', 'junit=a.xml', '--report', 'markdown=a.md', '--accept-unkeyed', 'all']

    const screen = await cli([...ask, ...files], { written })
    const json = await cli([...ask, '-o', 'json', '-v', '--accept-unkeyed', 'all'])

    expect(JSON.parse(json.stdout).reports[0].url).toContain('access_token=[redacted]')
    const shown = [screen.stdout, screen.stderr, json.stdout, json.stderr, ...written.values()].join('\n')
    expect(written.size).toBe(2)
    expect(shown).not.toMatch(/abcdefgh12345|0123456789/)
  })
})

describe('a path that was copied from the API', () => {
  it.each(['/items/{id}', '/items/%7Bid%7D', '/items/{id}?type=a'])('%s is refused', async (path) => {
    const bench = await withSandbox(stageOf())

    const { code, stderr } = await bench.cli(['verify', path, '--stage', 'prod'])

    expect(stderr).toContain('"/items/{id}" has a placeholder')
    expect(stderr).toContain('give it a value, such as /items/1, or --vary path.id=1,2')
    expect(probes(bench)).toBe(0)
    expect(code).toBe(2)
  })

  it.each(['/items/{name}', '/items/{id} --vary path.id=1,2'])('%s is meant as it is', async (path) => {
    const bench = await withSandbox(stageOf())

    const { code } = await bench.cli(`verify ${path} --stage prod`)

    expect(probes(bench)).toBeGreaterThan(0)
    expect(code).toBe(0)
  })
})

describe('a narrow terminal', () => {
  it('is never overrun by the table', async () => {
    const { cli } = await withSandbox(stageOf())

    const { stdout } = await cli(
      'verify /tenants --vary header.X-Tenant=first,second --accept-unkeyed all --stage prod --expect not-cached',
      { columns: 80 },
    )

    const lines = stdout.split('\n').filter((line) => !/http|^ *apigw-cache /.test(line))
    expect(stdout).toContain('\n  value 1 of header X-Tenant\n')
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80)
    expect(stdout).toMatch(/^✗ cached {2}\(expected: not-cached\)\n {2}GET http/)
  })
})

describe('a backend behind a CDN', () => {
  it('is judged where the stage itself was asked, with the layer left open', async () => {
    const { cli } = await withSandbox(stageOf())

    const { code, stdout } = await cli('verify /cdn --stage prod --interval 1s -o json')
    const [report] = JSON.parse(stdout).reports

    expect(report).toMatchObject({ verdict: 'cached', layer: 'some-cache' })
    expect(report.checks).toContainEqual({
      id: 'other-cache',
      outcome: 'unknown',
      detail: '5 of 5 answers name a cache behind the stage (Age: 12): what is stored may be stored there',
    })
    expect(code).toBe(0)
  })

  it('keeps nobody from refreshing and warming the entries of the stage', async () => {
    const { cli } = await withSandbox(
      stageOf({
        '*/*': { cachingEnabled: true, cacheTtlInSeconds: 300, requireAuthorizationForCacheControl: false },
      }),
    )

    const invalidated = JSON.parse((await cli('invalidate /cdn --stage prod -o json')).stdout)
    const warmed = JSON.parse((await cli('warm /cdn --stage prod -o json')).stdout)

    expect(invalidated.reports).toMatchObject([{ outcome: 'invalidated' }])
    expect(warmed.reports).toMatchObject([{ cached: true }])
  })

  it('is another matter in front of what was asked: its hits are left out', async () => {
    const bench = await withSandbox(stageOf())
    const { invokeUrl } = bench.sandbox.apis[0]?.stages[0] ?? { invokeUrl: '' }

    const { stdout } = await bench.cli(`verify /cdn --url ${invokeUrl} --stage prod -o json`)
    const [report] = JSON.parse(stdout).reports

    expect(report.verdict).toBe('inconclusive')
    expect(report.reason).toContain('every answer came through a cache in front')
    expect(report.reason).toContain('without --url')
  })
})

describe('a method named ANY', () => {
  it('can be test-invoked', async () => {
    const { cli } = await withSandbox(stageOf())

    const { code, stdout } = await cli('verify /any --stage prod -o json')

    expect(JSON.parse(stdout).reports).toMatchObject([
      {
        verdict: 'cached',
        layer: 'some-cache',
        reason: expect.stringContaining('a test-invoke past the cache had'),
      },
    ])
    expect(code).toBe(0)
  })
})
