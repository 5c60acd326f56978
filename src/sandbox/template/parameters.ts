import { partitionOf } from '../iam/arn.js'
import type { Account } from '../world/lambda.js'
import type { TemplateParameter } from './document.js'
import { textAt, wrong } from './intrinsics/scope.js'
import { orMeant } from './nearest.js'

/** That of pseudo parameters which a caller may choose. */
const STACK_NAME = 'AWS::StackName'
const STACK = 'stack'

export interface Parameters {
  readonly stackName: string
  has(name: string): boolean
  /** Those that the template declares. */
  readonly names: Iterable<string>
  /** Throws an Error where it has no value. */
  valueOf(name: string, at: string): unknown
}

/** The values of a template's parameters and pseudo parameters. Throws an Error for a value that is not allowed. */
export function parametersOf(
  declared: ReadonlyMap<string, TemplateParameter>,
  given: ReadonlyMap<string, string>,
  account: Account,
  warn: (text: string) => void,
): Parameters {
  for (const [name, value] of given) {
    const parameter = declared.get(name)
    if (parameter) checkAllowed(name, parameter, value)
    else if (name !== STACK_NAME) {
      throw wrong(`Parameters.${name}`, `the template has no such parameter${orMeant(name, declared.keys())}`)
    }
  }
  const stackName = given.get(STACK_NAME) ?? STACK
  const pseudo = pseudoParameters(account, stackName)
  return {
    stackName,
    names: [...declared.keys()],
    has: (name) => pseudo.has(name) || declared.has(name),
    valueOf(name, at) {
      const parameter = declared.get(name)
      if (!parameter) return pseudo.get(name)
      const value = given.get(name) ?? parameter.Default
      if (value === undefined) throw wrong(`Parameters.${name}`, `has no value, which ${at} asks for`)
      if (!given.has(name)) checkAllowed(name, parameter, String(value))
      if (isStored(parameter) && !given.has(name)) {
        warn(`the parameter ${name} is not read from SSM: its name stands for its value`)
      }
      return typed(parameter, String(value))
    },
  }
}

function checkAllowed(name: string, { Type, AllowedValues }: TemplateParameter, value: string): void {
  const at = `Parameters.${name}`
  if (AllowedValues && !AllowedValues.map(String).includes(value)) {
    throw wrong(at, `"${value}" is not one of ${AllowedValues.map((one) => textAt(one, at)).join(', ')}`)
  }
  if (Type === 'Number' && (value.trim() === '' || Number.isNaN(Number(value)))) {
    throw wrong(at, `"${value}" is not a number`)
  }
}

function isStored({ Type }: TemplateParameter): boolean {
  return Type.startsWith('AWS::SSM::Parameter::Value<')
}

function typed({ Type }: TemplateParameter, value: string): unknown {
  const isList = Type === 'CommaDelimitedList' || /List<[^>]*>/.test(Type)
  return isList ? value.split(',').map((item) => item.trim()) : value
}

function pseudoParameters({ accountId, region }: Account, stackName: string): ReadonlyMap<string, unknown> {
  const partition = partitionOf(region)
  return new Map<string, unknown>([
    ['AWS::AccountId', accountId],
    ['AWS::Region', region],
    ['AWS::Partition', partition],
    ['AWS::URLSuffix', partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'],
    [STACK_NAME, stackName],
    ['AWS::StackId', `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/sandbox`],
    ['AWS::NotificationARNs', []],
  ])
}
