import { member } from './reference.js'

/** Examples are somebody's own. */
const KEPT = new Set(['example', 'examples'])

/**
 * Puts texts in the place of CloudFormation's functions, wherever they stand. A condition is taken to hold, and what has
 * no value is left out.
 */
export function withTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTexts).filter((item) => item !== undefined)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value)
  const [[name, given] = ['', undefined], ...more] = members
  if (more.length === 0 && name === 'Fn::If' && Array.isArray(given)) return withTexts(given[1])
  if (more.length === 0 && name === 'Ref' && given === 'AWS::NoValue') return undefined
  const text = textOf(value)
  if (text !== null) return text
  return Object.fromEntries(
    members
      .map(([key, item]): [string, unknown] => [key, KEPT.has(key) ? item : withTexts(item)])
      .filter(([, item]) => item !== undefined),
  )
}

/**
 * A text, or that of a CloudFormation function which nobody has resolved: of `{"Fn::Sub": "arn:${x}"}` it is `arn:${x}`, of
 * `{"Ref": "x"}` it is `${x}`. Null where there is none.
 */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return null
  const sub: unknown = member(value, 'Fn::Sub')
  if (sub !== undefined) return textOf(Array.isArray(sub) ? sub[0] : sub)
  const named: unknown = member(value, 'Fn::GetAtt') ?? member(value, 'Fn::FindInMap')
  if (named !== undefined) return `\${${Array.isArray(named) ? named.map(nameIn).join('.') : String(named)}}`
  const join: unknown = member(value, 'Fn::Join')
  if (Array.isArray(join)) return joined(join)
  const select: unknown = member(value, 'Fn::Select')
  if (Array.isArray(select)) return textOf(member(select[1], String(select[0])))
  const name = textOf(member(value, 'Ref') ?? member(value, 'Fn::ImportValue'))
  return name === null ? null : `\${${name}}`
}

function nameIn(part: unknown): string {
  return textOf(part)?.replace(/^\$\{(.*)\}$/, '$1') ?? ''
}

function joined([separator, parts]: readonly unknown[]): string | null {
  if (typeof separator !== 'string' || !Array.isArray(parts)) return null
  const texts = parts.map(textOf)
  return texts.includes(null) ? null : texts.join(separator)
}

/** Something that a deployment has yet to fill in stands in the text. Stage variables are filled in at each call. */
export function hasGap(text: string): boolean {
  return /\$\{(?!stageVariables\.)/.test(text)
}

/** What stands in the place of an ARN. One with a gap further on may still name a function. */
export function isUnfilledArn(text: string): boolean {
  return hasGap(text) && !text.startsWith('arn:')
}
