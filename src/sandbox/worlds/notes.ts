import type { SandboxOptions } from '../options.js'
import type { LoadedTemplate } from '../template/load.js'
import { orMeant } from '../template/nearest.js'
import { authorizersOf, functionsAt, functionsOfMethods } from '../world/called.js'
import { EXAMPLE_FUNCTION } from '../world/lambda.js'
import type { World } from '../world/world.js'

const MOST_NAMES = 10

/** What a document or a template does not do although it seems to, a line each. */
export function startNotes(
  { openApi, stateFile, handlers, authorizers }: SandboxOptions,
  worlds: readonly World[],
  template: LoadedTemplate | null,
  isKept: boolean,
): readonly string[] {
  if (openApi === undefined && template === null) return []
  const sources = [...(template ? ['the template'] : []), ...(openApi === undefined ? [] : ['the OpenAPI document'])]
  const given = [...Object.keys(handlers ?? {}), ...Object.keys(authorizers ?? {})]
  return [
    ...(isKept ? [untaken(stateFile ?? '', sources)] : []),
    ...openAuthorizers(worlds),
    ...(template ? unknownFunctions(given, template, worlds) : []),
  ]
}

function untaken(stateFile: string, sources: readonly string[]): string {
  const verb = sources.length === 1 ? 'was' : 'were'
  return `${stateFile} has the APIs already, and ${sources.join(' and ')} ${verb} not read: remove the file to start anew`
}

/** Those that anybody passes who has a token. */
function openAuthorizers(worlds: readonly World[]): readonly string[] {
  const [functions, nameless, pools] = [new Set<string>(), new Set<string>(), new Set<string>()]
  for (const { apis, authorizers } of worlds) {
    for (const api of apis.values()) {
      for (const { name, type, tokens, authorizerUri } of authorizersOf(api)) {
        const called = functionsAt(authorizerUri, api).filter((one) => one !== EXAMPLE_FUNCTION)
        if (tokens) continue
        else if (type === 'COGNITO_USER_POOLS') pools.add(name)
        else if (called.length === 0) nameless.add(name)
        else for (const one of called) if (!authorizers.has(one)) functions.add(one)
      }
    }
  }
  const line = (names: ReadonlySet<string>, before: string, after: string) =>
    names.size === 0 ? [] : [`${before} ${listed([...names])}: ${after}`]
  return [
    ...line(
      functions,
      'no function was given for',
      `any token passes ${functions.size === 1 ? 'its authorizer' : 'their authorizers'}`,
    ),
    ...line(
      nameless,
      'no function is named by the authorizer',
      `any token passes ${nameless.size === 1 ? 'it' : 'them'}`,
    ),
    ...line(
      pools,
      'no user pool is asked by the authorizer',
      `any token passes ${pools.size === 1 ? 'it' : 'them'}, unless a seed has its tokens`,
    ),
  ]
}

function unknownFunctions(
  given: readonly string[],
  { functions, knows }: LoadedTemplate,
  worlds: readonly World[],
): readonly string[] {
  const called = new Set(
    worlds.flatMap(({ apis }) =>
      [...apis.values()].flatMap((api) => [
        ...functionsOfMethods(api),
        ...authorizersOf(api).flatMap(({ authorizerUri }) => functionsAt(authorizerUri, api)),
      ]),
    ),
  )
  return [...new Set(given)]
    .filter((name) => !knows(name) && !called.has(name))
    .map((name) => {
      const there = functions.length === 0 ? 'it has none' : `there are ${listed(functions)}`
      return `${name} names no function of the template; ${there}${orMeant(name, functions)}`
    })
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES
  return more > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more` : names.join(', ')
}
