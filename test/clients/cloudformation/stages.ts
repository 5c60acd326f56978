import {
  type APIGatewayClient,
  CreateStageCommand,
  DeleteStageCommand,
  type PatchOperation,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import type { Handler, Properties } from './stack.js'

/** From the property of a method setting to the leaf of its path. */
const LEAVES: Readonly<Record<string, string>> = {
  CachingEnabled: 'caching/enabled',
  CacheTtlInSeconds: 'caching/ttlInSeconds',
  CacheDataEncrypted: 'caching/dataEncrypted',
  MetricsEnabled: 'metrics/enabled',
  LoggingLevel: 'logging/loglevel',
  DataTraceEnabled: 'logging/dataTrace',
  ThrottlingBurstLimit: 'throttling/burstLimit',
  ThrottlingRateLimit: 'throttling/rateLimit',
}
const TIMES = 10

/** Keys as paths: `/*` and `*` are every method, and the first slash of other paths is the pointer's own. */
function settingsOf({ MethodSettings }: Properties): ReadonlyMap<string, string> {
  const settings: readonly Properties[] = Array.isArray(MethodSettings) ? MethodSettings : []
  return new Map(
    settings.flatMap(({ ResourcePath, HttpMethod, ...own }) =>
      Object.entries(own).map(([name, value]) => [
        `${String(ResourcePath)}/${String(HttpMethod)}/${LEAVES[name]}`,
        String(value),
      ]),
    ),
  )
}

const text = (value: unknown) => (value === undefined ? undefined : String(value))
const replace = (path: string, value: string): PatchOperation => ({ op: 'replace', path, value })

/** Repeats what meets a change that is under way, which is how the handler gets from a cluster to its settings. */
async function patched(
  gateway: APIGatewayClient,
  id: string,
  properties: Properties,
  patchOperations: PatchOperation[],
): Promise<void> {
  if (patchOperations.length === 0) return
  const input = { restApiId: String(properties.RestApiId), stageName: id, patchOperations }
  for (let time = 1; ; time++) {
    try {
      await gateway.send(new UpdateStageCommand(input))
      return
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ConflictException' || time === TIMES) throw error
    }
  }
}

export const STAGE: Handler = {
  create: async (gateway, properties) => {
    const { RestApiId, StageName, DeploymentId, CacheClusterEnabled, CacheClusterSize } = properties
    await gateway.send(
      new CreateStageCommand({
        restApiId: text(RestApiId),
        stageName: text(StageName),
        deploymentId: text(DeploymentId),
        ...(CacheClusterEnabled === undefined ? {} : { cacheClusterEnabled: String(CacheClusterEnabled) === 'true' }),
        ...(CacheClusterSize === undefined ? {} : { cacheClusterSize: String(CacheClusterSize) as '0.5' }),
      }),
    )
    const id = String(StageName)
    await patched(
      gateway,
      id,
      properties,
      [...settingsOf(properties)].map(([path, value]) => replace(path, value)),
    )
    return { id }
  },
  update: async (gateway, id, now, before) => {
    const [wanted, had] = [settingsOf(now), settingsOf(before)]
    const plain = {
      DeploymentId: '/deploymentId',
      CacheClusterSize: '/cacheClusterSize',
      CacheClusterEnabled: '/cacheClusterEnabled',
    }
    const changed = [...wanted].filter(([path, value]) => had.get(path) !== value)
    const methodOf = (path: string) => path.split('/').slice(0, 3).join('/')
    const kept = new Set([...wanted.keys()].map(methodOf))
    const gone = new Set([...had.keys()].map(methodOf).filter((method) => !kept.has(method)))
    await patched(gateway, id, now, [
      ...[...gone].map((path) => ({ op: 'remove' as const, path })),
      ...changed.map(([path, value]) => replace(path, value)),
      ...Object.entries(plain).flatMap(([name, path]) =>
        now[name] === undefined || now[name] === before[name] ? [] : [replace(path, String(now[name]))],
      ),
    ])
  },
  delete: (gateway, id, { RestApiId }) =>
    gateway.send(new DeleteStageCommand({ restApiId: text(RestApiId), stageName: id })),
}
