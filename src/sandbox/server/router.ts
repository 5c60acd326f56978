import { LIST_REGIONS_PATH, serveAccount } from '../account.js'
import { CBOR_PREFIX } from '../cloudwatch/protocols/cbor.js'
import { TARGET_PREFIX } from '../cloudwatch/protocols/json.js'
import { type Permit, serveCloudWatch } from '../cloudwatch/service.js'
import { type ControlOptions, createControlPlane } from '../control/control-plane.js'
import { createCacheRoom } from '../data/cache/room.js'
import { domainTarget } from '../data/custom-domain.js'
import { createDataPlane } from '../data/data-plane.js'
import { type DataTarget, dataTarget } from '../data/target.js'
import { errorAnswer, missingToken } from '../http/errors.js'
import type { HttpAnswer, HttpRequest } from '../http/message.js'
import { logsRefusal, metricsRefusal } from '../iam/authorization.js'
import { scopeOf } from '../iam/credential.js'
import { logsOperation, logsResource, serveLogs } from '../logs/service.js'
import { serveSts } from '../sts/service.js'
import { uuid } from '../world/ids.js'
import type { World } from '../world/world.js'
import type { Worlds } from '../worlds/worlds.js'
import { crossSiteRefusal } from './cross-site.js'
import { type HostKind, nameIn } from './hosts.js'
import { otherService, refuseService, secondVersionRefusal } from './other-service.js'
import type { ServiceName } from './request-log.js'

export interface Routed {
  readonly service: ServiceName
  /** Left out where none was found. */
  readonly world?: World
  readonly operation?: string
  /** `cut` ends the connection without an answer. */
  readonly answer: HttpAnswer | 'cut'
}

/** Answers a request that was sent to a name of this kind. */
export type Route = (request: HttpRequest, host: HostKind) => Routed | Promise<Routed>

/** Finds the service of a request: all share one port. */
export function createRouter(worlds: Worlds, options: ControlOptions): Route {
  const room = createCacheRoom()
  const dataPlaneOf = onePerWorld((world) => createDataPlane(world, room))
  const controlPlaneOf = onePerWorld((world) => createControlPlane(world, options))

  const domainOf = (host: string) => worlds.domain(nameIn(host))

  return (request, host) => {
    const target = dataTarget(request) ?? (host === 'domain' ? domainTarget(request, domainOf) : null)
    if (target) return executed(worlds.holding(target.apiId), request, target)
    const foreign = crossSiteRefusal(request)
    if (foreign) return { service: 'apigateway', answer: errorAnswer(foreign) }
    const world = worlds.of(request)
    const other = otherService(request)
    if (other) return { service: 'other', world, answer: refuseService(other, request, uuid(world.random)) }
    const service = serviceOf(request)
    if (service === 'sts') return { service, world, ...serveSts(world, request) }
    if (service === 'account') return { service, world, ...serveAccount(worlds, world, request) }
    if (service === 'monitoring') return metered(world, request)
    if (service === 'logs') return logging(world, request)
    const second = secondVersionRefusal(request)
    return second ? { service, world, answer: errorAnswer(second) } : controlled(world, request)
  }

  function executed(world: World, request: HttpRequest, target: DataTarget): Routed | Promise<Routed> {
    const answer = dataPlaneOf(world).serve(request, target)
    return answer instanceof Promise
      ? answer.then((late) => ({ service: 'execute-api', world, answer: late }))
      : { service: 'execute-api', world, answer }
  }

  async function controlled(world: World, request: HttpRequest): Promise<Routed> {
    return { service: 'apigateway', world, ...(await controlPlaneOf(world)(request)) }
  }
}

/** Made with the first request to the world, and gone with the world. */
function onePerWorld<T>(make: (world: World) => T): (world: World) => T {
  const made = new WeakMap<World, { readonly value: T }>()
  return (world) => {
    const known = made.get(world)
    if (known) return known.value
    const value = make(world)
    made.set(world, { value })
    return value
  }
}

function metered(world: World, request: HttpRequest): Routed {
  const permit: Permit = (operation, resources) =>
    request.headers.authorization ? metricsRefusal(world, request, operation, resources) : missingToken()
  return { service: 'monitoring', world, ...serveCloudWatch(world, request, permit) }
}

function logging(world: World, request: HttpRequest): Routed {
  const operation = logsOperation(request)
  const refused = request.headers.authorization
    ? logsRefusal(world, request, operation, logsResource(request))
    : missingToken()
  return {
    service: 'logs',
    world,
    ...(operation ? { operation } : {}),
    answer: serveLogs(world, request, refused),
  }
}

/** CloudWatch and STS are both `POST /`: the signature's scope tells them apart, then the protocol. */
function serviceOf(request: HttpRequest): Exclude<ServiceName, 'execute-api' | 'other'> {
  const { method, path, headers, body } = request
  if (path.startsWith(CBOR_PREFIX)) return 'monitoring'
  if (path === LIST_REGIONS_PATH && method === 'POST') return 'account'
  if (path !== '/' || method !== 'POST') return 'apigateway'
  const scope = scopeOf(request)?.service
  if (scope === 'monitoring' || scope === 'sts' || scope === 'logs') return scope
  if (logsOperation(request) !== undefined) return 'logs'
  if (headers['x-amz-target']?.startsWith(TARGET_PREFIX)) return 'monitoring'
  const version = new URLSearchParams(body.toString('utf8')).get('Version')
  if (version === '2011-06-15') return 'sts'
  return version === '2010-08-01' ? 'monitoring' : 'apigateway'
}
