import type { Verb } from '../world/enums.js'
import type { OpenApiDocument, OpenApiOperation, OpenApiPathItem } from './document.js'

export interface Operation {
  readonly verb: Verb
  /** Its name in the document. */
  readonly field: string
  readonly path: string
  readonly operation: OpenApiOperation
  readonly item: OpenApiPathItem
}

const FIELDS = [
  ['get', 'GET'],
  ['put', 'PUT'],
  ['post', 'POST'],
  ['delete', 'DELETE'],
  ['patch', 'PATCH'],
  ['options', 'OPTIONS'],
  ['head', 'HEAD'],
  ['x-amazon-apigateway-any-method', 'ANY'],
] as const

/** Every method of the document, in its order, without `trace`, which API Gateway does not have. */
export function operationsOf({ paths }: Pick<OpenApiDocument, 'paths'>): readonly Operation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    FIELDS.flatMap(([field, verb]) => {
      const operation = item[field]
      return operation ? [{ verb, field, path, operation, item }] : []
    }),
  )
}
