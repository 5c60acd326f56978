import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { adviceOn } from '../../../src/commands/errors/advice.js'
import { commandSpelling } from '../../../src/commands/session/spelling.js'
import type { ApigwCacheError } from '../../../src/core/base/errors.js'
import { probeUrl } from '../../../src/core/request/invoke-url.js'
import { runCli, withSandbox } from '../../support/cli.js'
import { FakeClock } from '../../support/clock.js'
import { sharedFiles } from '../../support/shared-files.js'

const CONFIG = '/work-folder/apigw-cache.config.yaml'

describe('an error', () => {
  const TEXT = { env: {} }
  it.each([
    ['-qo json status --stage nope --api pets', TEXT],
    ['status --stage nope --api pets --output=json', TEXT],
    ['status --stage nope --api pets -ojson', TEXT],
    ['status --stage nope --api pets', { env: { APIGW_CACHE_OUTPUT: 'json' } }],
    ['status --stage nope --api pets', { files: { [CONFIG]: 'output: json\n' } }],
    ['status --no-such-flag --json', TEXT],
  ])('is one object where the result would be JSON: %s', async (command, options) => {
    const { cli } = await withSandbox()

    const { stderr, stdout } = await cli(command, options)

    expect(JSON.parse(stderr)).toMatchObject({ error: { kind: expect.any(String) } })
    expect(stdout).toBe('')
  })

  it.each([
    ['sandbox --no-such-flag -- tool -o json --json', TEXT],
    ['status --stage nope --api pets -o table', { env: { APIGW_CACHE_OUTPUT: 'json' } }],
    ['status --stage nope --api pets -o table', { files: { [CONFIG]: 'output: json\n' } }],
    ['status --stage -o --api json', TEXT],
  ])('is a line where it would not: %s', async (command, options) => {
    const { cli } = await withSandbox()

    expect((await cli(command, options)).stderr).toMatch(/^error: /m)
  })

  it('has no stack where --debug is meant for another program', async () => {
    const { cli } = await withSandbox()

    expect((await cli('sandbox --no-such-flag -- tool --debug')).stderr).not.toContain('    at ')
    expect((await cli('sandbox --no-such-flag --debug')).stderr).toContain('    at ')
  })
})

describe('what core refuses', () => {
  it.each([
    ['/pets', '--url is needed', "--url 'https://<host>/pets'"],
    ['https://me:pw@host/', 'a user name or password', 'send credentials with --header'],
  ])('names options on the command line: %s', (path, message, hint) => {
    try {
      probeUrl(path, null)
      expect.unreachable()
    } catch (error) {
      const said = adviceOn(error as ApigwCacheError, commandSpelling({}))
      expect(said).toEqual({ message: expect.stringContaining(message), hint })
      expect((error as Error).message).not.toContain('--')
    }
  })
})

describe('secrets', () => {
  const SECRETS = {
    token: 'IQoJb3JpZ2luX2VjEXAMPLE',
    key: 'wJalrXUtnFEMI/K7MDENG',
    header: 'eyJhbGciOi.payload',
  }

  it('of the environment and of headers are in nothing that is written for people', async () => {
    // An endpoint that tells what it was sent, as AWS does where a signature is wrong.
    const server = createServer(({ headers }, response) => {
      const { authorization, 'x-amz-security-token': token } = headers
      response.writeHead(403, { 'x-amzn-errortype': 'InvalidSignatureException' })
      const message = `canonical request: authorization:${authorization} x-amz-security-token:${token} ${SECRETS.key} ${SECRETS.header}`
      response.end(JSON.stringify({ message }))
    })
    onTestFinished(() => void server.close())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const endpoint = { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` }
    const env = { AWS_SECRET_ACCESS_KEY: SECRETS.key, AWS_SESSION_TOKEN: SECRETS.token }
    const header = ['--header', `Authorization: Bearer ${SECRETS.header}`]

    for (const more of [['--debug'], ['-v'], ['-o', 'json', '--debug']]) {
      const argv = ['verify', '/pets', '--api', 'aaaaaaaaaa', '--stage', 'prod', ...header, ...more]
      const { stderr, stdout, code } = await runCli(argv, new FakeClock(), endpoint, { env })

      expect(code).not.toBe(0)
      for (const secret of [...Object.values(SECRETS), 'AWS4-HMAC']) expect(stderr + stdout).not.toContain(secret)
      if (more.includes('--debug') && more.length === 1) expect(stderr).toContain('[redacted]')
    }
  })

  it('of a profile are hidden too', async () => {
    const server = createServer((_, response) => {
      response.writeHead(400, { 'x-amzn-errortype': 'BadRequestException' })
      response.end(JSON.stringify({ message: 'your key is shared-file-secret' }))
    })
    onTestFinished(() => void server.close())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const files = await sharedFiles(
      '',
      '[work]\naws_access_key_id = AKIAWORKWORKWORK\naws_secret_access_key = shared-file-secret\n',
    )
    const endpoint = { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` }

    const { stderr } = await runCli('status --profile work', new FakeClock(), endpoint, { env: files })

    expect(stderr).toContain('your key is [redacted]')
  })
})

describe('an endpoint that is not AWS', () => {
  it('is named where it answers with plain text', async () => {
    const server = createServer((_, response) => response.end('It works!'))
    onTestFinished(() => void server.close())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const endpoint = { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` }

    const { code, stderr } = await runCli('status --stage prod', new FakeClock(), endpoint)

    expect(stderr).toContain(`http://127.0.0.1:${port} did not answer like API Gateway`)
    expect(code).toBe(1)
  })
})

describe('trouble that lasts', () => {
  it('is told from the second failure on, also without -v', async () => {
    const { cli, sandbox } = await withSandbox()
    sandbox.faults.next = [1, 2, 3].map(() => ({ kind: 'throttle' as const, method: 'PATCH' }))

    const { code, stderr } = await cli('enable --stage prod --accept-unkeyed all')

    expect(stderr).not.toContain('attempt 1 failed')
    expect(stderr).toContain('> throttled: attempt 2 failed, next in')
    expect(stderr).toContain('> throttled: attempt 3 failed, next in')
    expect(code).toBe(0)
  })

  it('that does not pass until the deadline is a failure that says for how long it was tried', async () => {
    const { cli, sandbox } = await withSandbox()
    sandbox.faults.next = Array.from({ length: 200 }, () => ({ kind: 'error' as const, method: 'PATCH' }))

    const { code, stderr } = await cli('enable --stage prod --accept-unkeyed all --timeout 2m')

    expect(stderr).toMatch(/^error: AWS refused: .+, tried for (9|1[012])\d s; the change may have been made, and /m)
    expect(code).toBe(1)
  })
})

describe('the demo', () => {
  it('does not hear of a configuration file, nor of what the environment says about the caller’s stages', async () => {
    const { stdout } = await runCli(
      'demo',
      new FakeClock(),
      {},
      {
        env: { APIGW_CACHE_ACCOUNT: '999999999999', APIGW_CACHE_API: 'mine' },
        files: { [CONFIG]: 'account: "999999999999"\noutput: json\n' },
        interruptAt: 'CREATE_IN_PROGRESS',
      },
    )

    expect(stdout).toContain('NOT_AVAILABLE')
    expect(stdout).toContain('$ apigw-cache enable')
  })
})
