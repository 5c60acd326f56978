import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SandboxInputError, startSandbox } from '../../../src/sandbox/index.js'
import { attribute, mistake, ref, resource, sub } from './templated.js'

/** True where it is made, else what is wrong; a bug is thrown. */
async function taken(template: string): Promise<true | string> {
  try {
    const sandbox = await startSandbox({ randomSeed: 1, template })
    await sandbox.close()
    return true
  } catch (error) {
    if (error instanceof SandboxInputError && error.option === 'template') return error.message
    throw error
  }
}

const CDK: unknown = JSON.parse(readFileSync(new URL('../../clients/templates/cdk.json', import.meta.url), 'utf8'))

const SAM: unknown = {
  Transform: 'AWS::Serverless-2016-10-31',
  Globals: { Api: { CacheClusterEnabled: true, Variables: { a: 'b' } }, Function: { Timeout: 3 } },
  Resources: {
    Shop: resource('AWS::Serverless::Api', {
      StageName: 'prod',
      Cors: { AllowOrigin: "'*'", MaxAge: "'60'" },
      Auth: {
        DefaultAuthorizer: 'Token',
        Authorizers: {
          Token: { FunctionArn: attribute('Pets', 'Arn'), Identity: { Header: 'X', ReauthorizeEvery: 30 } },
        },
        UsagePlan: { CreateUsagePlan: 'PER_API', Quota: { Limit: 5, Period: 'DAY' } },
      },
      GatewayResponses: { DEFAULT_4XX: { ResponseParameters: { Headers: { X: "'y'" } } } },
    }),
    Pets: resource('AWS::Serverless::Function', {
      Events: {
        Get: {
          Type: 'Api',
          Properties: {
            Path: '/pets/{id}',
            Method: 'get',
            RestApiId: ref('Shop'),
            Auth: { Authorizer: 'NONE' },
            RequestParameters: [{ 'method.request.path.id': { Required: true, Caching: true } }],
          },
        },
        Other: { Type: 'Api', Properties: { Path: '/other', Method: 'any' } },
      },
    }),
  },
}

/** Every place in a value, as the keys that lead there. */
function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))]
}

function changed(value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown {
  if (key === undefined) return to
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? changed(item, rest, to) : item))
  const entries = Object.entries(Object(value)).map(([name, inner]): [string, unknown] => [
    name,
    name === key ? changed(inner, rest, to) : inner,
  ])
  return Object.fromEntries(entries)
}

const STRANGE = [
  null,
  '',
  0,
  -1,
  true,
  [],
  {},
  [[]],
  '__proto__',
  'constructor',
  '{{resolve:ssm:x}}',
  ref('ApiF70053CD'),
  ref('AWS::NoValue'),
  ref('PlanKeyA1B2C3'),
  ref('constructor'),
  attribute('ApiF70053CD', '__proto__'),
  { Ref: { Ref: 'x' } },
  { 'Fn::Sub': '${' },
  sub('<!><  a ><>'),

  { 'Fn::Join': [] },
  { 'Fn::Select': ['x', {}] },
  { 'Fn::GetAtt': [] },
  { 'Fn::If': [] },
  { 'Fn::FindInMap': 'x' },
  { 'Fn::Length': 1 },
  { 'Fn::Split': ['', 'abc'] },
  { 'Fn::toString': [] },
]

describe('a broken template', () => {
  it.each([
    ['CDK', CDK],
    ['SAM', SAM],
  ])('A179 is refused with a place, whatever is put anywhere into one of %s', async (_, template) => {
    const places = placesIn(template).slice(1)
    let refused = 0
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.constantFrom(...STRANGE), async (place, strange) => {
        const result = await taken(JSON.stringify(changed(template, place, strange)))
        if (result === true) return
        refused++
        expect(result).toMatch(/^(?:Resources|Globals|Transform|not a CloudFormation template: |it has no )/)
      }),
      { numRuns: 250 },
    )
    expect(refused).toBeGreaterThan(100)
  })

  it('A179 may be any text', async () => {
    const texts = fc.oneof(fc.string(), fc.json(), fc.stringMatching(/^[-\w:{}[\]!&*<> \n,'"]{0,60}$/))
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        expect(await taken(text)).not.toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it.each<[string, string, string]>([
    ['no text', '', 'not a CloudFormation template: template: is not an object'],
    [
      'no JSON',
      '{"Resources": {',
      'not JSON or YAML (line 1, column 16): it is indented too little, or a bracket is not closed',
    ],
    [
      'another document',
      'openapi: 3.0.1',
      'not a CloudFormation template: Resources: is missing; template: does not have "openapi"',
    ],
    [
      'a value inside itself',
      'Resources: &a { Api: { Type: x, Properties: *a } }',
      'not a CloudFormation template: it is nested too deeply',
    ],
    [
      'no type',
      'Resources: { Api: { Properties: {} } }',
      'not a CloudFormation template: Resources.Api.Type: is missing',
    ],
  ])('A179 says what is wrong with %s', async (_, text, expected) => {
    expect(await mistake(text)).toBe(expected)
  })

  it('A179 refuses what is nested or linked more than a call stack holds', async () => {
    const deep = '['.repeat(50_000)
    expect(await taken(`{"Resources": ${deep}`)).toMatch(/^(?:not|it) /)
    const chain = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [
        `R${index}`,
        resource('AWS::IAM::Role', { RoleName: ref(`R${index + 1}`) }),
      ]),
    )
    const Api = resource('RestApi', { Name: 'shop', Description: ref('R0') })
    expect(await mistake({ Resources: { Api, ...chain } })).toBe('it refers to too much, or is nested too deeply')
  })

  it.each([
    ['texts put into texts', repeated(9), 'Fn::Sub'],
    ['texts put together', { 'Fn::Join': ['', Array.from({ length: 100 }, () => repeated(6))] }, ''],
    ['a text that is split', { 'Fn::Join': ['', { 'Fn::Split': ['', repeated(6)] }] }, 'Fn::Split: gives more'],
    [
      'texts that are written as base 64',
      { 'Fn::Base64': { 'Fn::Base64': { 'Fn::Base64': { 'Fn::Base64': repeated(7) } } } },
      'Fn::Base64',
    ],
    ['values written as JSON', { 'Fn::ToJsonString': Array.from({ length: 90 }, () => ref('Long')) }, 'ToJsonString'],
    ['values of parameters', { 'Fn::If': ['Yes', Array.from({ length: 90 }, () => ref('Long')), ''] }, 'Properties:'],
    ['lists of parameters', Array.from({ length: 90 }, () => ref('List')), 'Ref'],
  ])('A192 refuses %s that take too much', async (_, Description, place) => {
    const text = 'x,'.repeat(500_000)
    const template = {
      Parameters: { Long: { Type: 'String', Default: text }, List: { Type: 'CommaDelimitedList', Default: text } },
      Conditions: { Yes: { 'Fn::Equals': ['', ''] } },
      Resources: { Api: resource('RestApi', { Name: 'shop', Description }) },
    }
    const said = await mistake(template)
    expect(said).toMatch(/^Resources\.Api\.Properties.*: (?:all of the template comes to|gives) more than \d+/)
    expect(said).toContain(place)
  })

  it('A192 takes what is large as such', async () => {
    const Resources = { Api: resource('RestApi', { Name: 'shop', Tags: [], Description: repeated(4) }) }
    expect(await taken(JSON.stringify({ Resources }))).toBe(true)
  })
})

/** So many times as a power of ten. */
function repeated(power: number): unknown {
  if (power === 0) return 'x'
  return { 'Fn::Sub': ['$'.concat('{Part}').repeat(10), { Part: repeated(power - 1) }] }
}
