import { member } from './reference.js'

/**
 * A text, or that of a CloudFormation function which nobody has resolved: of `{"Fn::Sub": "arn:${x}"}` it is `arn:${x}`, of
 * `{"Ref": "x"}` it is `${x}`. Null where there is none.
 */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return null
  const sub: unknown = member(value, 'Fn::Sub')
  if (sub !== undefined) return textOf(Array.isArray(sub) ? sub[0] : sub)
  const attribute: unknown = member(value, 'Fn::GetAtt')
  if (attribute !== undefined) {
    return `\${${Array.isArray(attribute) ? attribute.join('.') : String(attribute)}}`
  }
  const join: unknown = member(value, 'Fn::Join')
  if (Array.isArray(join)) return joined(join)
  const name = textOf(member(value, 'Ref') ?? member(value, 'Fn::ImportValue'))
  return name === null ? null : `\${${name}}`
}

function joined([separator, parts]: readonly unknown[]): string | null {
  if (typeof separator !== 'string' || !Array.isArray(parts)) return null
  const texts = parts.map(textOf)
  return texts.includes(null) ? null : texts.join(separator)
}
