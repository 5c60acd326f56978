import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { VerifyReport } from '../../../src/core/verify/report.js'
import { verifyJunit } from '../../../src/render/verify/junit.js'
import { verifyMarkdown } from '../../../src/render/verify/markdown.js'
import { withSandbox } from '../../support/cli.js'

const SCHEMA = fileURLToPath(new URL('../../support/schemas/junit-4.xsd', import.meta.url))
const hasXmllint = spawnSync('xmllint', ['--version']).status === 0

/** What xmllint says of a report, by its schema where it has one. */
function complaints(xml: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'verify-report-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'report.xml')
  writeFileSync(file, xml)
  const { status, stderr } = spawnSync('xmllint', ['--noout', '--schema', SCHEMA, file], { encoding: 'utf8' })
  return status === 0 ? '' : stderr
}

const REPORT: VerifyReport = {
  target: { account: null, region: 'eu-west-1', api: { id: 'aaaaaaaaaa', name: 'pets' }, stage: 'prod' },
  method: 'GET',
  url: 'https://aaaaaaaaaa.execute-api.eu-west-1.amazonaws.com/prod/pets?type=a&x=<b>',
  verdict: 'cached',
  layer: 'some-cache',
  expected: 'cached',
  expectedBy: 'caller',
  passed: true,
  reason: 'generatedAt stayed 09:14:02.113Z over 5 answers in 2.4 s',
  freshness: { source: 'body:generatedAt', kind: 'timestamp' },
  probes: [
    {
      at: '2026-01-01T10:00:00.100Z',
      status: 200,
      latencyMs: 100,
      value: 'a',
      group: null,
      sameAsFirst: true,
    },
    {
      at: '2026-01-01T10:00:02.500Z',
      status: 200,
      latencyMs: 20,
      value: 'a',
      group: null,
      sameAsFirst: true,
    },
  ],
  latency: { firstMs: 100, repeatMedianMs: 20 },
  checks: [{ id: 'status', outcome: 'pass', detail: '200' }],
  next: null,
}
const FAILED: VerifyReport = {
  ...REPORT,
  verdict: 'not-cached',
  passed: false,
  reason: 'generatedAt was another one in each of 5 answers',
  checks: [{ id: 'status', outcome: 'fail', detail: '1 of 5 answers were errors | <500>' }],
  next: 'apigw-cache doctor --api aaaaaaaaaa --stage prod',
}
const UNSURE: VerifyReport = { ...REPORT, verdict: 'inconclusive', layer: null, reason: 'nothing differed' }
const result = (...reports: readonly VerifyReport[]) => ({
  reports,
  passed: reports.every(({ passed }) => passed),
})

describe('verify --report', () => {
  it('writes JUnit and Markdown for a job that fails, and says what to do', async () => {
    const { cli } = await withSandbox()
    await cli('enable --stage prod')
    const written = new Map<string, string>()

    const { code, stdout } = await cli(
      'verify /pets /health --expect not-cached --stage prod --report junit=out.xml --report markdown=summary.md -o json',
      { written },
    )

    expect(code).toBe(6)
    const { reports } = JSON.parse(stdout)
    expect(reports[0]).toMatchObject({ verdict: 'cached', expected: 'not-cached', passed: false })
    const junit = written.get('out.xml') ?? ''
    expect(junit).toContain('tests="2" failures="2" errors="0"')
    expect(junit).toContain('<failure message="cached, expected not-cached: generatedAt stayed')
    expect(junit).toContain('What to do: ')
    const summary = written.get('summary.md') ?? ''
    expect(summary).toContain('## Verify: 2 of 2 URLs not as expected')
    expect(summary).toContain('| what to do | ')
  })

  it('writes them also where all is well', async () => {
    const { cli } = await withSandbox()
    await cli('enable --stage prod')
    const written = new Map<string, string>()

    const { code } = await cli('verify /pets --stage prod --report junit=a.xml --report junit=b.xml', {
      written,
    })

    expect(code).toBe(0)
    expect(written.get('a.xml')).toContain('failures="0"')
    expect(written.get('b.xml')).toBe(written.get('a.xml'))
  })

  it('adds to the summary of a job of GitHub Actions, which other commands have written to', async () => {
    const { cli } = await withSandbox()
    await cli('enable --stage prod')
    const written = new Map([['summary.md', '## Build\n']])
    const env = { GITHUB_STEP_SUMMARY: 'summary.md' }

    const report = '--report markdown=summary.md --report markdown=own.md'
    await cli(`verify /pets --stage prod ${report}`, { written, env })
    await cli(`status --stage prod ${report}`, { written, env })

    expect(written.get('summary.md')).toMatch(/^## Build\n\n## Verify: 1 URL as expected\n.*\n\n## (?!Verify)/s)
    expect(written.get('own.md')).not.toContain('Verify')
  })

  it.each(['html=x', 'junit', 'junit=', '=x'])('refuses --report %s before anything is sent', async (report) => {
    const { cli, sent } = await withSandbox()

    const { code, stderr } = await cli(`verify /pets --stage prod --report ${report}`)

    expect(stderr).toContain(`--report is "${report}"`)
    expect(stderr).toContain('--report junit=FILE, --report markdown=FILE')
    expect(code).toBe(2)
    expect(sent()).toEqual([])
  })
})

describe('a JUnit report of verify', () => {
  it('has a test case for each URL, a failure with what to do, and what was let pass as skipped', () => {
    const xml = verifyJunit(result(REPORT, FAILED, UNSURE, { ...REPORT, target: null }))

    expect(xml).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites tests="4" failures="1" errors="0"/)
    expect(xml).toContain(
      'name="apigw-cache verify" tests="4" failures="1" errors="0" time="10" skipped="1" timestamp="2026-01-01T10:00:00"',
    )
    expect(xml).toContain('classname="pets/prod" time="2.5"')
    expect(xml).toContain('classname="aaaaaaaaaa.execute-api.eu-west-1.amazonaws.com" time="2.5"')
    expect(xml).toContain('/prod/pets?type=a&amp;x=&lt;b&gt;"')
    expect(xml).toContain(
      '<failure message="not-cached, expected cached: generatedAt was another one in each of 5 answers" type="not-cached">',
    )
    expect(xml).toContain('What to do: apigw-cache doctor --api aaaaaaaaaa --stage prod</failure>')
    expect(xml).toContain('<skipped>inconclusive, which was allowed: nothing differed</skipped>')
  })
})

describe.skipIf(!hasXmllint)('a JUnit report and its schema (skipped where xmllint is not installed)', () => {
  it('is accepted by the schema', () => {
    expect(complaints(verifyJunit(result(REPORT, FAILED, UNSURE)))).toBe('')
    expect(complaints(verifyJunit(result({ ...REPORT, probes: [] })))).toBe('')
    expect(complaints(verifyJunit(result()))).toBe('')
  })

  it('is refused by the schema where a test case has no name', () => {
    expect(complaints(verifyJunit(result(REPORT)).replace(/<testcase name="[^"]*"/, '<testcase'))).toContain(
      "The attribute 'name' is required",
    )
  })

  it('is XML whatever an endpoint answers', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        ']]>',
        '</failure>',
        '<skipped></skipped><system-out>',
        '<error type="x">',
        '\ud800',
        '\u0000\ufffe',
      ),
    )
    const report = fc
      .tuple(hostile, hostile, hostile, fc.constantFrom(REPORT, FAILED, UNSURE))
      .map(([reason, next, detail, base]) => ({
        ...base,
        reason,
        next,
        checks: [{ id: 'status', outcome: 'fail' as const, detail }],
      }))
    fc.assert(
      fc.property(fc.array(report, { minLength: 20, maxLength: 40 }), (reports) => {
        expect(complaints(verifyJunit(result(...reports)))).toBe('')
      }),
      { numRuns: 15 },
    )
  })
})

describe('a Markdown report of verify', () => {
  it('has a table of all, and details of what failed', () => {
    const text = verifyMarkdown(result(REPORT, FAILED))

    expect(text).toMatch(/^## Verify: 1 of 2 URLs not as expected\n\n\|/)
    expect(text).toContain('| ✅ | GET https://aaaaaaaaaa')
    expect(text).toContain('| ❌ | GET https://aaaaaaaaaa')
    expect(text).toContain('| verdict | not-cached, expected cached |')
    expect(text).toContain('| status: fail | 1 of 5 answers were errors \\| &lt;500> |')
    expect(text).toContain('| what to do | apigw-cache doctor --api aaaaaaaaaa --stage prod |')
    expect(verifyMarkdown(result(REPORT))).toMatch(/^## Verify: 1 URL as expected\n/)
    expect(verifyMarkdown(result(REPORT))).not.toContain('###')
  })

  it('lets no endpoint write into the page', () => {
    const reason = '</td><script>x</script> | a [link](http://x) `code` **bold**\n# title'

    const lines = verifyMarkdown(result({ ...FAILED, reason, url: `https://x.example.com/#\n|${reason}` })).split('\n')

    for (const line of lines) expect(line).toMatch(/^(|\|.*\||## Verify: .*|### GET .*)$/)
    expect(lines.join('\n')).not.toMatch(/<|[^\\]\[link|[^\\]`|[^\\]\*\*bold/)
  })
})
