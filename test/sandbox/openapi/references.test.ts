import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dereferenced } from '../../../src/sandbox/openapi/dereference.js'
import { parseOpenApi, parseUndeployed } from '../../../src/sandbox/openapi/document.js'
import { textOf, withTexts } from '../../../src/sandbox/openapi/template-text.js'

const INTEGRATION = 'x-amazon-apigateway-integration'
const HERE = { accountId: '111122223333', region: 'cn-north-1' }

describe('references in a document', () => {
  it('C210 are followed in path items, operations, integrations and what they have', () => {
    const { paths } = parseOpenApi(
      `
openapi: 3.1.0
info: { title: t }
paths:
  /a: { $ref: "#/components/pathItems/A", get: { operationId: own } }
  /b: { $ref: "#/paths/~1a" }
components:
  pathItems:
    A:
      get: { operationId: shared }
      post:
        parameters: [{ $ref: "#/components/parameters/P" }]
        x-amazon-apigateway-integration: { $ref: "#/components/x-amazon-apigateway-integrations/I" }
  parameters: { P: { $ref: "#/x-other/P" } }
  x-amazon-apigateway-integrations: { I: { type: mock, responses: { default: { $ref: "#/x-other/R" } } } }
x-other: { P: { name: q, in: query }, R: { statusCode: 204 } }
`,
      HERE,
    )

    expect(paths['/a']?.get?.operationId).toBe('own')
    expect(paths['/b']).toEqual(paths['/a'])
    expect(paths['/a']?.post).toEqual({
      parameters: [{ name: 'q', in: 'query' }],
      [INTEGRATION]: { type: 'mock', responses: { default: { statusCode: 204 } } },
    })
  })

  it('C210 stay in schemas, which name models, and in examples', () => {
    const schema = { $ref: '#/nowhere' }
    const document = { paths: { '/a': { get: { schema, example: schema } } }, definitions: { X: schema } }

    expect(dereferenced(document)).toEqual(document)
  })

  it.each([
    [{ a: { $ref: '#/b' } }, 'a: $ref #/b leads nowhere in this file'],
    [{ a: [{ $ref: 'other.yaml#/b' }] }, 'a.0: $ref other.yaml#/b leads nowhere in this file'],
    [{ a: { $ref: '#/a' } }, 'a: $ref #/a leads back to itself'],
    [{ a: { b: { $ref: '#/c' } }, c: { $ref: '#/a' } }, 'leads back to itself'],
    [{ a: { $ref: '#/__proto__/x' } }, 'leads nowhere'],
  ])('A53 that lead nowhere or in circles are told with their place: %j', (document, words) => {
    expect(() => dereferenced(document)).toThrow(words)
  })

  it('A53 that lead to too much are refused', () => {
    const level = (at: number) => Array.from({ length: 10 }, () => ({ $ref: `#/x${at + 1}` }))
    const levels = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`x${at}`, level(at)]))

    expect(() => dereferenced({ ...levels, x9: [] })).toThrow('its references lead to too much')
  })

  it('C210 change nothing of a document that has none', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        fc.pre(!JSON.stringify(json).includes('"$ref"'))
        expect(dereferenced(json)).toEqual(json)
      }),
    )
  })
})

describe('functions of CloudFormation', () => {
  it.each([
    ['text', 'text'],
    [{ 'Fn::Sub': 'arn:\u0024{AWS::Region}' }, 'arn:\u0024{AWS::Region}'],
    [{ 'Fn::Sub': ['\u0024{a}', { a: 1 }] }, '\u0024{a}'],
    [{ Ref: 'Role' }, '\u0024{Role}'],
    [{ 'Fn::GetAtt': ['Role', 'Arn'] }, '\u0024{Role.Arn}'],
    [{ 'Fn::GetAtt': 'Role.Arn' }, '\u0024{Role.Arn}'],
    [{ 'Fn::ImportValue': { 'Fn::Sub': 'x' } }, '\u0024{x}'],
    [{ 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }]] }, 'arn:\u0024{AWS::Partition}'],
    [{ 'Fn::Join': [':', ['arn', { 'Fn::If': [] }]] }, null],
    [{ 'Fn::Join': 'x' }, null],
    [{ 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'host'] }, '\u0024{Map.AWS::Region.host}'],
    [{ 'Fn::Select': [1, ['a', { Ref: 'b' }]] }, '\u0024{b}'],
    [{ Ref: 'Role', other: 1 }, null],
    [{ 'Fn::If': [] }, null],
    [7, null],
  ])('C211 stay as they are in a text: %j', (value, text) => {
    expect(textOf(value)).toBe(text)
  })

  it('C211 may be written in their short forms', () => {
    const document = parseUndeployed(
      `
openapi: 3.0.1
info: { title: t }
paths:
  /a:
    get:
      x-amazon-apigateway-integration:
        type: http
        uri: !Join ["/", ["http:", "", !Ref Host]]
        credentials: !GetAtt Role.Arn
        connectionId: !Sub "\${Link}"
`,
      HERE,
    )

    expect(document.paths['/a']?.get?.[INTEGRATION]).toMatchObject({
      uri: 'http://\u0024{Host}',
      credentials: '\u0024{Role.Arn}',
      connectionId: '\u0024{Link}',
    })
  })

  it('C211 may stand anywhere, but in examples; conditions hold, and what has no value is left out', () => {
    const nothing = { Ref: 'AWS::NoValue' }

    expect(
      withTexts({
        title: { Ref: 'AWS::StackName' },
        list: [{ 'Fn::Sub': 'a' }, nothing],
        item: { 'Fn::If': ['InEurope', { get: { uri: { Ref: 'B' } } }, nothing] },
        gone: { 'Fn::If': ['InEurope', nothing, { get: {} }] },
        example: { Ref: 'Rex' },
        number: 7,
      }),
    ).toEqual({
      title: '\u0024{AWS::StackName}',
      list: ['a'],
      item: { get: { uri: '\u0024{B}' } },
      example: { Ref: 'Rex' },
      number: 7,
    })
  })

  it('A53 that are no text are refused with their place', () => {
    const get = { [INTEGRATION]: { type: 'http', uri: { 'Fn::Transform': 'x' } } }
    const document = { openapi: '3.0.1', info: { title: 't' }, paths: { '/a': { get } } }

    expect(() => parseUndeployed(JSON.stringify(document), HERE)).toThrow(
      `paths./a.get.${INTEGRATION}.uri: is not a text`,
    )
  })
})

describe('what a document is taken for', () => {
  it('C225 has the account, the partition and the region of the import wherever their variables stand', () => {
    const text = '\u0024{AWS::Partition} \u0024{AWS::Region} \u0024{AWS::AccountId} \u0024{AWS::StackName}'
    const { info, paths } = parseOpenApi(
      JSON.stringify({ openapi: '3.0.1', info: { title: text }, paths: { '/a': { get: { parameters: [text] } } } }),
      HERE,
    )

    expect(info.title).toBe('aws-cn cn-north-1 111122223333 \u0024{AWS::StackName}')
    expect(paths['/a']?.get?.parameters).toEqual([info.title])
  })

  it('C230 leaves out what has no value, but in schemas and examples, and servers that are no list', () => {
    const document = parseOpenApi(
      `
openapi: 3.0.1
info: { title: t }
servers: { variables: { basePath: { default: v1 } } }
components:
security:
paths:
  /a: { get: { responses: , x-amazon-apigateway-integration: { type: mock, credentials: null, requestTemplates: { a/b: null } } } }
  /b:
definitions: { A: { example: { name: null } } }
`,
      HERE,
    )

    expect(document).toEqual({
      openapi: '3.0.1',
      info: { title: 't' },
      servers: undefined,
      paths: { '/a': { get: { [INTEGRATION]: { type: 'mock', requestTemplates: {} } } } },
      definitions: { A: { example: { name: null } } },
    })
  })
})
