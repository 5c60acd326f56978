import { own } from '../http/own.js'
import { functionNameIn } from './lambda.js'
import { type Authorizer, methodsOf, type RestApi } from './model.js'

type Stages = Pick<RestApi, 'stages'>

/** The functions that an address names, one for each value that stages give its variables. */
export function functionsAt(uri: string | null | undefined, { stages }: Stages): readonly string[] {
  const filled = (uri ?? '').includes('${stageVariables.')
    ? [...stages.values()].map(({ variables }) => withStageVariables(uri, variables))
    : [uri ?? '']
  return [...new Set(filled.flatMap((one) => functionNameIn(one) ?? []))]
}

/** An address with its stage variables filled in. */
export function withStageVariables(
  uri: string | null | undefined,
  variables: Readonly<Record<string, string>>,
): string {
  return (uri ?? '').replaceAll(/\$\{stageVariables\.(\w+)\}/g, (_, name: string) => own(variables, name) ?? '')
}

/** The functions that the API's methods call. */
export function functionsOfMethods(api: RestApi): readonly string[] {
  return methodsOf(api.resources).flatMap(({ integration }) => functionsAt(integration?.uri, api))
}

/** The authorizers that methods name. */
export function authorizersOf(api: RestApi): readonly Authorizer[] {
  const ids = new Set(methodsOf(api.resources).map(({ authorizerId }) => authorizerId))
  return [...api.authorizers.values()].filter(({ id }) => ids.has(id))
}
