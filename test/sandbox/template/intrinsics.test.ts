import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { attribute, deployed, type Given, mistake, ref, resource, sub, templated } from './templated.js'

type Parts = Readonly<Record<string, object>>

/** What the description of an API is, where the template has this for it. */
async function described(value: unknown, parts: Parts = {}, given: Given = {}) {
  const { Resources = {}, ...more } = parts
  const Api = resource('RestApi', { Name: 'shop', Description: value })
  const { sandbox, http, restApiId } = await templated({ Resources: { Api, ...Resources }, ...more }, given)
  const answer = await http(`GET /restapis/${restApiId}`)
  const { description }: { readonly description?: string } = Object(await answer.json())
  return { description, notes: sandbox.notes }
}

const wrongly = (value: unknown, parts: Parts = {}, given: Given = {}) => {
  const { Resources = {}, ...more } = parts
  return mistake(
    { Resources: { Api: resource('RestApi', { Name: 'shop', Description: value }), ...Resources }, ...more },
    given,
  )
}

const PLACE = 'Resources.Api.Properties.Description'

describe('the functions of a template', () => {
  it.each<[unknown, string | undefined]>([
    [{ 'Fn::Join': ['-', ['a', 1, true, { Ref: 'AWS::Region' }]] }, 'a-1-true-us-east-1'],
    [{ 'Fn::Sub': 'plain' }, 'plain'],
    [
      sub('<AWS::AccountId>/<!Literal>/<Role.Arn>/<Role>'),
      `000000000000/\${Literal}/arn:aws:iam::000000000000:role/Role/Role`,
    ],
    [{ 'Fn::Sub': [sub('<x>:<AWS::Partition>')['Fn::Sub'], { x: { 'Fn::Join': ['', ['y']] } }] }, 'y:aws'],
    [{ 'Fn::Select': [1, { 'Fn::Split': [':', attribute('Role', 'Arn')] }] }, 'aws'],
    [{ 'Fn::Select': ['0', ['first', 'second']] }, 'first'],
    [{ 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'name'] }, 'mapped'],
    [{ 'Fn::FindInMap': ['Map', 'nowhere', 'name', { DefaultValue: 'default' }] }, 'default'],
    [{ 'Fn::Base64': 'text' }, 'dGV4dA=='],
    [{ 'Fn::ToJsonString': { a: ref('Role') } }, '{"a":"Role"}'],
    [{ 'Fn::Join': ['', [{ 'Fn::Length': ['a', 'b'] }]] }, '2'],
    [{ 'Fn::If': ['Yes', 'then', { Ref: 'Nothing' }] }, 'then'],
    [{ 'Fn::If': ['No', 'then', 'otherwise'] }, 'otherwise'],
    [{ 'Fn::If': ['No', 'then', ref('AWS::NoValue')] }, undefined],
    [{ 'Fn::If': ['Both', 'then', 'otherwise'] }, 'otherwise'],
    [{ 'Fn::If': ['Either', 'then', 'otherwise'] }, 'then'],
  ])('A174 %j gives its value', async (value, expected) => {
    const equals = (left: unknown, right: unknown) => ({ 'Fn::Equals': [left, right] })
    const { description } = await described(value, {
      Mappings: { Map: { 'us-east-1': { name: 'mapped' } } },
      Conditions: {
        Yes: equals(ref('AWS::Region'), 'us-east-1'),
        No: { 'Fn::Not': [{ Condition: 'Yes' }] },
        Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
        Either: { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes' }, equals(1, '2')] },
      },
      Resources: { Role: resource('AWS::IAM::Role') },
    })
    expect(description).toBe(expected)
  })

  it('A174 read YAML in its short forms, and leave out what no condition wants', async () => {
    const text = stringify({ Resources: { ...deployed() } }).replace(
      'StageName: prod',
      "StageName: !If [Wanted, !Join ['', [pr, od]], other]\n      Description: !Sub\n        - '" +
        sub('<x><AWS::Region>')['Fn::Sub'] +
        "'\n        - { x: !Select [1, !Split ['-', a-b]] }",
    )
    const conditions =
      "Conditions:\n  Wanted: !And [!Not [!Equals [a, b]], !Equals ['1', 1]]\n  Unwanted: !Not [!Condition Wanted]"
    const unwanted =
      '  Gone:\n    Type: AWS::ApiGateway::ApiKey\n    Condition: Unwanted\n    Properties: { Nothing: 1 }'
    const { sandbox, http, restApiId } = await templated(`${conditions}\n${text}${unwanted}`)
    expect(sandbox.apis).toMatchObject([{ stages: [{ name: 'prod' }] }])
    const stage = await (await http(`GET /restapis/${restApiId}/stages/prod`)).json()
    expect(stage).toMatchObject({ description: 'bus-east-1' })
  })

  it.each<[string, unknown, string]>([
    ['an unknown function', { 'Fn::Foo': 1 }, `${PLACE}: Fn::Foo is not emulated`],
    [
      'a macro',
      { 'Fn::Transform': { Name: 'AWS::Include' } },
      `${PLACE}.Fn::Transform: the macro AWS::Include is not run: put what it gives into the template`,
    ],
    ['a name of nothing', ref('Nowhere'), `${PLACE}.Ref: there is no resource or parameter Nowhere`],
    ['an attribute of nothing', attribute('Api', 'Arn'), `${PLACE}.Fn::GetAtt: circular dependency between Api`],
    ['a condition of nothing', { 'Fn::If': ['Nowhere', 1, 2] }, `${PLACE}.Fn::If: there is no condition Nowhere`],
    [
      'a mapping of nothing',
      { 'Fn::FindInMap': ['Nowhere', 'a', 'b'] },
      `${PLACE}.Fn::FindInMap: there is no mapping Nowhere`,
    ],
    ['a choice too far', { 'Fn::Select': [2, ['a', 'b']] }, `${PLACE}.Fn::Select: cannot select index 2 of 2`],
    ['a list as text', { 'Fn::Sub': ['a'] }, ''],
    ['a function beside others', { 'Fn::Sub': 'a', other: 1 }, `${PLACE}: Fn::Sub has to stand alone`],
    ['an object as text', { a: 1 }, `${PLACE}: is not a text`],
  ])('A174 refuse %s with its place', async (_, value, expected) => {
    if (expected === '') expect((await described(value)).description).toBe('a')
    else expect(await wrongly(value)).toBe(expected)
  })

  it('A174 refuse circles, attributes that there are not, and resources that are not made', async () => {
    const role = (other: string) => resource('AWS::IAM::Role', { RoleName: ref(other) })
    const circle = { Resources: { One: role('Two'), Two: role('One') } }
    expect(await wrongly(ref('One'), circle)).toBe(
      'Resources.Two.Properties.RoleName.Ref: circular dependency between Api, One, Two',
    )
    expect(await wrongly(attribute('Other', 'Arn'), { Resources: { Other: resource('RestApi', { Name: 'o' }) } })).toBe(
      `${PLACE}.Fn::GetAtt: AWS::ApiGateway::RestApi has no attribute Arn`,
    )
    const Conditions = { No: { 'Fn::Equals': ['a', 'b'] }, Loop: { 'Fn::Not': [{ Condition: 'Loop' }] } }
    const Gone = resource('AWS::IAM::Role', {}, { Condition: 'No' })
    expect(await wrongly(ref('Gone'), { Conditions, Resources: { Gone } })).toBe(
      `${PLACE}.Ref: Gone is not made, as its condition does not hold`,
    )
    expect(await wrongly({ 'Fn::If': ['Loop', 1, 2] }, { Conditions })).toBe(
      'Conditions.Loop.Fn::Not[0]: the condition Loop depends on itself',
    )
    expect(await wrongly('d', { Resources: { Gone: resource('AWS::IAM::Role', {}, { Condition: 'What' }) } })).toBe(
      'Resources.Gone.Condition: there is no condition What',
    )
    expect(await mistake({ Transform: ['Own'], Resources: {} })).toBe('Transform: the macro Own is not run')
  })

  it('A174 put any texts together and take them apart again', async () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,9}$/)
    const word = fc.string({ maxLength: 12 }).filter((text) => !/[$:]/.test(text))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, word), { minLength: 1, maxLength: 5 }), async (pairs) => {
        const values = Object.fromEntries(pairs)
        const [names, words] = [Object.keys(values), Object.values(values)]
        const text = names.map((one) => `<${one}>`).join(':')
        const put = { 'Fn::Sub': [sub(text)['Fn::Sub'], values] }
        const joined = { 'Fn::Join': [':', { 'Fn::Split': [':', put] }] }
        const picked = names.map((_, index) => ({ 'Fn::Select': [index, { 'Fn::Split': [':', joined] }] }))
        const { description } = await described({ 'Fn::Join': ['', ['=', { 'Fn::Join': [':', picked] }]] })
        expect(description).toBe(`=${words.join(':')}`)
      }),
      { numRuns: 30 },
    )
  })
})

describe("a template's parameters", () => {
  const Parameters = {
    Plain: { Type: 'String' },
    Chosen: { Type: 'String', Default: 'a', AllowedValues: ['a', 'b'] },
    Count: { Type: 'Number', Default: 3 },
    Names: { Type: 'CommaDelimitedList', Default: 'x, y' },
    Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/path' },
  }

  it('A175 have their default or what is given', async () => {
    const value = sub('<Chosen>/<Count>/<Names>/<AWS::StackName>')
    expect(await described(value, { Parameters })).toEqual({ description: 'a/3/x,y/stack', notes: [] })
    const parameters = { Chosen: 'b', Count: '4', Names: 'z', 'AWS::StackName': 'shop' }
    expect((await described(value, { Parameters }, { parameters })).description).toBe('b/4/z/shop')
    expect((await described({ 'Fn::Select': [1, ref('Names')] }, { Parameters })).description).toBe('y')
    expect(await described(ref('Stored'), { Parameters })).toEqual({
      description: '/path',
      notes: ['the parameter Stored is not read from SSM: its name stands for its value'],
    })
  })

  it('A175 are refused where they have no value, one that is not allowed, or no place', async () => {
    const refused = (value: unknown, parameters = {}) => wrongly(value, { Parameters }, { parameters })
    expect(await refused(ref('Plain'))).toBe(`Parameters.Plain: has no value, which ${PLACE}.Ref asks for`)
    expect(await refused('d', { Chosen: 'c' })).toBe('Parameters.Chosen: "c" is not one of a, b')
    expect(await refused('d', { Count: 'many' })).toBe('Parameters.Count: "many" is not a number')
    expect(await refused('d', { Other: '1' })).toBe('Parameters.Other: the template has no such parameter')
    expect(await refused('d', { 'AWS::Region': 'eu-west-1' })).toBe(
      'Parameters.AWS::Region: the template has no such parameter',
    )
  })
})

describe('what is not in a template', () => {
  it.each<[unknown, string, string]>([
    [attribute('Fn', 'Arn'), 'arn:aws:lambda:us-east-1:000000000000:function:fn', ''],
    [ref('Version'), 'arn:aws:lambda:us-east-1:000000000000:function:fn:1', ''],
    [attribute('Pool', 'Arn'), 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Pool', ''],
    [attribute('Table', 'Arn'), 'arn:aws:dynamodb:us-east-1:000000000000:Table', ''],
    [ref('Bucket'), 'bucket', ''],
    [attribute('Bucket', 'DomainName'), 'bucket.invalid', 'made-up values stand for the attributes Bucket.DomainName'],
    [
      attribute('Stack', 'Outputs.Url'),
      'https://stack.invalid',
      'made-up values stand for the attributes Stack.Outputs.Url',
    ],
    [{ 'Fn::ImportValue': 'other:Id' }, 'other-Id', 'made-up values stand for the imports other:Id'],
  ])('A176 %j is made up as %s', async (value, expected, note) => {
    const { description, notes } = await described(value, {
      Resources: {
        Fn: resource('AWS::Lambda::Function', { FunctionName: 'fn' }),
        Version: resource('AWS::Lambda::Version', { FunctionName: ref('Fn') }),
        Pool: resource('AWS::Cognito::UserPool'),
        Table: resource('AWS::DynamoDB::Table'),
        Bucket: resource('AWS::S3::Bucket', { BucketName: 'bucket' }),
        Stack: resource('AWS::CloudFormation::Stack'),
      },
    })
    expect(description).toBe(expected)
    expect(notes.filter((line) => line.startsWith('made-up'))).toEqual(note === '' ? [] : [note])
  })
})
