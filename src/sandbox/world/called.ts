import { functionNameIn } from './lambda.js'
import type { Authorizer, Method, RestApi } from './model.js'

type Stages = Pick<RestApi, 'stages'>

/** The functions that an address names, one for each value that stages give its variables. */
export function functionsAt(uri: string | null | undefined, { stages }: Stages): readonly string[] {
  const filled = (uri ?? '').includes('${stageVariables.')
    ? [...stages.values()].map(({ variables }) => withVariables(uri ?? '', variables))
    : [uri ?? '']
  return [...new Set(filled.flatMap((one) => functionNameIn(one) ?? []))]
}

function withVariables(uri: string, variables: Readonly<Record<string, string>>): string {
  const known = new Map(Object.entries(variables))
  return uri.replaceAll(/\$\{stageVariables\.(\w+)\}/g, (_, name: string) => known.get(name) ?? '')
}

export function methodsOf({ resources }: Pick<RestApi, 'resources'>): readonly Method[] {
  return [...resources.values()].flatMap(({ methods }) => [...methods.values()])
}

/** The authorizers that methods name. */
export function authorizersOf(api: RestApi): readonly Authorizer[] {
  const ids = new Set(methodsOf(api).map(({ authorizerId }) => authorizerId))
  return [...api.authorizers.values()].filter(({ id }) => ids.has(id))
}
