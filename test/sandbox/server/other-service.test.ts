import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { awsCli, hasAwsCli } from '../../clients/aws-cli.js'
import { refusedOver, running, SIGNED } from '../support/sandbox.js'

const OWN = 'it has API Gateway, CloudWatch, CloudWatch Logs, STS and Account'
const signedFor = (service: string) => ({ authorization: SIGNED.authorization.replace('/apigateway/', `/${service}/`) })
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

describe('a service that the sandbox does not have', () => {
  it.each([
    ['lambda', 'GET /2015-03-31/functions/', undefined, {}],
    ['dynamodb', 'POST /', '{}', { 'x-amz-target': 'DynamoDB_20120810.ListTables' }],
    ['ssm', 'POST /', '{}', { 'x-amz-target': 'AmazonSSM.DescribeParameters' }],
    ['lambda', 'GET /2015-03-31/functions', undefined, {}],
  ])('A210 is named in JSON: %s %s', async (service, line, body, headers) => {
    const { sandbox, http } = await running()
    const answer = await http(line, body, { ...signedFor(service), ...headers })
    expect(answer.status).toBe(501)
    expect(answer.headers.get('x-amzn-errortype')).toBe('NotImplementedException')
    expect(await answer.json()).toEqual({
      __type: 'NotImplementedException',
      message: `the sandbox has no service ${service}: ${OWN}`,
    })
    expect(sandbox.requests().map(({ service, accountId }) => [service, accountId])).toEqual([
      ['other', '000000000000'],
    ])
  })

  it.each([
    [
      'sns',
      'POST /',
      'Action=ListTopics&Version=2010-03-31',
      '<ErrorResponse xmlns="https://sns.amazonaws.com/"><Error>',
    ],
    ['iam', 'POST /', 'Version=2011-06-15&Action=X', '<ErrorResponse xmlns="https://iam.amazonaws.com/"><Error>'],
    ['ec2', 'POST /', 'Action=DescribeVpcs&Version=2016-11-15', '<Response><Errors><Error>'],
    ['s3', 'GET /bucket/key', undefined, '<?xml version="1.0" encoding="UTF-8"?>\n<Error>'],
    [
      'route53',
      'GET /2013-04-01/hostedzone',
      undefined,
      '<ErrorResponse xmlns="https://route53.amazonaws.com/"><Error>',
    ],
  ])('A210 is named in the XML of its protocol: %s %s', async (service, line, body, start) => {
    const { http } = await running()
    const answer = await http(line, body, { ...signedFor(service), ...(body === undefined ? {} : FORM) })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([501, 'text/xml'])
    const text = await answer.text()
    expect(text.slice(0, start.length)).toBe(start)
    expect(text).toContain('<Code>NotImplemented</Code>')
    expect(text).toContain(`<Message>the sandbox has no service ${service}: ${OWN}</Message>`)
  })

  it.each(['', 'a'.repeat(65), 'sns"', '%3Cb%3E'])(
    'A210 is none where the scope names no service: "%s"',
    async (name) => {
      const { http } = await running()
      expect(await refusedOver(http('GET /nowhere', undefined, signedFor(name)))).toBe(
        '403 MissingAuthenticationTokenException: Missing Authentication Token',
      )
    },
  )

  it.each(['/v2/apis', '/v2/apis/a1b2c3/routes', '/v2/vpclinks'])('A211 HTTP and WebSocket APIs: %s', async (path) => {
    const { sandbox, http } = await running()
    expect(await refusedOver(http(`GET ${path}`))).toBe(
      '501 NotImplementedException: The sandbox does not emulate HTTP and WebSocket APIs, which have no cache: it has REST APIs.',
    )
    expect(await refusedOver(http(`GET ${path}`, undefined, {}))).toBe(
      '403 MissingAuthenticationTokenException: Missing Authentication Token',
    )
    expect(sandbox.requests().map(({ service }) => service)).toEqual(['apigateway', 'apigateway'])
  })

  it.skipIf(!hasAwsCli)(
    'A210 A211 is what the AWS CLI shows (skipped where python3 cannot import awscli)',
    async () => {
      const { sandbox } = await running()
      const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-aws-'))
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
      const aws = awsCli(sandbox.url, folder)
      for (const [command, service] of [
        ['sns list-topics', 'sns'],
        ['cloudformation describe-stacks', 'cloudformation'],
        ['iam list-roles', 'iam'],
        ['ec2 describe-vpcs', 'ec2'],
        ['lambda list-functions', 'lambda'],
        ['dynamodb list-tables', 'dynamodb'],
        ['ssm describe-parameters', 'ssm'],
        ['s3 ls', 's3'],
        ['cloudfront list-distributions', 'cloudfront'],
      ] as const) {
        const { code, stderr } = await aws(command)
        expect(stderr, command).toMatch(
          /An error occurred \(NotImplemented(Exception)?\) when calling the \w+ operation/,
        )
        expect(stderr, command).toContain(`the sandbox has no service ${service}: ${OWN}`)
        expect(code, command).not.toBe(0)
      }
      const { stderr } = await aws('apigatewayv2 get-apis')
      expect(stderr).toContain('The sandbox does not emulate HTTP and WebSocket APIs')
      expect(sandbox.requests()).toHaveLength(10)
    },
    120_000,
  )
})
