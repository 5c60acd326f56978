import type { APIGatewayClient } from '@aws-sdk/client-api-gateway'
import { HANDLERS } from './handlers.js'

export type Properties = Readonly<Record<string, unknown>>

export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>
}

interface TemplateResource {
  readonly Type: string
  readonly Properties?: Properties
  readonly DependsOn?: string | readonly string[]
}

export interface Created {
  /** What `Ref` of it is. */
  readonly id: string
  readonly attributes?: Readonly<Record<string, string>>
}

export interface Handler {
  readonly create: (gateway: APIGatewayClient, properties: Properties) => Promise<Created>
  readonly update?: (gateway: APIGatewayClient, id: string, now: Properties, before: Properties) => Promise<unknown>
  readonly delete: (gateway: APIGatewayClient, id: string, properties: Properties) => Promise<unknown>
}

interface Deployed extends Created {
  readonly type: string
  readonly properties: Properties
}

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Region': 'us-east-1',
  'AWS::AccountId': '000000000000',
  'AWS::Partition': 'aws',
  'AWS::StackName': 'stack',
  'AWS::StackId': 'stack',
  'AWS::URLSuffix': 'amazonaws.com',
}

/** Deploys templates as CloudFormation does: in the order of what refers to what, and back in the other one. */
export function stackOn(gateway: APIGatewayClient) {
  const stack = new Map<string, Deployed>()
  const deployed = (name: string): Deployed => {
    const found = stack.get(name)
    if (!found) throw new Error(`nothing is deployed under ${name}`)
    return found
  }
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve).filter((one) => one !== undefined)
    if (typeof value !== 'object' || value === null) return value
    const [[name, of] = [''], ...more] = Object.entries(value)
    if (more.length === 0 && name === 'Ref') return of === 'AWS::NoValue' ? undefined : referred(String(of))
    if (more.length === 0 && name === 'Fn::GetAtt') return attribute(String(of).split(/[.,]/))
    if (more.length === 0 && name === 'Fn::Sub') return substituted(String(of))
    if (more.length === 0 && name === 'Fn::Join' && Array.isArray(of)) {
      return of[1].map(resolve).join(of[0])
    }
    const resolved = Object.entries(value).map(([key, inner]) => [key, resolve(inner)] as const)
    return Object.fromEntries(resolved.filter(([, inner]) => inner !== undefined))
  }
  const referred = (name: string) => PSEUDO[name] ?? deployed(name).id
  const attribute = ([name = '', key = '']: readonly string[]) => deployed(name).attributes?.[key] ?? key
  const substituted = (text: string) =>
    text.replace(/\$\{([^}]+)\}/g, (_, name: string) =>
      name.includes('.') ? attribute(name.split('.')) : referred(name),
    )
  const handlerOf = (type: string) => HANDLERS[type]

  return {
    physical: (name: string) => deployed(name).id,
    async deploy({ Resources }: Template): Promise<void> {
      for (const name of ordered(Resources)) {
        const { Type: type, Properties: raw = {} } = Resources[name] ?? { Type: 'none' }
        const properties: Properties = Object(resolve(raw))
        const before = stack.get(name)
        if (before) {
          await handlerOf(type)?.update?.(gateway, before.id, properties, before.properties)
          stack.set(name, { ...before, properties })
        } else {
          // Of other services nothing is made; the one that is referred to here is a role.
          const arn = `arn:aws:iam::000000000000:role/${name}`
          const created = (await handlerOf(type)?.create(gateway, properties)) ?? {
            id: name,
            attributes: { Arn: arn },
          }
          stack.set(name, { ...created, type, properties })
        }
      }
    },
    async destroy(): Promise<void> {
      for (const [name, { id, type, properties }] of [...stack].reverse()) {
        await handlerOf(type)?.delete(gateway, id, properties)
        stack.delete(name)
      }
    },
  }
}

/** Each behind what it refers to. */
function ordered(resources: Template['Resources']): readonly string[] {
  const done: string[] = []
  const visit = (name: string): void => {
    const resource = resources[name]
    if (!resource || done.includes(name)) return
    const text = JSON.stringify(resource)
    const named = Object.keys(resources).filter((other) => other !== name && new RegExp(`["{]${other}["}.]`).test(text))
    for (const other of named) visit(other)
    done.push(name)
  }
  for (const name of Object.keys(resources)) visit(name)
  return done
}
