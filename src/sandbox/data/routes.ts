import { forVerb } from '../world/enums.js'
import type { Method, Resource, Snapshot } from '../world/model.js'
import type { World } from '../world/world.js'
import { compileIdentity, type Identify } from './authorizer/identity.js'
import { compileKey, type KeyReader } from './cache/key.js'
import { type SettingKeys, settingKeys } from './method-settings.js'
import { compileMatcher, type Match, type Matcher } from './path-matcher.js'
import { compileValidation, type Validate } from './validation/validate.js'

/** A deployed method, prepared before any request. */
export interface Route {
  readonly resource: Resource
  readonly method: Method
  readonly settingKeys: SettingKeys
  /** The method's authorizer; null where it has none. */
  identify: Identify | null
  /** The method's request validator; null where it has none. */
  validate: Validate | null
  /** Until what the two need is loaded. */
  loading: Promise<void> | null
  /** Null where answers can never be cached. */
  readonly readKey: KeyReader | null
}

interface RoutedCall {
  readonly route: Route
  readonly pathParameters: Match['pathParameters']
}

export type Routes = (snapshot: Snapshot, verb: string, rawPath: string) => RoutedCall | null

/** Snapshots never change, so each is compiled once. */
export function createRoutes(world: World): Routes {
  const matchers = new WeakMap<Snapshot, Matcher>()
  const compiled = new WeakMap<Method, Route>()

  const routeOf = (snapshot: Snapshot, resource: Resource, method: Method): Route => {
    const known = compiled.get(method)
    if (known) return known
    const route = compileRoute(snapshot, resource, method, world)
    compiled.set(method, route)
    return route
  }

  return (snapshot, verb, rawPath) => {
    const matcher = matchers.get(snapshot) ?? compileMatcher(snapshot)
    matchers.set(snapshot, matcher)
    const nearest = matcher(rawPath)
    if (!nearest) return null
    const serving = forVerb(nearest.resource.methods, verb) ? nearest : matcher(rawPath, verb)
    const method = serving && forVerb(serving.resource.methods, verb)
    return method
      ? { route: routeOf(snapshot, serving.resource, method), pathParameters: serving.pathParameters }
      : null
  }
}

function compileRoute(snapshot: Snapshot, resource: Resource, method: Method, world: World): Route {
  const { integration } = method
  const buffered = integration && integration.responseTransferMode !== 'STREAM'
  const identify = compileIdentity(world, snapshot, method)
  const validate = compileValidation(snapshot, method)
  const route: Route = {
    resource,
    method,
    settingKeys: settingKeys(resource),
    identify: identify instanceof Promise ? null : identify,
    validate: validate instanceof Promise ? null : validate,
    loading: null,
    readKey: buffered ? compileKey(integration, world.knobs) : null,
  }
  if (identify instanceof Promise || validate instanceof Promise) {
    route.loading = Promise.all([identify, validate]).then(([loadedIdentify, loadedValidate]) => {
      Object.assign(route, { identify: loadedIdentify, validate: loadedValidate, loading: null })
    })
  }
  return route
}
