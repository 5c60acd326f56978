import { nearest } from '../http/json.js'
import { INTEGRATION_FIELDS, type OpenApiDocument, PATH_ITEM_FIELDS } from './document.js'
import { operationsOf } from './operations.js'
import { member } from './reference.js'

const INTEGRATION = 'x-amazon-apigateway-integration'
/** What else a path item has, in some version of OpenAPI. */
const PATH_ITEM = [...PATH_ITEM_FIELDS, '$ref', 'summary', 'description', 'servers', 'trace']
/** HTTP APIs have them. */
const OF_OTHER_APIS = ['integrationSubtype', 'payloadFormatVersion']

/** What of paths and integrations counts for nothing, and is probably meant to: each with its place. */
export function slipsIn(document: OpenApiDocument): readonly string[] {
  const inPaths = Object.entries(document.paths).flatMap(([path, item]) => slipsInPath(path, item))
  const inIntegrations = operationsOf(document).flatMap(({ path, field, operation }) =>
    slipsInIntegration(`paths.${path}.${field}.${INTEGRATION}`, member(operation, INTEGRATION)),
  )
  return [...inPaths, ...inIntegrations]
}

function slipsInPath(path: string, item: object): readonly string[] {
  return Object.keys(item).flatMap((name) => {
    if (name === 'trace') return [`left out: paths.${path}.trace, a method that API Gateway does not have`]
    if (PATH_ITEM.includes(name)) return []
    const near = nearest(name, PATH_ITEM)
    if (near === undefined && name.startsWith('x-')) return []
    return [leftOut(`paths.${path}`, name, near)]
  })
}

/** A name that is like none of them is an extension of some other tool. */
function slipsInIntegration(place: string, integration: unknown): readonly string[] {
  return Object.keys(integration ?? {}).flatMap((name) => {
    if (INTEGRATION_FIELDS.includes(name) || OF_OTHER_APIS.includes(name)) return []
    const near = nearest(name, INTEGRATION_FIELDS)
    return near === undefined ? [] : [leftOut(place, name, near)]
  })
}

function leftOut(place: string, name: string, near: string | undefined): string {
  return `left out: "${name}" in ${place}${near === undefined ? '' : ` (did you mean "${near}"?)`}`
}
