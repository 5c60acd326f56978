import { describe, expect, it } from 'vitest'
import { gateway } from '../../support/gateway.js'
import { AVAILABLE, buildSetting, type MethodSpecs } from '../../support/world.js'

const IAM =
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=x'
const MOCK = {
  type: 'MOCK',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
} as const

/** A stage that caches and whose access log has this format, if any. */
function logged(methods: MethodSpecs, format?: string) {
  const lines: string[] = []
  const api = gateway(methods, {
    accessLog: (line) => lines.push(line),
    handlers: {
      slow: async (_, { clock }) => {
        await clock.sleep(40)
        return { statusCode: 201, body: 'made' }
      },
      broken: () => {
        throw new Error('broken')
      },
    },
  })
  if (format !== undefined) api.stage.accessLogSettings = { format }
  return { ...api, lines, last: () => lines.at(-1) }
}

describe('the access log of a stage', () => {
  it('G1 has a line for each request in the format of the stage', async () => {
    const clf =
      '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime]"$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId $context.extendedRequestId'
    const { send, last, stage } = logged({ 'GET /pets/{id}': { handler: 'counter' } }, clf)

    const first = await send('/pets/1')
    const ids = `${first.header('x-amzn-requestid')} ${first.header('x-amz-apigw-id')}`
    expect(last()).toBe(`192.0.2.1 - - [01/Jan/2026:00:00:00 +0000]"GET /pets/{id} HTTP/1.1" 200 10 ${ids}`)

    stage.accessLogSettings = {
      format: '$context.apiId,$context.stage,$context.path,$context.accountId,$context.resourceId,$context.domainName',
    }
    await send('/pets/1', { headers: [['Host', 'api.example.com']] })
    expect(last()).toBe('abcde12345,prod,/prod/pets/1,000000000000,res/pets/{id},api.example.com')
  })

  it('G1 tells how long the answer and the integration took', async () => {
    const { send, last, clock } = logged(
      { 'GET /made': { handler: 'slow' } },
      '$context.responseLatency $context.integrationLatency $context.integration.latency $context.requestTimeEpoch',
    )
    const sent = send('/made')
    await clock.advance(40)
    await sent
    expect(last()).toBe(`40 40 40 ${Date.UTC(2026, 0, 1)}`)
  })

  it('G2 has - for what a request does not have, such as the integration of a hit', async () => {
    const format =
      '$context.status $context.integration.status $context.integrationLatency $context.error.message $context.wafResponseCode $context.authorizer.principalId $context.xrayTraceId $context.nothing'
    const { send, stage, set, lines } = logged({ 'GET /pets': { handler: 'counter' } }, format)
    stage.cluster = AVAILABLE
    set('*/*', buildSetting())
    await send('/pets')
    await send('/pets')
    await send('/nowhere')

    expect(lines).toEqual(['200 200 0 - - - - -', '200 - - - - - - -', '403 - - Missing Authentication Token - - - -'])
  })

  it('G2 has the trace where the stage is traced', async () => {
    const { send, stage, last } = logged({ 'GET /pets': { handler: 'counter' } }, '$context.xrayTraceId')
    stage.tracingEnabled = true
    const answer = await send('/pets')
    expect(last()).toBe(answer.header('x-amzn-trace-id')?.split(';')[0])
    expect(last()).toMatch(/^Root=1-/)
  })

  it('G3 tells the status of the function and that of Lambda apart, and MOCK has no latency', async () => {
    const format =
      '$context.status $context.integration.status $context.integrationStatus $context.integration.integrationStatus $context.integrationLatency $context.integration.error'
    const { send, clock, last } = logged(
      {
        'GET /made': { handler: 'slow' },
        'GET /broken': { handler: 'broken' },
        'GET /mock': { integration: { ...MOCK, responses: new Map() } },
      },
      format,
    )
    const sent = send('/made')
    await clock.advance(40)
    await sent
    expect(last()).toBe('201 201 200 200 40 -')

    await send('/broken')
    expect(last()).toBe('502 - 200 200 0 configuration error: Malformed Lambda proxy response')

    await send('/mock')
    expect(last()).toMatch(/^500 200 200 200 - configuration error: No match/)
  })

  it('G4 keeps a value inside its field, whatever a caller sends', async () => {
    const headers = [['User-Agent', 'a"b\\c<d>&\u0085'] as const]
    const { send, last, stage } = logged({ 'GET /pets': { handler: 'counter' } })
    const log = async (format: string) => {
      stage.accessLogSettings = { format }
      await send('/pets', { headers })
      return last()
    }

    expect(JSON.parse((await log('{"agent":"$context.identity.userAgent"}')) ?? '')).toEqual({
      agent: 'a"b\\c<d>&\u0085',
    })
    expect(await log('<agent>$context.identity.userAgent</agent>')).toBe(
      '<agent>a&quot;b\\c&lt;d&gt;&amp;\\u0085</agent>',
    )
    expect(await log('$context.identity.userAgent')).toBe('a"b\\c<d>&\\u0085')
    expect(await log('{\n  "id": "$context.apiId",\n  "at": "$context.stage"\n}\n')).toBe(
      '{ "id": "abcde12345", "at": "prod" }',
    )
  })

  it('G1 quotes the message of an error where it is asked to', async () => {
    const { send, last } = logged({}, '{"m":$context.error.messageString,"t":"$context.error.responseType"}')
    await send('/nowhere')
    expect(last()).toBe('{"m":"Missing Authentication Token","t":"MISSING_AUTHENTICATION_TOKEN"}')
  })

  it('G5 names the caller of an AWS_IAM method, also in templates', async () => {
    const { send, last } = logged(
      { 'GET /orders': { handler: 'counter', authorizationType: 'AWS_IAM' } },
      '$context.identity.caller $context.identity.user $context.identity.userArn',
    )
    await send('/orders', { headers: [['Authorization', IAM]] })
    expect(last()).toBe('test test arn:aws:iam::000000000000:user/test')
  })

  it('A161 logs a stage without a format as JSON', async () => {
    const { send, last } = logged({ 'GET /pets/{id}': { handler: 'counter' } })
    await send('/pets/1')
    expect(JSON.parse(last() ?? '')).toEqual({
      requestId: expect.any(String),
      extendedRequestId: expect.any(String),
      apiId: 'abcde12345',
      stage: 'prod',
      requestTime: '01/Jan/2026:00:00:00 +0000',
      requestTimeEpoch: String(Date.UTC(2026, 0, 1)),
      httpMethod: 'GET',
      resourcePath: '/pets/{id}',
      path: '/prod/pets/1',
      protocol: 'HTTP/1.1',
      status: '200',
      responseLength: '10',
      responseLatency: '0',
      integrationLatency: '0',
      integrationStatus: '200',
      identitySourceIp: '192.0.2.1',
      identityUserAgent: '-',
      errorMessage: '-',
      errorResponseType: '-',
    })
  })

  it('A160 logs each request to a stage that exists, and no other', async () => {
    const { send, lines } = logged({ 'GET /pets': { handler: 'counter' } }, '$context.status')
    await send('/pets')
    await send('/pets', { stage: 'dev' })
    await send('/nowhere')
    expect(lines).toEqual(['200', '403'])
  })
})
