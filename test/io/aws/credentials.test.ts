import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Http } from '../../../src/core/base/http.js'
import type { Env, Location } from '../../../src/io/aws/config.js'
import { credentialsFor } from '../../../src/io/aws/credentials.js'
import { origin } from '../../sandbox/support/origin.js'
import { FakeClock } from '../../support/clock.js'
import { sharedFiles } from '../../support/shared-files.js'

const world = (clock = new FakeClock()) => ({
  clock,
  http: () => Promise.reject(new Error('nothing should be sent')),
})

/** What STS answers to whom it gives a role. */
function assumed(action: string, accessKeyId: string): Awaited<ReturnType<Http>> {
  const credentials = `<AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>`
  const body = `<${action}Response><${action}Result><Credentials>${credentials}</Credentials></${action}Result></${action}Response>`
  return {
    status: 200,
    rawHeaders: ['Content-Type', 'text/xml'],
    body: new TextEncoder().encode(body),
    truncated: false,
    latencyMs: 1,
    receivedAt: 0,
  }
}

describe('credentials', () => {
  const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'env-secret' }
  const CREDENTIALS =
    '[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s\n[work]\naws_access_key_id = AKIAWORK\naws_secret_access_key = s\n[other]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = s\n'

  it.each<[string, Location, Env, string]>([
    ['--profile before keys in the environment', { profile: 'work' }, { ...KEYS, AWS_PROFILE: 'other' }, 'AKIAWORK'],
    ['keys in the environment before AWS_PROFILE', {}, { ...KEYS, AWS_PROFILE: 'other' }, 'AKIAENV'],
    ['AWS_PROFILE', {}, { AWS_PROFILE: 'other' }, 'AKIAOTHER'],
    ['the default profile', {}, {}, 'AKIADEFAULT'],
    ['the default profile where AWS_PROFILE is empty', {}, { AWS_PROFILE: '' }, 'AKIADEFAULT'],
    ['the default profile where the keys are not complete', {}, { AWS_ACCESS_KEY_ID: 'AKIAENV' }, 'AKIADEFAULT'],
  ])('come from %s', async (_, location, env, expected) => {
    const shared = await sharedFiles('', CREDENTIALS)

    const found = await credentialsFor(location, { ...shared, ...env }, 'us-east-1', world())()

    expect(found.accessKeyId).toBe(expected)
  })

  it('keep the session token of the environment', async () => {
    const env = { ...KEYS, AWS_SESSION_TOKEN: 'token' }

    expect(await credentialsFor({}, env, 'us-east-1', world())()).toEqual({
      accessKeyId: 'AKIAENV',
      secretAccessKey: 'env-secret',
      sessionToken: 'token',
    })
  })

  it('are missed with exit 4 where there are none', async () => {
    const env = { ...(await sharedFiles('', '')), AWS_EC2_METADATA_DISABLED: 'true' }

    await expect(credentialsFor({}, env, 'us-east-1', world())()).rejects.toMatchObject({
      kind: 'denied',
    })
  })

  it('are missed by name where the chosen profile has none', async () => {
    const env = await sharedFiles('[profile empty]\nregion = us-east-1\n')

    await expect(credentialsFor({ profile: 'empty' }, env, 'us-east-1', world())()).rejects.toMatchObject({
      kind: 'denied',
      message: 'no AWS credentials were found in profile "empty"',
    })
  })

  it.each([
    ['the chosen profile', '[profile work]', { profile: 'work' }, ' of profile "work"'],
    ['the default profile', '[default]', {}, ''],
  ])('that a program of %s does not give are told in its words', async (_, section, location, whose) => {
    const shared = await sharedFiles(`${section}\ncredential_process = sh -c "echo vault is sealed >&2; exit 3"\n`)
    const env = { ...shared, AWS_EC2_METADATA_DISABLED: 'true' }

    const failure = credentialsFor(location, env, 'us-east-1', world())()

    await expect(failure).rejects.toMatchObject({
      kind: 'denied',
      message: expect.stringMatching(`^the AWS credentials${whose} could not be obtained: .*vault is sealed`),
    })
  })

  describe('without a profile', () => {
    const ROLE = { AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/ci', AWS_ROLE_SESSION_NAME: 'build' }
    const NO_INSTANCE = { AWS_EC2_METADATA_DISABLED: 'true' }
    const SEALED = '[default]\ncredential_process = sh -c "echo vault is sealed >&2; exit 3"\n'

    /** A web identity whose token lies in a file. */
    async function webIdentity() {
      const folder = await mkdtemp(join(tmpdir(), 'token-'))
      onTestFinished(() => rm(folder, { recursive: true }))
      await writeFile(join(folder, 'token'), 'header.payload.signature')
      return { ...ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, 'token') }
    }

    it.each([
      ['there is none', ''],
      ['the default one fails', SEALED],
    ])('are those of the web identity where %s', async (_, config) => {
      const env = { ...(await sharedFiles(config)), ...NO_INSTANCE, ...(await webIdentity()) }
      const sent: string[] = []
      const http: Http = async ({ url, body }) => {
        sent.push(`${url}?${body === undefined ? '' : Buffer.from(body).toString('utf8')}`)
        return assumed('AssumeRoleWithWebIdentity', 'ASIAWEB')
      }

      const found = await credentialsFor({}, env, 'us-east-1', { ...world(), http })()

      expect(found).toMatchObject({ accessKeyId: 'ASIAWEB', sessionToken: 't' })
      expect(sent).toEqual([expect.stringMatching(/Action=AssumeRoleWithWebIdentity.*RoleSessionName=build/)])
    })

    it('are those of the container where the places before have none', async () => {
      const keys = { AccessKeyId: 'ASIACONTAINER', SecretAccessKey: 's', Token: 't' }
      const container = await origin((_, response) => {
        response.end(JSON.stringify({ ...keys, Expiration: '2099-01-01T00:00:00Z' }))
      })
      const env = {
        ...(await sharedFiles('')),
        ...NO_INSTANCE,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${container.url}/role`,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: 'let-me-in',
      }

      expect(await credentialsFor({}, env, 'us-east-1', world())()).toMatchObject({
        accessKeyId: 'ASIACONTAINER',
      })
      expect(container.seen).toMatchObject([{ url: '/role', headers: { authorization: 'let-me-in' } }])
    })

    it('are missed for what failed, and not for the place before it that had nothing', async () => {
      const gone = { ...ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere/token' }
      const env = { ...(await sharedFiles('')), ...NO_INSTANCE, ...gone }

      await expect(credentialsFor({}, env, 'us-east-1', world())()).rejects.toMatchObject({
        kind: 'denied',
        message: expect.stringMatching(/^the AWS credentials could not be obtained: ENOENT.*\/nowhere\/token/),
      })
    })

    it('are missed for the first of several failures', async () => {
      const gone = { ...ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere/token' }
      const env = { ...(await sharedFiles(SEALED)), ...NO_INSTANCE, ...gone }

      await expect(credentialsFor({}, env, 'us-east-1', world())()).rejects.toMatchObject({
        message: expect.stringContaining('vault is sealed'),
      })
    })

    it('are asked of nobody else where the default profile wants something that a program cannot give', async () => {
      const config =
        '[default]\nrole_arn = arn:aws:iam::123456789012:role/ops\nsource_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/ann\n'
      const shared = await sharedFiles(config, '[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n')
      const env = { ...shared, ...NO_INSTANCE, ...(await webIdentity()) }
      const http: Http = async () => assumed('AssumeRoleWithWebIdentity', 'ASIAWEB')

      await expect(credentialsFor({}, env, 'us-east-1', { ...world(), http })()).rejects.toMatchObject({
        kind: 'denied',
        message: expect.stringContaining('multi-factor authentication'),
      })
    })
  })

  it('that a program gives are asked for once, until they are about to expire', async () => {
    // The SDK compares with the real time.
    const clock = new FakeClock(Date.UTC(2099, 0, 1))
    const expiration = new Date(clock.now() + 3_600_000).toISOString()
    const answer = {
      Version: 1,
      AccessKeyId: 'AKIA',
      SecretAccessKey: 's',
      SessionToken: 't',
      Expiration: expiration,
    }
    const folder = await mkdtemp(join(tmpdir(), 'process-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'answer'), JSON.stringify(answer))
    const program = `sh -c "echo asked >> ${folder}/log; cat ${folder}/answer"`
    const env = await sharedFiles(`[profile work]\ncredential_process = ${program}\n`)
    const provide = credentialsFor({ profile: 'work' }, env, 'us-east-1', world(clock))
    const asked = async () => (await readFile(join(folder, 'log'), 'utf8')).trim().split('\n').length

    await Promise.all([provide(), provide(), provide()])
    clock.advance(54 * 60_000)
    await provide()
    expect(await asked()).toBe(1)

    clock.advance(2 * 60_000)
    await provide()
    expect(await asked()).toBe(2)
  })

  it('of a role are asked for through the one network door, as a proxy needs it', async () => {
    const config = '[profile ops]\nrole_arn = arn:aws:iam::123456789012:role/ops\nsource_profile = base\n'
    const env = await sharedFiles(config, '[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n')
    const urls: string[] = []
    const http: Http = async ({ url }) => {
      urls.push(url)
      return assumed('AssumeRole', 'ASIAROLE')
    }

    const provide = credentialsFor({ profile: 'ops' }, env, 'us-east-1', { ...world(), http })

    expect(await provide()).toMatchObject({ accessKeyId: 'ASIAROLE' })
    expect(urls).toEqual(['https://sts.us-east-1.amazonaws.com/'])
  })
})
