import { describe, expect, it } from 'vitest'
import { withSandbox } from '../../support/cli.js'

describe('verify of several paths', () => {
  it('says when one entry answers two of them', async () => {
    const { cli } = await withSandbox()
    await cli('enable --stage prod')

    const { code, stdout } = await cli("verify '/users?type=admin' '/users?type=regular' /health --stage prod -o json")

    const [first, second, third] = JSON.parse(stdout).reports
    const shared = expect.objectContaining({
      id: 'shared-entry',
      detail: expect.stringContaining('type=admin'),
    })
    expect(second.checks).toContainEqual(shared)
    for (const { checks } of [first, third]) expect(JSON.stringify(checks)).not.toContain('shared-entry')
    expect(code).toBe(0)
  })

  it('says so in its last line and in the reports, where everything else is as expected', async () => {
    const { cli } = await withSandbox()
    await cli('enable --stage prod')
    const written = new Map<string, string>()

    const reports = '--report junit=out.xml --report markdown=out.md'
    const command = `verify '/users?type=admin' '/users?type=regular' /health --stage prod ${reports}`
    const { code, stdout } = await cli(command, { written })

    expect(code).toBe(0)
    const shared = '1 shared the entry of another (shared-entry)'
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`? 3 URLs as expected: 3 cached; ${shared}`)
    const junit = written.get('out.xml') ?? ''
    expect(junit).toContain('failures="0"')
    expect(junit).toMatch(/type=regular"[^>]*>\s*<system-out>shared-entry: unknown, the same entry answered/)
    expect(junit.match(/<system-out>/g)).toHaveLength(1)
    const markdown = written.get('out.md') ?? ''
    expect(markdown).toContain(`## Verify: 3 URLs as expected; ${shared}`)
    expect(markdown.match(/^\| ⚠️ \|/gm)).toHaveLength(1)
    expect(markdown).toContain('| shared-entry: unknown | the same entry answered')
  })

  it('says nothing of the kind where one path is named twice', async () => {
    const { cli } = await withSandbox()
    await cli('enable --stage prod')

    const { code, stdout } = await cli('verify /users /users --stage prod -o json')

    const { reports } = JSON.parse(stdout)
    expect(reports).toMatchObject([{ verdict: 'cached' }, { verdict: 'cached' }])
    expect(stdout).not.toContain('shared-entry')
    expect(code).toBe(0)
  })

  it.each(['verify', 'invalidate', 'warm'])(
    'reaches a URL as AWS would give it through the endpoint that is set: %s',
    async (verb) => {
      const { cli } = await withSandbox()
      await cli('enable --stage prod --accept-unkeyed all')
      const url = 'https://p3t5d3m0a1.execute-api.us-east-1.amazonaws.com/prod/pets'

      const { stdout, stderr } = await cli(`${verb} ${url} -o json`)

      const [report] = JSON.parse(stdout).reports
      expect(report).toMatchObject({
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/restapis\/p3t5d3m0a1\/prod\/_user_request_\/pets$/),
      })
      expect(stderr).not.toContain('going on without')
      const base = `--url ${url.replace('/pets', '')}`
      expect((await cli(`${verb} /pets --stage prod ${base}`)).stderr).not.toContain('cannot be resolved')
    },
  )

  it('says that it goes past the endpoint where that does not have the API of a URL', async () => {
    const { cli, sandbox } = await withSandbox()

    const { stderr } = await cli('verify https://zzzzzzzzzz.execute-api.us-east-1.amazonaws.com/prod/pets --dry-run')

    expect(stderr).toContain(`going on without them, and past the endpoint ${sandbox.url}`)
  })

  it('refuses a path that no method answers, before anything is probed', async () => {
    const { cli, sandbox } = await withSandbox()

    const { code, stderr } = await cli('verify /pets /pet --stage prod')

    expect(stderr).toContain('error: no method of the deployed API answers GET /pet')
    expect(stderr).toContain("did you mean 'GET /pets'?")
    expect(code).toBe(1)
    expect(sandbox.requests().filter(({ service }) => service === 'execute-api')).toEqual([])
  })

  it('names the size of an answer that is too large to be stored', async () => {
    const { cli } = await withSandbox()
    await cli('enable --stage prod')

    const { code, stdout } = await cli('verify /report --stage prod')

    expect(stdout).toContain('✗ not-cached')
    expect(stdout).toMatch(/the body has [\d,]+ bytes, and API Gateway stores at most 1,048,576/)
    expect(code).toBe(6)
  })
})
