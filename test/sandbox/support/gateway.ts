import { createDataPlane } from '../../../src/sandbox/data/data-plane.js'
import { dataTarget } from '../../../src/sandbox/data/target.js'
import type { HttpRequest } from '../../../src/sandbox/http/message.js'
import type { Handler } from '../../../src/sandbox/world/lambda.js'
import type { MethodSetting, RestApi, Snapshot, Stage } from '../../../src/sandbox/world/model.js'
import type { World } from '../../../src/sandbox/world/world.js'
import { ManualClock } from './manual-clock.js'
import { API_ID, buildApi, buildSetting, buildWorld, type MethodSpecs, type WorldOptions } from './world.js'

export interface SendOptions {
  readonly method?: string
  readonly headers?: readonly (readonly [string, string])[]
  readonly body?: string | Buffer
  readonly stage?: string
}

interface Received {
  readonly status: number
  readonly body: string
  readonly bytes: Buffer
  readonly json: () => unknown
  readonly headers: readonly (readonly [string, string])[]
  /** Those that are not new in every answer. */
  readonly ownHeaders: readonly (readonly [string, string])[]
  /** The last value of a header, or undefined. */
  readonly header: (name: string) => string | undefined
}

export interface Gateway {
  readonly world: World
  readonly clock: ManualClock
  readonly api: RestApi
  readonly stage: Stage
  readonly send: (pathAndQuery: string, options?: SendOptions) => Promise<Received>
  /** Puts a method setting on the stage, by its key. */
  readonly set: (key: string, changes: Partial<MethodSetting>) => void
}

/** A data plane with one API and a stage `prod` that caches; the function `counter` counts its calls. */
export function gateway(
  methods: MethodSpecs,
  options: Partial<WorldOptions> & {
    readonly apiName?: string
    readonly handlers?: Record<string, Handler>
    /** What the deployment has beside the methods. */
    readonly snapshot?: Partial<Snapshot>
  } = {},
): Gateway {
  const clock = new ManualClock()
  const api = buildApi(methods, options.apiName === undefined ? {} : { name: options.apiName })
  const deployment = api.deployments.get('deploy1')
  if (!deployment) throw new Error('the builder makes a deployment')
  const snapshot = { ...deployment.snapshot, ...options.snapshot }
  api.deployments.set(deployment.id, { ...deployment, snapshot })
  const handlers = { counter: counter(), ...options.handlers }
  const world = buildWorld({ clock, ...options, handlers }, [api])
  const plane = createDataPlane(world)
  const stage = api.stages.get('prod')
  if (!stage) throw new Error('the builder makes a stage prod')
  return {
    world,
    clock,
    api,
    stage,
    set: (key, changes) => {
      stage.methodSettings.set(key, buildSetting(changes))
    },
    send: async (pathAndQuery, { stage: name = 'prod', ...rest } = {}) => {
      const request = buildRequest(`/restapis/${API_ID}/${name}/_user_request_${pathAndQuery}`, rest)
      const target = dataTarget(request)
      if (!target) throw new Error(`${pathAndQuery} is no path of the data plane`)
      const { status, headers, body } = await plane.serve(request, target)
      const text = body.toString('utf8')
      const header = (wanted: string) => headers.findLast(([n]) => n.toLowerCase() === wanted.toLowerCase())?.[1]
      const ownHeaders = headers.filter(([n]) => !/^x-(?:amzn-requestid|amz-apigw-id|amzn-trace-id)$/i.test(n))
      return {
        status,
        body: text,
        bytes: Buffer.from(body),
        json: () => JSON.parse(text),
        headers,
        ownHeaders,
        header,
      }
    },
  }
}

export function buildRequest(pathAndQuery: string, options: SendOptions = {}): HttpRequest {
  const { method = 'GET', headers = [], body = '' } = options
  const [path = '', ...query] = pathAndQuery.split('?')
  const byName: Record<string, string> = {}
  for (const [name, value] of headers) {
    const before = byName[name.toLowerCase()]
    byName[name.toLowerCase()] = before === undefined ? value : `${before}, ${value}`
  }
  return {
    method,
    path,
    rawQuery: query.join('?'),
    headers: byName,
    rawHeaders: headers.flat(),
    body: Buffer.from(body),
    sourceIp: '192.0.2.1',
  }
}

function counter(): Handler {
  let calls = 0
  return () => {
    calls++
    return { statusCode: 200, headers: { 'X-Call': calls }, body: JSON.stringify({ call: calls }) }
  }
}
