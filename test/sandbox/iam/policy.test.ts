import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, type PolicyStatement } from '../../../src/sandbox/iam/policy.js'
import { matchesResource, matchesText } from '../../../src/sandbox/iam/wildcard.js'

const STAGE = 'arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/prod'
const allow = (Action: string | string[], Resource: string | string[] = '*'): PolicyStatement => ({
  Effect: 'Allow',
  Action,
  Resource,
})
const deny = (Action: string, Resource = '*'): PolicyStatement => ({ Effect: 'Deny', Action, Resource })
const decided = (statements: readonly PolicyStatement[], action = 'apigateway:PATCH', resource = STAGE) =>
  decide([{ Version: '2012-10-17', Statement: statements }], action, resource)

describe('policies', () => {
  it('I9 permit what one Allow covers, unless a Deny covers it too', () => {
    expect(decided([])).toBe('not-allowed')
    expect(decided([allow('apigateway:PATCH', STAGE)])).toBe('allowed')
    expect(decided([allow('apigateway:GET', STAGE)])).toBe('not-allowed')
    expect(decided([allow('apigateway:PATCH', `${STAGE}/cache/data`)])).toBe('not-allowed')
    expect(decided([allow('*'), deny('apigateway:PATCH', STAGE)])).toBe('denied')
    expect(decided([deny('apigateway:PATCH'), allow('*')])).toBe('denied')
    expect(decided([allow('*'), deny('apigateway:DELETE')])).toBe('allowed')
  })

  it('I9 count together, one statement or a list of them', () => {
    const documents = [{ Statement: allow('*') }, { Statement: [deny('apigateway:PATCH')] }]

    expect(decide(documents, 'apigateway:GET', STAGE)).toBe('allowed')
    expect(decide(documents, 'apigateway:PATCH', STAGE)).toBe('denied')
    expect(decided([allow(['apigateway:GET', 'apigateway:PATCH'], ['arn:aws:iam:::x', STAGE])])).toBe('allowed')
  })

  it('I9 turn NotAction and NotResource round', () => {
    const not: PolicyStatement = { Effect: 'Allow', NotAction: ['apigateway:DELETE'], NotResource: STAGE }

    expect(decided([not], 'apigateway:PATCH', `${STAGE}2`)).toBe('allowed')
    expect(decided([not], 'apigateway:DELETE', `${STAGE}2`)).toBe('not-allowed')
    expect(decided([not], 'apigateway:PATCH', STAGE)).toBe('not-allowed')
  })

  it.each([
    ['arn:aws:apigateway:*::/restapis/*/stages/prod', true],
    ['arn:aws:apigateway:us-east-?::/restapis/a1b2c3d4e5/*', true],
    ['arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/pro?', true],
    ['arn:aws:apigateway:us-east-1::*', true],
    ['arn:*:apigateway:us-east-1::/restapis/*', true],
    ['arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/prod?', false],
    ['arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/PROD', false],
    ['arn:aws:apigateway:eu-*::/restapis/*', false],
    ['arn:aws:*', true],
    ['arn:aws:apigateway:*', true],
    ['arn:aws:apigateway:*:/restapis/a1b2c3d4e5/*', true],
    ['arn:*/stages/prod', false],
    ['arn:a*s:*', true],
    ['arn:a*y:us-east-1::/restapis/*', false],
    ['arn:aws:cloudwatch:*', false],
    ['arn:?:*', false],
    ['arn:aws:apigateway:us-east-1:*/restapis/*', false],
    ['', false],
  ])('I10 match resources by the segments of their ARN: %s', (pattern, matches) => {
    expect(decided([allow('apigateway:PATCH', pattern)])).toBe(matches ? 'allowed' : 'not-allowed')
  })

  it.each([
    ['apigateway:*', true],
    ['APIGateway:patch', true],
    ['apigateway:P*', true],
    ['api*', true],
    ['apigateway:P??T', false],
    ['cloudwatch:*', false],
  ])('I10 match actions without regard to case: %s', (pattern, matches) => {
    expect(decided([allow(pattern)])).toBe(matches ? 'allowed' : 'not-allowed')
  })

  it('I10 go on beyond a colon only at the end of a segment, in an Allow and in a Deny', () => {
    const wide = 'arn:aws:apigateway:*'

    expect(decided([allow('*', wide)])).toBe('allowed')
    expect(decided([allow('*'), deny('*', wide)])).toBe('denied')
    expect(matchesResource('arn:aws:execute-api:*', 'arn:aws:execute-api:eu-west-1:1:a/prod/GET/b:c')).toBe(true)
  })

  it('I10 match resources like the regular expression that says the same', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 12 })
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 12 })
    fc.assert(
      fc.property(pattern, text, (wild, subject) => {
        const parts = wild.split(':')
        const source = parts
          .map((part, index) => {
            const within = index < 5 ? '[^:]' : '.'
            const ended = part.replace(/\*$/, index < 5 ? '#' : '*')
            return ended.replaceAll('*', `${within}*`).replaceAll('?', within).replace('#', '.*')
          })
          .join(':')
        expect(matchesResource(wild, subject)).toBe(new RegExp(`^${source}$`).test(subject))
      }),
      { numRuns: 3000 },
    )
  })

  it('I10 match wildcards like the regular expression that says the same', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), maxLength: 8 })
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '*', '?'), maxLength: 8 })
    fc.assert(
      fc.property(pattern, text, (wild, subject) => {
        const source = wild.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')
        expect(matchesText(wild, subject)).toBe(new RegExp(`^${source}$`).test(subject))
      }),
      { numRuns: 1000 },
    )
  })

  it('I11 with a condition never permit, and always forbid', () => {
    const Condition = { Bool: { 'aws:SecureTransport': 'true' } }

    expect(decided([{ ...allow('*'), Condition }])).toBe('not-allowed')
    expect(decided([allow('*'), { ...deny('apigateway:PATCH'), Condition }])).toBe('denied')
  })
})
