import { describe, expect, it } from 'vitest'
import { adviceOn } from '../../../src/commands/errors/advice.js'
import { commandSpelling } from '../../../src/commands/session/spelling.js'
import { explain } from '../../../src/core/aws/explain.js'
import { explainProvider } from '../../../src/core/aws/explain-credentials.js'
import { ApigwCacheError } from '../../../src/core/base/errors.js'

const ASKED = { action: 'apigateway:GET', resource: 'arn:x', region: 'us-east-1' }
const named = (name: string, message: string, more = {}) => Object.assign(new Error(message), { name, ...more })
const provider = (message: string) => named('CredentialsProviderError', message)

describe('a clock that is off', () => {
  it.each([
    [
      named(
        'InvalidSignatureException',
        'Signature expired: 20260101T090000Z is now earlier than 20260101T095500Z (20260101T100000Z - 5 min.)',
      ),
      'the clock of this machine is off: it says 20260101T090000Z, and AWS 20260101T100000Z (InvalidSignatureException)',
    ],
    [
      named(
        'SignatureDoesNotMatch',
        'Signature not yet current: 20260101T110000Z is still later than 20260101T100500Z (20260101T100000Z + 5 min.)',
      ),
      'the clock of this machine is off: it says 20260101T110000Z, and AWS 20260101T100000Z (SignatureDoesNotMatch)',
    ],
    [named('RequestExpired', 'Request has expired.'), 'the clock of this machine is off (RequestExpired)'],
  ])('is no matter of credentials: %s', (error, message) => {
    const found = explain(Object.assign(error, { $metadata: { httpStatusCode: 403 } }), ASKED)
    expect(found).toMatchObject({ kind: 'denied', message, hint: expect.stringContaining('set the clock') })
  })
})

/** What the command line adds to it. */
function hintOf(error: unknown): string | null {
  return error instanceof ApigwCacheError ? adviceOn(error, commandSpelling({})).hint : null
}

describe('an AWS session that has expired', () => {
  it.each([
    provider(
      'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login.',
    ),
    named('TokenProviderError', 'Token is expired. To refresh this SSO session run aws sso login.'),
    provider('Profile work credential_process returned expired credentials.'),
    named('ExpiredTokenException', 'no', { $metadata: { httpStatusCode: 403 } }),
    named('UnknownError', 'The security token included in the request is expired', {
      $metadata: { httpStatusCode: 403 },
    }),
  ])('is said to have: %s', (error) => {
    const found = explain(error, ASKED)

    expect(found).toMatchObject({ kind: 'denied', message: 'the AWS session has expired' })
    expect(hintOf(found)).toContain('aws sso login')
  })

  it('is told with the profile that was chosen', () => {
    const found = explainProvider(provider('Token is expired.'), 'work')

    expect(found).toMatchObject({ message: 'the AWS session of profile "work" has expired' })
    expect(hintOf(found)).toContain('aws sso login --profile work')
  })
})

describe('credentials that could not be obtained', () => {
  it.each([
    ['Command failed: vault read --token=s3cr3t-value\nno route to vault\n', ': no route to vault'],
    ['Command failed: vault read --token=s3cr3t-value\n', ''],
    ['Command failed: vault s3cr3t-value\nsh: vault s3cr3t-value: not found', ': sh: …: not found'],
  ])('are told without the command line that should have given them: %j', (message, why) => {
    const found = explainProvider(provider(message), 'work')

    expect(found).toMatchObject({
      message: `the AWS credentials of profile "work" could not be obtained: its credential_process failed${why}`,
    })
    expect(String((found as ApigwCacheError).cause)).not.toContain('s3cr3t')
  })

  it('are told in the sentence of the provider', () => {
    const error = provider('Profile work requires multi-factor authentication,\nbut no MFA code callback was provided.')

    expect(explainProvider(error, 'work')).toMatchObject({
      kind: 'denied',
      message:
        'the AWS credentials of profile "work" could not be obtained: Profile work requires multi-factor authentication, but no MFA code callback was provided',
    })
  })

  it('are told where a file that the profile names is missing', () => {
    const error = named('Error', "ENOENT: no such file or directory, open '/nowhere/token'", {
      code: 'ENOENT',
    })

    expect(explainProvider(error, null)).toMatchObject({
      kind: 'denied',
      message: expect.stringContaining('/nowhere/token'),
    })
  })

  it.each([
    'Could not resolve credentials using profile: [default] in configuration/credentials file(s).',
    'Could not load credentials from any providers',
  ])('are missed where there really are none: %s', (message) => {
    expect(explain(provider(message), ASKED)).toMatchObject({ message: 'no AWS credentials were found' })
  })

  it('are left to whoever asked where AWS itself refused, or where it is no trouble of theirs', () => {
    const refused = named(
      'AccessDenied',
      'User: a is not authorized to perform: sts:AssumeRole on resource: arn:role',
      {
        $metadata: { httpStatusCode: 403 },
      },
    )
    const bug = new TypeError('x is undefined')

    expect(explainProvider(refused, 'work')).toBe(refused)
    expect(explain(refused, ASKED)).toMatchObject({
      kind: 'denied',
      message: 'not allowed: sts:AssumeRole on arn:role',
    })
    expect(explainProvider(bug, 'work')).toBe(bug)
    expect(explainProvider(new ApigwCacheError('usage', 'command-line', 'known'), 'work')).toMatchObject({
      message: 'known',
    })
  })
})

describe('a refusal that AWS gives no name that is known', () => {
  it('is a matter of permission with status 401, and names what was asked for', () => {
    const refused = named('UnknownError', 'Unauthorized', { $metadata: { httpStatusCode: 401 } })

    expect(explain(refused, ASKED)).toMatchObject({
      kind: 'denied',
      message: 'not allowed: apigateway:GET on arn:x',
      hint: 'ask for an IAM statement that allows apigateway:GET on arn:x',
    })
  })

  it.each([400, 402, 404])('is a failure in the words of AWS with status %i', (httpStatusCode) => {
    const refused = named('UnknownError', 'No such thing.', { $metadata: { httpStatusCode } })

    expect(explain(refused, ASKED)).toMatchObject({
      kind: 'failure',
      message: 'AWS refused: No such thing',
    })
  })
})
