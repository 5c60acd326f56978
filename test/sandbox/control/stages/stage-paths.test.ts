import { CreateDeploymentCommand, GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { API, PETS, PROD, refused, running } from '../../support/sandbox.js'

type Op = 'add' | 'replace' | 'remove' | 'copy'

const LOG_ARN = 'arn:aws:logs:us-east-1:000000000000:log-group:a'
const SETTINGS = {
  'caching/enabled': 'true',
  'caching/ttlInSeconds': '60',
  'caching/dataEncrypted': 'true',
  'caching/requireAuthorizationForCacheControl': 'false',
  'caching/unauthorizedCacheControlHeaderStrategy': 'FAIL_WITH_403',
  'metrics/enabled': 'true',
  'logging/loglevel': 'ERROR',
  'logging/dataTrace': 'true',
  'throttling/burstLimit': '10',
  'throttling/rateLimit': '10.5',
}

/** What each path takes, and a value for it. */
const PATHS: readonly (readonly [path: string, value: string, ...ops: Op[]])[] = [
  ['/cacheClusterEnabled', 'true', 'replace'],
  ['/cacheClusterSize', '1.6', 'replace'],
  ...Object.entries(SETTINGS).flatMap(([leaf, value]) => [
    [`/*/*/${leaf}`, value, 'replace'] as const,
    [`/~1pets~1{id}/GET/${leaf}`, value, 'replace'] as const,
  ]),
  ['/*/*', '', 'remove'],
  ['/~1pets~1{id}/GET', '', 'remove'],
  ['/methodSettings', '{}'],
  ['/canarySettings', '', 'remove'],
  ['/canarySettings/percentTraffic', '50', 'replace'],
  ['/canarySettings/useStageCache', 'true', 'replace'],
  ['/canarySettings/stageVariableOverrides', '{}'],
  ['/canarySettings/stageVariableOverrides/color', 'blue', 'replace'],
  ['/deploymentId', '', 'replace', 'copy'],
  ['/canarySettings/deploymentId', '', 'replace'],
  ['/variables', '', 'remove', 'copy'],
  ['/variables/color', 'green', 'replace', 'remove'],
  ['/description', 'd', 'replace'],
  ['/documentationVersion', '1', 'replace'],
  ['/clientCertificateId', 'abc', 'replace'],
  ['/tracingEnabled', 'true', 'replace'],
  ['/accessLogSettings', '', 'remove'],
  ['/accessLogSettings/destinationArn', LOG_ARN, 'add', 'replace'],
  ['/accessLogSettings/format', '$context.requestId', 'add', 'replace'],
  ['/nothing', 'x'],
]

const OPS: readonly Op[] = ['add', 'replace', 'remove', 'copy']
const CASES = PATHS.flatMap(([path, value, ...allowed]) =>
  OPS.map((op) => ({ op, path, value, accepted: allowed.includes(op) })),
)

const LOGGING =
  'Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]'

const REFUSALS: Readonly<Record<Op, (path: string) => string>> = {
  add: (path) => (path === '/accessLogSettings' ? LOGGING : `Invalid add operation with path: ${path}`),
  replace: (path) =>
    path === '/accessLogSettings' ? LOGGING : `Invalid method setting path: ${path}. Must be one of: [/deploymentId, `,
  remove: (path) => `Cannot remove method setting ${path.slice(1)} because there is no method setting for this method `,
  copy: (path) => `Invalid copy operation with path: ${path} and from `,
}

const FROM: Readonly<Record<string, string>> = {
  '/deploymentId': '/canarySettings/deploymentId',
  '/variables': '/canarySettings/stageVariableOverrides',
}

/** A stage that has everything that can be removed or copied. */
async function complete() {
  const settings = { '*/*': {}, 'GET /pets/{id}': {} }
  const canary = { percentTraffic: 5, stageVariableOverrides: { color: 'red' } }
  const { gateway } = await running({
    seed: {
      apis: [{ ...PETS, stages: { prod: { settings, canary, variables: { color: 'grey', size: 'xl' } } } }],
    },
  })
  const patch = (op: Op, path: string, value: string) => {
    const operation = op === 'copy' ? { op, path, from: FROM[path] ?? '/description' } : { op, path, value }
    return gateway.send(new UpdateStageCommand({ ...PROD, patchOperations: [operation] }))
  }
  await patch('replace', '/accessLogSettings/destinationArn', 'arn:aws:logs:us-east-1:000000000000:log-group:b')
  const { id = '' } = await gateway.send(new CreateDeploymentCommand({ restApiId: API }))
  return {
    patch,
    newDeployment: id,
    read: async () => {
      const { $metadata: _, lastUpdatedDate: __, ...stage } = await gateway.send(new GetStageCommand(PROD))
      return stage
    },
  }
}

describe('UpdateStage paths', () => {
  it.each(CASES.filter(({ accepted }) => accepted))('C47 takes $op of $path', async ({ op, path, value }) => {
    const { patch, read, newDeployment } = await complete()
    const before = await read()

    await patch(op, path, path.endsWith('eploymentId') ? newDeployment : value)

    // Stage and canary start with one deployment, so promoting it is no change.
    if (op === 'copy' && path === '/deploymentId') expect(await read()).toEqual(before)
    else expect(await read()).not.toEqual(before)
  })

  it.each(CASES.filter(({ accepted }) => !accepted))(
    'C47 refuses $op of $path and changes nothing',
    async ({ op, path, value }) => {
      const { patch, read } = await complete()
      const before = await read()

      expect(await refused(patch(op, path, value))).toContain(`400 BadRequestException: ${REFUSALS[op](path)}`)
      expect(await read()).toEqual(before)
    },
  )
})
