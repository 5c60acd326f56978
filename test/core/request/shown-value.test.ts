import { describe, expect, it } from 'vitest'
import { shownValue } from '../../../src/core/request/shown-value.js'
import { withSandbox } from '../../support/cli.js'

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'

describe('a value of an answer', () => {
  it.each([
    ['body:access_token', 'f3b0c442', '[redacted]'],
    ['body:data.session.refreshToken', 'abc', '[redacted]'],
    ['header:set-cookie', 'sid=1', '[redacted]'],
    ['body:ticket', JWT, '[redacted]'],
    ['body:greeting', `Bearer ${JWT}`, 'Bearer [redacted]'],
    [
      'body:upload',
      'https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIA&X-Amz-Signature=ab12&part=1',
      'https://b.s3.amazonaws.com/k?X-Amz-Credential=[redacted]&X-Amz-Signature=[redacted]&part=1',
    ],
  ])('of %s that lets somebody in is hidden: %s', (source, value, text) => {
    expect(shownValue({ source }, value)).toBe(text)
  })

  it.each([
    ['body:generatedAt', '2026-11-29T11:59:10.429Z'],
    ['body:requestId', '6f1b2f0e-0d3c-4f0a-9d1c-3b8f2b1e7a55'],
    ['header:x-amzn-trace-id', '1-67891233-abcdef012345678912345678'],
    ['body:nextToken', 'page-2'],
    ['body:self', 'https://api.example.com/pets?page=2'],
  ])('of %s that is no secret stays as it is: %s', (source, value) => {
    expect(shownValue({ source }, value)).toBe(value)
  })
})

it('a token in the answers of an endpoint reaches neither the report of verify nor its screen', async () => {
  const token = { integration: { type: 'MOCK', body: '{"access_token":"$context.requestId"}' } } as const
  const bench = await withSandbox({
    seed: { apis: [{ name: 'auth', methods: { 'GET /token': token }, stages: { prod: {} } }] },
  })
  for (const format of ['json', 'table', 'markdown']) {
    const { stdout, stderr } = await bench.cli(`verify /token --stage prod -o ${format}`)
    expect(stdout.replaceAll('\\', '')).toContain('access_token was another one in each of 5 answers')
    expect(stdout + stderr).not.toMatch(/[\da-f]{8}-[\da-f]{4}-/)
  }
})
