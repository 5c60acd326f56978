import { Document, isMap, isPair, isScalar, Scalar, visit } from 'yaml'
import type { Declaration, DeclaredStage } from './data.js'

/** Texts that a reader could take for numbers, or that are names of somebody's. */
const QUOTED: ReadonlySet<string> = new Set(['api', 'name', 'stage', 'account', 'cache'])
const ON_ONE_LINE: ReadonlySet<string> = new Set(['settings', 'defaults'])

/** What several stages have in common stands above them. */
export function documentOf(stages: readonly DeclaredStage[]): Declaration {
  const common = (field: 'region' | 'account') => {
    const [first] = stages
    const value = first?.[field]
    return stages.length > 0 && stages.every((one) => one[field] === value) ? value : undefined
  }
  const shared = { region: common('region'), account: common('account') }
  const defaults = Object.fromEntries(Object.entries(shared).filter(([, value]) => value !== undefined))
  return {
    version: 1,
    ...(Object.keys(defaults).length > 0 ? { defaults } : {}),
    stages: stages.map((stage) =>
      Object.fromEntries(Object.entries(stage).filter(([name]) => !Object.hasOwn(defaults, name))),
    ) as unknown as readonly DeclaredStage[],
  }
}

/** A file as YAML; every id, name and size is quoted. `schema` is where editors find its schema. */
export function yamlOf(data: object, schema: string | null): string {
  const document = new Document(data)
  visit(document, {
    Pair(_, { key, value }) {
      const name = isScalar(key) ? String(key.value) : ''
      if (isScalar(value) && typeof value.value === 'string' && QUOTED.has(name)) value.type = Scalar.QUOTE_DOUBLE
      if (isMap(value) && ON_ONE_LINE.has(name)) value.flow = true
      if (name !== 'methods' || !isMap(value)) return
      for (const line of value.items) if (isPair(line) && isMap(line.value)) line.value.flow = true
    },
  })
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: true })
  return schema === null ? text : `${schemaLine(schema)}\n${text}`
}

/** Tells the language server of YAML where the schema is. */
export function schemaLine(schema: string): string {
  return `# yaml-language-server: $schema=${/^([./]|\w+:)/.test(schema) ? schema : `./${schema}`}`
}
