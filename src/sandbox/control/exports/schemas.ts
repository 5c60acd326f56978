import { parseJson } from '../../http/json.js'
import { type Method, methodsOf, type Snapshot } from '../../world/model.js'

const ADDRESS = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/(.+)$/

/** The schemas that methods name, and those that these refer to. `pointer` is where the document has them. */
export function schemasOf({ models, resources }: Snapshot, pointer: string): object {
  const found = new Map<string, unknown>()
  const add = (name: string): void => {
    const model = models.get(name)
    if (!model || found.has(name)) return
    found.set(name, null)
    const schema = schemaOf(model.schema, pointer, add)
    found.set(name, schema)
  }
  for (const method of methodsOf(resources)) namesIn(method).forEach(add)
  return Object.fromEntries(found)
}

export function reference(pointer: string, name: string): object {
  return { $ref: pointer + name }
}

function namesIn({ requestModels, responses }: Method): readonly string[] {
  const answers = [...responses.values()].flatMap(({ responseModels }) => Object.values(responseModels))
  return [...Object.values(requestModels), ...answers]
}

function schemaOf(text: string, pointer: string, add: (name: string) => void): unknown {
  const written = JSON.stringify(parseJson(Buffer.from(text)), (key, value: unknown) => {
    if (key === '$schema') return undefined
    const name = key === '$ref' ? ADDRESS.exec(String(value))?.[1] : undefined
    if (name === undefined) return value
    add(name)
    return pointer + name
  })
  return JSON.parse(written)
}
