import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bin } from '../support/program.js'

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

describe('the files of apigw-cache sandbox', () => {
  it('A160 adds a line for each request to the file of --access-log, and refuses one that it cannot write', async () => {
    const log = join(temporaryFolder(), 'access.log')
    const script = `
      const { AWS_ENDPOINT_URL: url } = process.env
      const apis = await (await fetch(url + '/restapis', { headers: { authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=x' } })).json()
      for (const path of ['/pets', '/pets/1', '/nowhere'])
        await fetch(url + '/restapis/' + apis.item[0].id + '/prod/_user_request_' + path)`
    const inside = ['--', process.execPath, '--input-type=module', '-e', script]

    expect(await bin(['sandbox', '--port', '0', '--access-log', log, ...inside])).toMatchObject({ code: 0 })
    const lines = readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ status, resourcePath }) => [status, resourcePath])).toEqual([
      ['200', '/pets'],
      ['200', '/pets/{id}'],
      ['403', '-'],
    ])

    const refused = await bin(['sandbox', '--port', '0', '--access-log', '/nowhere/access.log', ...inside])
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"/nowhere/access.log" cannot be written'),
    })
  })
})
