import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ApigwCacheError } from '../../../src/core/base/errors.js'
import { type ApiReference, parseApiReference } from '../../../src/core/gateway/reference.js'

const ID = 'a1b2c3d4e5'
const certain = (more: Partial<ApiReference>): ApiReference => ({
  api: ID,
  certain: true,
  region: null,
  stage: null,
  account: null,
  ...more,
})

describe('what stands behind --api', () => {
  it.each([ID, 'pets', 'Pets of the world', 'pets/prod', '動物', 'http', 'a'.repeat(300)])(
    'may be an id or a name: %s',
    (text) => {
      expect(parseApiReference(text)).toEqual({ ...certain({ api: text }), certain: false })
    },
  )

  it.each([
    ['aws', 'us-east-1'],
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-iso', 'us-iso-east-1'],
    ['aws-iso-b', 'us-isob-east-1'],
    ['aws-eusc', 'eusc-de-east-1'],
  ])('may be an ARN of the partition %s', (partition, region) => {
    expect(parseApiReference(`arn:${partition}:apigateway:${region}::/restapis/${ID}`)).toEqual(certain({ region }))
    expect(parseApiReference(`arn:${partition}:apigateway:${region}::/restapis/${ID}/stages/prod`)).toEqual(
      certain({ region, stage: 'prod' }),
    )
    expect(parseApiReference(`arn:${partition}:execute-api:${region}:111122223333:${ID}/prod/GET/pets/1`)).toEqual(
      certain({ region, stage: 'prod', account: '111122223333' }),
    )
  })

  it('may be the ARN of something below the stage or the API', () => {
    const base = `arn:aws:apigateway:us-east-1::/restapis/${ID}`
    expect(parseApiReference(`${base}/stages/prod/cache/data`)).toMatchObject({ api: ID, stage: 'prod' })
    expect(parseApiReference(`${base}/resources/abc`)).toMatchObject({ api: ID, stage: null })
  })

  it('leaves the stage open where an ARN has a star for it', () => {
    expect(parseApiReference(`arn:aws:execute-api:us-east-1::${ID}/*/GET/pets`)).toEqual(
      certain({ region: 'us-east-1' }),
    )
  })

  it.each([
    [`https://${ID}.execute-api.us-east-1.amazonaws.com/prod/pets?x=1#y`, 'us-east-1', 'prod'],
    [`https://${ID}.execute-api.us-east-1.amazonaws.com`, 'us-east-1', null],
    [`https://${ID}.execute-api.us-east-1.amazonaws.com/`, 'us-east-1', null],
    [`HTTPS://${ID.toUpperCase()}.Execute-API.US-East-1.amazonaws.com/prod`, 'us-east-1', 'prod'],
    [`https://${ID}.execute-api.cn-north-1.amazonaws.com.cn/prod`, 'cn-north-1', 'prod'],
    [`https://${ID}.execute-api.us-gov-west-1.amazonaws.com/prod`, 'us-gov-west-1', 'prod'],
    [`https://${ID}-vpce-0a1b2c3d4e5f60718.execute-api.eu-west-1.amazonaws.com/prod/x`, 'eu-west-1', 'prod'],
    [`http://127.0.0.1:4780/restapis/${ID}/prod/_user_request_/pets`, null, 'prod'],
    [`http://${ID}.execute-api.localhost:4780/prod/pets`, null, 'prod'],
    [`http://${ID}.execute-api.localhost.localstack.cloud:4566/prod/pets`, null, 'prod'],
  ])('may be an invoke URL: %s', (url, region, stage) => {
    expect(parseApiReference(url)).toEqual(certain({ region, stage }))
  })

  it.each([
    ['', 'no API is named'],
    ['  ', 'no API is named'],
    ['arn:aws:s3:::bucket', 'is not the ARN of a REST API'],
    ['arn:aws:apigateway:us-east-1::/restapis', 'is not the ARN of a REST API'],
    ['arn:aws:apigateway:us-east-1::/restapis/*', 'is not the ARN of a REST API'],
    ['arn:aws:execute-api:us-east-1:111122223333:*/prod/GET/pets', 'is not the ARN of a REST API'],
    [`arn:aws:apigateway:us-east-1::/apis/${ID}`, 'HTTP or WebSocket API'],
    [`wss://${ID}.execute-api.us-east-1.amazonaws.com/prod`, 'HTTP or WebSocket API'],
    ['https://api.example.com/pets', 'is not the invoke URL of a stage'],
    ['https://vpce-0a1b-abc.execute-api.us-east-1.vpce.amazonaws.com/prod', 'is not the invoke URL of a stage'],
    [`https://${ID}.execute-api.us-east-1.amazonaws.com/%zz`, 'is not the invoke URL of a stage'],
    [`http://127.0.0.1:4780/restapis/${ID}/%/_user_request_/`, 'is not the invoke URL of a stage'],
    ['https://', 'is not the invoke URL of a stage'],
  ])('is refused, and why is said: "%s"', (text, message) => {
    expect(() => parseApiReference(text)).toThrow(
      expect.objectContaining({ kind: 'usage', message: expect.stringContaining(message) }),
    )
  })

  it('is understood or refused, whatever it is', () => {
    const prefix = fc.constantFrom(
      '',
      'arn:aws:apigateway:us-east-1::/restapis/',
      'arn:aws:execute-api:us-east-1:111122223333:',
      'https://',
      `https://${ID}.execute-api.us-east-1.amazonaws.com/`,
      'http://127.0.0.1/restapis/x/',
    )
    fc.assert(
      fc.property(prefix, fc.string({ unit: 'binary', maxLength: 60 }), (start, rest) => {
        try {
          expect(parseApiReference(start + rest).api).not.toBe('')
        } catch (error) {
          expect(error).toBeInstanceOf(ApigwCacheError)
        }
      }),
      { numRuns: 500 },
    )
  })
})
