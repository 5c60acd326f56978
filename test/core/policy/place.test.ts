import { describe, expect, it } from 'vitest'
import { controlArn, invokeArn, placeOf } from '../../../src/core/policy/place.js'

const TARGET = {
  account: null,
  region: 'eu-west-1',
  api: { id: 'aaaaaaaaaa', name: 'pets' },
  stage: 'prod',
}
const PLACE = placeOf('aws', '123456789012', TARGET, [])
const PREFIX = 'arn:aws:execute-api:eu-west-1:123456789012:aaaaaaaaaa/prod'

describe('the ARN of a method that is called', () => {
  it.each([
    ['GET', '/', '/GET/'],
    ['GET', '/pets', '/GET/pets'],
    ['GET', '/pets/{id}', '/GET/pets/*'],
    ['POST', '/a/{b}/c/{d}', '/POST/a/*/c/*'],
    ['GET', '/files/{proxy+}', '/GET/files/*'],
    ['ANY', '/{proxy+}', '/*/*'],
    ['GET', '/a:b.c-d', '/GET/a:b.c-d'],
  ])('has no leading slash in the path and * for a parameter: %s %s', (verb, path, end) => {
    expect(invokeArn(PLACE, verb, path)).toBe(`${PREFIX}${end}`)
  })
})

describe('the parts of an ARN', () => {
  it('are exact, with the partition of the region and no account in the control plane', () => {
    const place = placeOf('aws-us-gov', null, { ...TARGET, region: 'us-gov-west-1' }, [])

    expect(controlArn(place, '/restapis')).toBe('arn:aws-us-gov:apigateway:us-gov-west-1::/restapis')
    expect(place.account).toBe('ACCOUNT_ID')
  })

  it.each([
    ['api', { api: '*' }],
    ['stage', { stage: '*' }],
    ['account', { account: '*' }],
    ['region', { region: '*' }],
  ] as const)('are wider only where that is asked for: %s', (widening, changed) => {
    expect(placeOf('aws', '123456789012', TARGET, [widening])).toEqual({ ...PLACE, ...changed })
  })
})
