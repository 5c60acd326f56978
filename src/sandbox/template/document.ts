import * as z from 'zod/mini'
import { checkJson, parseJson } from '../http/json.js'
import { parseText } from '../openapi/document.js'

const ANY = z.record(z.string(), z.unknown())
const NAMES = z.union([z.string(), z.array(z.string())])

const RESOURCE = z.looseObject({
  Type: z.string(),
  Properties: z.optional(z.nullable(ANY)),
  DependsOn: z.optional(NAMES),
  Condition: z.optional(z.string()),
  Metadata: z.optional(z.nullable(ANY)),
})

const PARAMETER = z.looseObject({
  Type: z.string(),
  Default: z.optional(z.union([z.string(), z.number(), z.boolean()])),
  AllowedValues: z.optional(z.array(z.union([z.string(), z.number(), z.boolean()]))),
})

const TEMPLATE = z.strictObject({
  AWSTemplateFormatVersion: z.optional(z.unknown()),
  Description: z.optional(z.unknown()),
  Metadata: z.optional(z.unknown()),
  Parameters: z.optional(z.nullable(z.record(z.string(), PARAMETER))),
  Rules: z.optional(z.unknown()),
  Mappings: z.optional(z.nullable(z.record(z.string(), z.record(z.string(), ANY)))),
  Conditions: z.optional(z.nullable(ANY)),
  Transform: z.optional(z.unknown()),
  Globals: z.optional(z.nullable(z.record(z.string(), z.nullable(ANY)))),
  Resources: z.record(z.string(), RESOURCE),
  Outputs: z.optional(z.unknown()),
  Hooks: z.optional(z.unknown()),
})

export type Json = Readonly<Record<string, unknown>>
export type TemplateParameter = z.infer<typeof PARAMETER>

export interface TemplateResource {
  readonly type: string
  readonly properties: Json
  readonly dependsOn: readonly string[]
  readonly condition: string | null
  /** The path of the construct that CDK made it for, such as `Shop/Handler/Resource`. */
  readonly cdkPath: string | null
  /** Made by SAM, and named by nobody. */
  readonly isGenerated?: boolean
}

export interface Template {
  readonly transforms: readonly unknown[]
  readonly parameters: ReadonlyMap<string, TemplateParameter>
  readonly mappings: ReadonlyMap<string, Json>
  readonly conditions: ReadonlyMap<string, unknown>
  readonly globals: Json
  readonly resources: ReadonlyMap<string, TemplateResource>
  /** What SAM lets `Ref: Api.Stage` mean. */
  readonly generated: ReadonlyMap<string, string>
}

const SERVERLESS =
  'not a CloudFormation template, but a serverless.yml: run "serverless package", and give ' +
  '.serverless/cloudformation-template-update-stack.json'

function isServerless(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'service' in json && 'provider' in json
}

/** Deeper than any template is, and less deep than a call stack. */
const MOST_LEVELS = 100

/** Reads a CloudFormation or SAM template in JSON or YAML. Throws an Error that says where it is wrong and why. */
export function parseTemplate(text: string): Template {
  // What writes templates writes JSON, which is read much faster as such.
  const json = parseJson(text) ?? parseText(text)
  checkDepth(json, 0)
  if (isServerless(json)) throw new Error(SERVERLESS)
  const { value, problem } = checkJson(TEMPLATE, json, 'template')
  if (problem !== null) throw new Error(`not a CloudFormation template: ${problem}`)
  return {
    transforms: [value.Transform ?? []].flat(),
    parameters: mapOf(value.Parameters),
    mappings: mapOf(value.Mappings),
    conditions: mapOf(value.Conditions),
    globals: value.Globals ?? {},
    generated: new Map(),
    resources: new Map(Object.entries(value.Resources).map(([name, resource]) => [name, resourceOf(resource)])),
  }
}

function resourceOf({ Type, Properties, DependsOn, Condition, Metadata }: z.infer<typeof RESOURCE>): TemplateResource {
  const path = Metadata?.['aws:cdk:path']
  return {
    type: Type,
    properties: Properties ?? {},
    dependsOn: [DependsOn ?? []].flat(),
    condition: Condition ?? null,
    cdkPath: typeof path === 'string' ? path : null,
  }
}

function mapOf<T>(record: Readonly<Record<string, T>> | null | undefined): ReadonlyMap<string, T> {
  return new Map(Object.entries(record ?? {}))
}

/** YAML's anchors can make a value that contains itself. */
function checkDepth(value: unknown, level: number): void {
  if (typeof value !== 'object' || value === null) return
  if (level > MOST_LEVELS) throw new Error('not a CloudFormation template: it is nested too deeply')
  for (const inner of Object.values(value)) checkDepth(inner, level + 1)
}
