import type { OpenApiDocument, OpenApiOperation } from './document.js'
import { member, resolved } from './reference.js'

/** The example of an operation's lowest successful response. `value` is undefined where the document has none. */
export interface Example {
  readonly status: number
  readonly mediaType: string
  readonly value: unknown
}

export function exampleOf(document: OpenApiDocument, { responses = {} }: OpenApiOperation): Example {
  // `2XX` sorts after all codes.
  const [code] = Object.keys(responses)
    .filter((one) => /^2(\d\d|XX)$/i.test(one))
    .sort((a, b) => (a < b ? -1 : 1))
  const response = code === undefined ? undefined : resolved(document, responses[code])
  const shown = [...inContent(document, response), ...inSwagger(document, response)]
  const { mediaType = 'application/json', value } =
    shown.find((one) => one.mediaType.includes('json')) ?? shown[0] ?? {}
  return { status: Number(/^\d+$/.exec(code ?? '') ?? 200), mediaType, value }
}

type Shown = Pick<Example, 'mediaType' | 'value'>

/** OpenAPI 3: one example, the first of several, or that of the schema. */
function inContent(document: OpenApiDocument, response: unknown): readonly Shown[] {
  return entries(member(response, 'content')).flatMap(([mediaType, media]) => {
    const first = entries(member(media, 'examples'))[0]?.[1]
    const several = first === undefined ? undefined : member(resolved(document, first), 'value')
    const value = member(media, 'example') ?? several ?? ofSchema(document, member(media, 'schema'))
    return value === undefined ? [] : [{ mediaType, value }]
  })
}

/** Swagger 2: one example for a media type, or that of the schema. */
function inSwagger(document: OpenApiDocument, response: unknown): readonly Shown[] {
  const examples = entries(member(response, 'examples')).map(([mediaType, value]) => ({ mediaType, value }))
  const value = ofSchema(document, member(response, 'schema'))
  return value === undefined ? examples : [...examples, { mediaType: 'application/json', value }]
}

function ofSchema(document: OpenApiDocument, schema: unknown): unknown {
  return member(resolved(document, schema), 'example')
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}
