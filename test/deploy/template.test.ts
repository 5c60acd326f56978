import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { ROOT } from '../support/program.js'

type Spec = Awaited<ReturnType<typeof loadAwsServiceSpec>>
interface Property {
  readonly required?: boolean
  readonly type: Type
}
type Properties = Readonly<Record<string, Property>>
type Type = {
  readonly type: string
  readonly reference?: unknown
  readonly element?: Type
  readonly types?: readonly Type[]
}
interface Statement {
  readonly Sid?: string
  readonly Effect: string
  readonly Action: string | readonly string[]
  readonly Resource: unknown
}
interface Resource {
  readonly Type: string
  readonly Properties: Readonly<Record<string, unknown>>
}

const TEMPLATE = parse(readFileSync(join(ROOT, 'deploy/template.yaml'), 'utf8'))
const RESOURCES: Readonly<Record<string, Resource>> = TEMPLATE.Resources

let spec: Spec
beforeAll(async () => {
  spec = await loadAwsServiceSpec()
})

/** What AWS's specification of the resource does not know or misses. */
function faultsOf({ Type: type, Properties: given }: Resource): readonly string[] {
  const [known] = [...spec.lookup('resource', 'cloudFormationType', 'equals', type)]
  return known ? faultsIn(given, known.properties as unknown as Properties, type) : [`${type} is unknown`]
}

function faultsIn(given: object, known: Properties, place: string): readonly string[] {
  const missing = Object.keys(known).filter((name) => known[name]?.required && !Object.hasOwn(given, name))
  const wrong = Object.entries(given).flatMap(([name, value]) => {
    const property = known[name]
    return property ? faultsOfValue(value, property.type, `${place}.${name}`) : [`${place}.${name} is unknown`]
  })
  return [...missing.map((name) => `${place}.${name} is missing`), ...wrong]
}

function faultsOfValue(value: unknown, type: Type, place: string): readonly string[] {
  if (isIntrinsic(value)) return []
  if (type.type === 'ref') {
    const { properties } = spec.get('typeDefinition', type.reference as never)
    return isObject(value) ? faultsIn(value, properties as unknown as Properties, place) : [`${place}: no object`]
  }
  if (type.type === 'array') {
    const { element } = type
    if (!Array.isArray(value) || !element) return [`${place}: no list`]
    return value.flatMap((one) => faultsOfValue(one, element, place))
  }
  if (['string', 'integer', 'number', 'boolean'].includes(type.type)) {
    const expected = type.type === 'integer' ? 'number' : type.type
    return typeof value === expected ? [] : [`${place}: not a ${type.type}`]
  }
  return []
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const isIntrinsic = (value: unknown) =>
  isObject(value) && Object.keys(value).length === 1 && /^(Ref|Fn::\w+)$/.test(Object.keys(value)[0] ?? '')

/** The names that Ref, Fn::GetAtt and Fn::Sub mean. */
function namedIn(value: unknown): readonly string[] {
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [inner as string]
    if (key === 'Fn::GetAtt') return [(inner as string[]).join('.')]
    if (key === 'Fn::Sub') return Array.from((inner as string).matchAll(/\$\{([^}]+)\}/g), ([, name = '']) => name)
    return namedIn(inner)
  })
}

/** The statements of a role, with the text that `Fn::Sub` has. */
function statementsOf(role: string): ReadonlyMap<string, Statement> {
  const own = (RESOURCES[role]?.Properties.Policies ?? []) as readonly { PolicyDocument: never }[]
  const attached = Object.values(RESOURCES).filter(
    ({ Type, Properties: { Roles } }) =>
      Type === 'AWS::IAM::Policy' && JSON.stringify(Roles) === JSON.stringify([{ Ref: role }]),
  )
  const documents = [...own, ...attached.map(({ Properties }) => Properties as { PolicyDocument: never })]
  const statements = documents.flatMap(
    ({ PolicyDocument: { Statement } }: { PolicyDocument: { Statement: readonly Statement[] } }) => Statement,
  )
  return new Map(statements.map((statement) => [statement.Sid ?? '', statement]))
}

const actionsOf = (statements: ReadonlyMap<string, Statement>) =>
  [...statements.values()].flatMap(({ Action }) => Action).sort()

describe('the template', () => {
  it('has what the specification of each resource knows, and all that it requires', () => {
    expect(Object.values(RESOURCES).flatMap(faultsOf)).toEqual([])
  })

  it('is checked to the last property', () => {
    const { Type, Properties } = RESOURCES.Function as Resource
    const broken = { ...Properties, Code: { Image: 'x' }, Timeout: '900', Role: undefined, Colour: 'red' }
    expect(faultsOf({ Type, Properties: JSON.parse(JSON.stringify(broken)) })).toEqual([
      'AWS::Lambda::Function.Role is missing',
      'AWS::Lambda::Function.Code.Image is unknown',
      'AWS::Lambda::Function.Timeout: not a integer',
      'AWS::Lambda::Function.Colour is unknown',
    ])
  })

  it('names nothing that is not there', () => {
    const attributes = Object.entries(RESOURCES).flatMap(([name, { Type }]) => {
      const [known] = [...spec.lookup('resource', 'cloudFormationType', 'equals', Type)]
      return Object.keys(known?.attributes ?? {}).map((attribute) => `${name}.${attribute}`)
    })
    const known = new Set([...Object.keys(TEMPLATE.Parameters), ...Object.keys(RESOURCES), ...attributes])
    const named = namedIn({ RESOURCES, outputs: TEMPLATE.Outputs })

    expect(named.length).toBeGreaterThan(20)
    expect(named.filter((name) => !known.has(name) && !name.startsWith('AWS::'))).toEqual([])
  })

  it('fills each place of the definition that is left open', () => {
    const definition = readFileSync(join(ROOT, 'deploy/map.asl.json'), 'utf8')
    const open = new Set(Array.from(definition.matchAll(/\$\{(\w+)\}/g), ([, name]) => name))

    expect(new Set(Object.keys(RESOURCES.Map?.Properties.DefinitionSubstitutions ?? {}))).toEqual(open)
  })

  it('gives a run the fifteen minutes that a function has, and the state a little more', () => {
    const definition = JSON.parse(readFileSync(join(ROOT, 'deploy/map.asl.json'), 'utf8'))
    const { TimeoutSeconds } = definition.States.EachAccountAndRegion.ItemProcessor.States.Work

    expect(RESOURCES.Function?.Properties).toMatchObject({ PackageType: 'Image', Timeout: 900 })
    expect(TimeoutSeconds).toBeGreaterThan(900)
  })

  it('lets the map start, follow and redrive the executions of its items, and no others', () => {
    const statements = statementsOf('MapRole')

    expect(actionsOf(statements)).toEqual([
      'lambda:InvokeFunction',
      's3:AbortMultipartUpload',
      's3:GetObject',
      's3:GetObject',
      's3:ListMultipartUploadParts',
      's3:PutObject',
      'states:DescribeExecution',
      'states:RedriveExecution',
      'states:StartExecution',
      'states:StopExecution',
    ])
    expect(statements.get('StartItems')?.Resource).toEqual({ Ref: 'Map' })
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation fills them in.
    const execution = 'arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${Map.Name}'
    expect(statements.get('FollowItems')?.Resource).toEqual([
      { 'Fn::Sub': `${execution}:*` },
      { 'Fn::Sub': `${execution}/*` },
    ])
  })

  it('lets the function enter the one role of each account, and write no more than its results', () => {
    const statements = statementsOf('FunctionRole')

    expect(actionsOf(statements)).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
      'sts:AssumeRole',
    ])
    expect(statements.get('EnterAccounts')?.Resource).toEqual({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation fills them in.
      'Fn::Sub': 'arn:${AWS::Partition}:iam::*:role/${RoleName}',
    })
  })

  it('allows nothing on everything', () => {
    const text = JSON.stringify(TEMPLATE)
    expect(text).not.toMatch(/"Resource":"\*"|"Action":"[^"]*\*/)
  })
})

describe('the image', () => {
  it('runs as a user without rights', () => {
    const text = readFileSync(join(ROOT, 'deploy/Dockerfile'), 'utf8')
    const users = Array.from(text.matchAll(/^USER (.+)$/gm), ([, user]) => user)
    expect(users).toEqual(['65534:65534'])
    expect(text.indexOf('USER')).toBeGreaterThan(text.lastIndexOf('RUN'))
  })
})
