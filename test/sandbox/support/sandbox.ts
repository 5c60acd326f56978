import { APIGatewayClient, GetStageCommand, type PatchOperation, UpdateStageCommand } from '@aws-sdk/client-api-gateway'
import { onTestFinished } from 'vitest'
import { type Sandbox, type SandboxOptions, type SeedApi, startSandbox } from '../../../src/sandbox/index.js'
import { ManualClock } from './manual-clock.js'

export const API = 'a1b2c3d4e5'
const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' }
export const SIGNED = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=x',
}

/** One API with `GET /pets/{id}`, deployed to a stage `prod` without a cache. */
export const PETS: SeedApi = {
  id: API,
  name: 'pets',
  methods: { 'GET /pets/{id}': { integration: { type: 'MOCK', body: '{}' } } },
  stages: { prod: {} },
}

export interface Running {
  readonly sandbox: Sandbox
  readonly clock: ManualClock
  readonly gateway: APIGatewayClient
  /** Plain HTTP: what the SDK would not send, or would hide. */
  readonly http: (line: string, body?: string, headers?: Record<string, string>) => Promise<Response>
}

/** A sandbox and the real SDK's client for it, for as long as the test runs. */
export async function running(options: SandboxOptions = {}): Promise<Running> {
  const clock = new ManualClock()
  const sandbox = await startSandbox({ clock, randomSeed: 1, seed: { apis: [PETS] }, ...options })
  const gateway = new APIGatewayClient({ ...connection(sandbox), maxAttempts: 1 })
  onTestFinished(async () => {
    gateway.destroy()
    await sandbox.close()
  })
  const http: Running['http'] = (line, body, headers = SIGNED) => {
    const [method = '', path = ''] = line.split(' ')
    return fetch(sandbox.url + path, { method, headers, ...(body === undefined ? {} : { body }) })
  }
  return { sandbox, clock, gateway, http }
}

export function connection({ url }: Sandbox) {
  return { endpoint: url, region: 'us-east-1', credentials: CREDENTIALS }
}

/** The service's refusal: type, message and HTTP status. */
export async function refused(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const metadata: unknown = Reflect.get(error, '$metadata')
    const status: unknown = typeof metadata === 'object' && metadata ? Reflect.get(metadata, 'httpStatusCode') : ''
    return `${status} ${error.name}: ${error.message}`
  }
  throw new Error('the service accepted it')
}

/** The `x-amzn-ErrorType` and message of a plain HTTP answer. */
export async function refusedOver(answer: Promise<Response>): Promise<string> {
  const response = await answer
  const body: unknown = await response.json()
  const message: unknown = typeof body === 'object' && body ? Reflect.get(body, 'message') : undefined
  return `${response.status} ${response.headers.get('x-amzn-errortype')}: ${message}`
}

export function replace(path: string, value: string): PatchOperation {
  return { op: 'replace', path, value }
}

export const PROD = { restApiId: API, stageName: 'prod' }

/** A sandbox and what is done to its stage `prod`. */
export async function patching(options: SandboxOptions = {}) {
  const run = await running(options)
  const { gateway } = run
  const read = () => gateway.send(new GetStageCommand(PROD))
  return {
    ...run,
    read,
    settings: async () => (await read()).methodSettings ?? {},
    patch: (...patchOperations: PatchOperation[]) => gateway.send(new UpdateStageCommand({ ...PROD, patchOperations })),
  }
}
