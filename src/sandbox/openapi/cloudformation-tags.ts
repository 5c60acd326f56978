import { type CollectionTag, Scalar, type ScalarTag } from 'yaml'

const FUNCTIONS = [
  ...['Ref', 'Sub', 'GetAtt', 'Join', 'ImportValue', 'Select', 'FindInMap', 'If', 'Split', 'Base64', 'Transform'],
  ...['Equals', 'And', 'Or', 'Not', 'Condition', 'Cidr', 'GetAZs', 'Length', 'ToJsonString'],
]

/** Those that have the same name in both forms. */
const PLAIN = ['Ref', 'Condition']

/** The short forms of CloudFormation's functions mean the long ones: `!Sub x` is `{"Fn::Sub": "x"}`. */
export const CLOUDFORMATION_TAGS: readonly (ScalarTag | CollectionTag)[] = FUNCTIONS.flatMap((name) => {
  const tag = `!${name}`
  const long = (value: unknown) => ({ [PLAIN.includes(name) ? name : `Fn::${name}`]: value })
  const collection = (kind: 'seq' | 'map'): CollectionTag => ({
    tag,
    collection: kind,
    resolve: (node) => new Scalar(long(node.toJSON())),
  })
  return [{ tag, resolve: (text) => long(text) }, collection('seq'), collection('map')]
})
