export const DOCUMENTED = [
  'API',
  'AUTHORIZER',
  'MODEL',
  'RESOURCE',
  'METHOD',
  'PATH_PARAMETER',
  'QUERY_PARAMETER',
  'REQUEST_HEADER',
  'REQUEST_BODY',
  'RESPONSE',
  'RESPONSE_HEADER',
  'RESPONSE_BODY',
] as const

/** What a part of the documentation is about. */
export interface DocumentedPlace {
  readonly type: (typeof DOCUMENTED)[number]
  readonly path?: string
  readonly method?: string
  readonly statusCode?: string
  readonly name?: string
}

export interface DocumentationPart {
  readonly id: string
  readonly location: DocumentedPlace
  /** JSON. */
  properties: string
}

export interface DocumentationVersion {
  readonly version: string
  description: string | null
  readonly createdDate: number
}

export function isDocumented(type: unknown): type is DocumentedPlace['type'] {
  return DOCUMENTED.some((known) => known === type)
}

/** The same for two places exactly where they are the same. */
export function placeKey({ type, path, method, statusCode, name }: DocumentedPlace): string {
  return JSON.stringify([type, path, method, statusCode, name])
}
