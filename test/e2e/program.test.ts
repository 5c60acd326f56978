import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js'
import { awsEnvironment, bin, ROOT, scriptsOf } from '../support/program.js'

const CHUNKS = join(ROOT, 'dist/chunks')

describe('the built program', () => {
  it('says its version', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    expect(await bin(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('aligns its tables behind names of double width', async () => {
    const stages = { prod: {} }
    const methods = { 'GET /pets': { integration: { type: 'MOCK' } } } as const
    const apis = ['動物のAPI🐶', 'shop'].map((name, place) => ({
      id: `aaaaaaaaa${place}`,
      name,
      methods,
      stages,
    }))
    const sandbox = await startSandbox({ seed: { apis } })
    onTestFinished(() => sandbox.close())

    const all = ['status', '--api', '*', '--stage', 'prod']
    const { stdout } = await bin(all, { env: awsEnvironment(sandbox.url) })

    const [head = '', ...rows] = stdout.split('\n').slice(0, 3)
    const width = (line: string, word: string) => stringWidth(line.slice(0, line.indexOf(word)))
    expect(rows.map((row) => width(row, 'prod'))).toEqual([width(head, 'STAGE'), width(head, 'STAGE')])
  })

  it('loads no AWS SDK and no sandbox for --version and for help', async () => {
    const heavy = readdirSync(CHUNKS).filter((name) => {
      const text = readFileSync(join(CHUNKS, name), 'utf8')
      return /GraniteServiceVersion20100801|BackplaneControlService|Endpoint request timed out/.test(text)
    })
    expect(heavy.length).toBeGreaterThan(1)

    for (const args of [['--version'], ['enable', '--help'], ['help']]) {
      const { scripts, code } = await scriptsOf(args)
      expect(code).toBe(0)
      expect(scripts.some((url) => url.includes('/bin/apigw-cache.js'))).toBe(true)
      expect(scripts.filter((url) => heavy.some((name) => url.endsWith(name)))).toEqual([])
    }
  })

  it('loads neither the SDK nor what reads files, values and answers to show the help of verify', async () => {
    const heavy =
      /GraniteServiceVersion20100801|BackplaneControlService|\$ZodError|tag:yaml\.org,2002|JMESPathTypeError/
    const chunks = readdirSync(CHUNKS).filter((name) => heavy.test(readFileSync(join(CHUNKS, name), 'utf8')))
    expect(chunks.length).toBeGreaterThan(3)

    const { scripts, code } = await scriptsOf(['verify', '--help'])

    expect(code).toBe(0)
    expect(scripts.filter((url) => chunks.some((name) => url.endsWith(name)))).toEqual([])
  })

  it('enables, proves, shows and disables against a sandbox of another process', async () => {
    const sandbox = await quickSandbox()
    const env = awsEnvironment(sandbox.url)

    const enabled = await bin(['enable', '--stage', 'prod', '--size', '0.5'], { env })
    expect(enabled).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('✓ the cache is on: pets / prod'),
    })
    const verified = await bin(['verify', '/pets', '--expect', 'cached', '--interval', '20ms', '-o', 'json'], { env })
    const { passed, reports } = JSON.parse(verified.stdout)
    expect({ passed, reports }).toMatchObject({
      passed: true,
      reports: [{ verdict: 'cached', expected: 'cached' }],
    })
    const status = await bin(['status', '-o', 'json'], { env })
    // Five, and one more where the first time is a round one.
    const requests = reports[0].probes.length
    expect([5, 6]).toContain(requests)
    expect(JSON.parse(status.stdout).metrics).toMatchObject({
      ...{ requests, hits: requests - 1, misses: 1, ratio: (requests - 1) / requests },
    })
    const disabled = await bin(['disable', '--stage', 'prod', '--yes'], { env })
    expect(disabled).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing is billed') })
  })

  it('ends a wait on Ctrl-C with 130 and says how to go on', async () => {
    const sandbox = await quickSandbox({ clusterTimeMs: 60_000 })

    const { code, stdout, stderr } = await bin(['enable', '--stage', 'prod'], {
      env: awsEnvironment(sandbox.url),
      signalAt: { text: 'CREATE_IN_PROGRESS', signal: 'SIGINT' },
    })

    expect(code).toBe(130)
    expect(stdout).toBe('')
    expect(stderr).toContain('interrupted: stage prod of API pets is still CREATE_IN_PROGRESS')
    expect(stderr).toContain('apigw-cache wait available --api')
  })

  it('ends with 70, with what was sent and without a secret where nobody catches an error', async () => {
    const sandbox = await quickSandbox({ clusterTimeMs: 60_000 })
    const secret = 'wJalrXUtnFEMIxK7MDENGxbPxRfiCYxEXAMPLExx'
    const hook = `const write = process.stderr.write.bind(process.stderr)
      process.stderr.write = (text, ...rest) => {
        if (String(text).includes('CREATE_IN_PROGRESS, '))
          setImmediate(() => Promise.reject(new Error('out of ' + process.env.AWS_SECRET_ACCESS_KEY)))
        return write(text, ...rest)
      }`

    const { code, stdout, stderr } = await bin(['enable', '--stage', 'prod'], {
      env: {
        ...awsEnvironment(sandbox.url),
        AWS_SECRET_ACCESS_KEY: secret,
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}`,
      },
    })

    expect(stderr).toMatch(/error: out of .*; AWS has accepted the change, and stage prod of API pets was/)
    expect(stderr).toContain('apigw-cache status --api')
    expect(stderr).not.toContain(secret)
    expect(stderr).not.toContain('    at ')
    expect({ code, stdout }).toEqual({ code: 70, stdout: '' })
  })

  it('writes neither colour nor spinner into a pipe, and no word of the SDK', async () => {
    const sandbox = await quickSandbox()

    const { stdout, stderr } = await bin(['enable', '--stage', 'prod'], { env: awsEnvironment(sandbox.url) })

    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there.
    expect(stdout + stderr).not.toMatch(/\u001b/)
    // Every line is one of ours: the SDK would warn of the Node version, and Node of what is deprecated.
    const foreign = stderr
      .split('\n')
      .filter((line) => line !== '' && !/^(using stage|a cluster of|CREATE_IN_PROGRESS)/.test(line))
    expect(foreign).toEqual([])
    expect(stdout + stderr).not.toMatch(/warning|deprecat|\bsdk\b|node(\.js)? v?\d/i)
  })
})

describe('credentials reach the requests', () => {
  const files = () => {
    const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    return folder
  }

  it.each([
    ['keys of the environment', () => ({ AWS_ACCESS_KEY_ID: 'AKIDENV', AWS_SECRET_ACCESS_KEY: 's' }), 'AKIDENV', []],
    [
      '--profile before keys of the environment',
      (folder: string) => {
        writeFileSync(join(folder, 'credentials'), '[ops]\naws_access_key_id=AKIDPROFILE\naws_secret_access_key=s\n')
        writeFileSync(join(folder, 'config'), '')
        return { AWS_ACCESS_KEY_ID: 'AKIDENV', AWS_SECRET_ACCESS_KEY: 's', ...sharedFiles(folder) }
      },
      'AKIDPROFILE',
      ['--profile', 'ops'],
    ],
    [
      'keys of the environment before AWS_PROFILE',
      (folder: string) => {
        writeFileSync(join(folder, 'credentials'), '[ops]\naws_access_key_id=AKIDPROFILE\naws_secret_access_key=s\n')
        writeFileSync(join(folder, 'config'), '')
        const keys = { AWS_ACCESS_KEY_ID: 'AKIDENV', AWS_SECRET_ACCESS_KEY: 's' }
        return { ...keys, AWS_PROFILE: 'ops', ...sharedFiles(folder) }
      },
      'AKIDENV',
      [],
    ],
    [
      'a credential process',
      (folder: string) => {
        const answer = JSON.stringify({ Version: 1, AccessKeyId: 'AKIDPROCESS', SecretAccessKey: 's' })
        writeFileSync(join(folder, 'answer.json'), answer)
        writeFileSync(join(folder, 'config'), `[default]\ncredential_process = cat ${join(folder, 'answer.json')}\n`)
        writeFileSync(join(folder, 'credentials'), '')
        return sharedFiles(folder)
      },
      'AKIDPROCESS',
      [],
    ],
  ] as const)('from %s', async (_, environment, key, flags) => {
    const { url, keys } = await recorder()

    const { code, stdout, stderr } = await bin(
      ['status', '--api', 'pets', '--stage', 'prod', '--query', 'api.id', ...flags],
      { env: { AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: url, ...environment(files()) } },
    )

    expect([...keys]).toEqual([key])
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '"a1b2c3d4e5"\n', stderr: '' })
  })

  it('from a web identity token', async () => {
    const { url, keys } = await recorder()
    const folder = files()
    writeFileSync(join(folder, 'token'), 'the.web.token')
    writeFileSync(join(folder, 'config'), '')
    writeFileSync(join(folder, 'credentials'), '')

    const { code, stdout } = await bin(['status', '--api', 'pets', '--stage', 'prod', '--query', 'api.id'], {
      env: {
        AWS_REGION: 'us-east-1',
        AWS_ENDPOINT_URL: url,
        AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, 'token'),
        AWS_ROLE_ARN: 'arn:aws:iam::000000000000:role/ci',
        ...sharedFiles(folder),
      },
    })

    expect([...keys]).toEqual(['ASIAWEB'])
    expect(stdout).toBe('"a1b2c3d4e5"\n')
    expect(code).toBe(0)
  })
})

function sharedFiles(folder: string): Record<string, string> {
  return {
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  }
}

async function quickSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ clusterTimeMs: 500, flushTimeMs: 200, ...options })
  onTestFinished(() => sandbox.close())
  return sandbox
}

/**
 * A server that notes the access keys that requests are signed with, plays STS for web identities, and has the
 * stage prod of one API.
 */
async function recorder(): Promise<{ readonly url: string; readonly keys: ReadonlySet<string> }> {
  const keys = new Set<string>()
  const server = createServer((request, response) => {
    const key = /Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1]
    if (key !== undefined) keys.add(key)
    if (request.method === 'POST' && key === undefined) {
      const credentials =
        '<AccessKeyId>ASIAWEB</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>'
      response
        .writeHead(200, { 'content-type': 'text/xml' })
        .end(
          `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials>${credentials}</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
        )
      return
    }
    const answers = [
      { of: '/stages', body: { item: [{ stageName: 'prod', cacheClusterEnabled: false }] } },
      { of: '/restapis', body: { item: [{ id: 'a1b2c3d4e5', name: 'pets' }] } },
      { of: '/', body: { Label: 'none', Datapoints: [] } },
    ]
    const found = answers.find(({ of }) => request.url?.replace(/\?.*/, '').endsWith(of))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found?.body ?? {}))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys }
}
