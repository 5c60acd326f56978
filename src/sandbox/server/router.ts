import { CBOR_PREFIX } from '../cloudwatch/protocols/cbor.js'
import { TARGET_PREFIX } from '../cloudwatch/protocols/json.js'
import { cloudWatchOperation, serveCloudWatch } from '../cloudwatch/service.js'
import { type ControlOptions, createControlPlane } from '../control/control-plane.js'
import { createDataPlane } from '../data/data-plane.js'
import { dataTarget } from '../data/target.js'
import { missingToken } from '../http/errors.js'
import type { HttpAnswer, HttpRequest } from '../http/message.js'
import { metricsRefusal } from '../iam/authorization.js'
import { scopeServiceOf } from '../iam/credential.js'
import { serveSts } from '../sts.js'
import type { World } from '../world/world.js'
import type { ServiceName } from './request-log.js'

export interface Routed {
  readonly service: ServiceName
  readonly operation?: string
  /** `cut` ends the connection without an answer. */
  readonly answer: HttpAnswer | 'cut'
}

/** Finds the service of a request: all share one port. */
export function createRouter(
  world: World,
  options: ControlOptions,
): (request: HttpRequest) => Routed | Promise<Routed> {
  const dataPlane = createDataPlane(world)
  const control = createControlPlane(world, options)

  const executed = async (answer: Promise<HttpAnswer>): Promise<Routed> => ({
    service: 'execute-api',
    answer: await answer,
  })
  const controlled = async (request: HttpRequest): Promise<Routed> => ({
    service: 'apigateway',
    ...(await control(request)),
  })

  return (request) => {
    const target = dataTarget(request)
    if (target) return executed(dataPlane.serve(request, target))
    const service = serviceOf(request)
    if (service === 'sts') return { service, ...serveSts(world, request) }
    if (service === 'monitoring') return metered(world, request)
    return controlled(request)
  }
}

function metered(world: World, request: HttpRequest): Routed {
  const operation = cloudWatchOperation(request)
  const refused = request.headers.authorization ? metricsRefusal(world, request, operation) : missingToken()
  const answer = serveCloudWatch(world, request, refused)
  return { service: 'monitoring', ...(operation ? { operation } : {}), answer }
}

/** CloudWatch and STS are both `POST /`: the signature's scope tells them apart, then the protocol. */
function serviceOf(request: HttpRequest): 'monitoring' | 'sts' | 'apigateway' {
  const { method, path, headers, body } = request
  if (path.startsWith(CBOR_PREFIX)) return 'monitoring'
  if (path !== '/' || method !== 'POST') return 'apigateway'
  const scope = scopeServiceOf(request)
  if (scope === 'monitoring' || scope === 'sts') return scope
  if (headers['x-amz-target']?.startsWith(TARGET_PREFIX)) return 'monitoring'
  const version = new URLSearchParams(body.toString('utf8')).get('Version')
  if (version === '2011-06-15') return 'sts'
  return version === '2010-08-01' ? 'monitoring' : 'apigateway'
}
