import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec'
import { describe, expect, it } from 'vitest'
import { HANDLERS } from '../../../src/sandbox/template/resources/handlers.js'
import type { Fields } from '../../../src/sandbox/template/resources/shape.js'

const spec = await loadAwsServiceSpec()
const types = spec
  .all('resource')
  .filter(({ cloudFormationType }) => cloudFormationType.startsWith('AWS::ApiGateway::'))

type Properties = (typeof types)[number]['properties']
type PropertyType = Properties[string]['type']

/** The names of a type's properties with those of what is in them: `Quota.Limit`. */
function namesIn(properties: Properties, before = ''): readonly string[] {
  return Object.entries(properties).flatMap(([name, { type }]) => inside(type, `${before}${name}`))
}

function inside(type: PropertyType, name: string): readonly string[] {
  if (type.type === 'array' || type.type === 'map') return inside(type.element, name)
  if (type.type !== 'ref') return [name]
  return namesIn(spec.get('typeDefinition', type.reference.$ref).properties, `${name}.`)
}

function fieldsIn(fields: Fields, before = ''): readonly string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    let shape = typeof field === 'object' && 'as' in field ? field.shape : field
    while (typeof shape === 'object' && !('fields' in shape)) shape = 'list' in shape ? shape.list : shape.map
    return typeof shape === 'object' ? fieldsIn(shape.fields, `${before}${name}.`) : [before + name]
  })
}

/** What is told apart where it is refused as a whole, or has more forms in the specification. */
const ELSEWHERE = /^(?:BodyS3Location|Tags|StageDescription\.Tags)/

describe("CloudFormation's specification", () => {
  it('A171 has the types that are made, and three more of API Gateway', () => {
    const known = types.map(({ cloudFormationType }) => cloudFormationType)
    const others = ['BasePathMappingV2', 'DomainNameAccessAssociation', 'DomainNameV2']
    expect(new Set(known)).toEqual(
      new Set([...Object.keys(HANDLERS), ...others.map((name) => `AWS::ApiGateway::${name}`)]),
    )
  })

  it.each(Object.keys(HANDLERS))('A171 has the properties of %s that are known', (name) => {
    const type = types.find(({ cloudFormationType }) => cloudFormationType === name)
    const known = (names: readonly string[]) => new Set(names.filter((one) => !ELSEWHERE.test(one)))
    expect(known(fieldsIn(HANDLERS[name]?.fields ?? {}))).toEqual(known(namesIn(type?.properties ?? {})))
  })
})
