import { badRequest } from '../../http/errors.js'
import { unescapeToken } from '../../http/json.js'
import { CLUSTER_SIZES } from '../../world/enums.js'
import type { Knobs } from '../../world/knobs.js'
import type { RestApi, Stage } from '../../world/model.js'
import { booleanOf, fieldRules, filledOrNull, type PatchOperation, type PatchRules, textOf } from '../patch.js'
import { replaceCanaryField } from './canary.js'
import type { WantedCluster } from './cluster.js'
import { invalidSettingPath, methodKey, patchSetting } from './method-settings.js'
import { checkDeployment } from './stages.js'

/** A copy of a stage to which a batch of patches is applied. */
export interface StageDraft {
  readonly stage: Stage
  wanted: WantedCluster
}

export function applyToStage(draft: StageDraft, operation: PatchOperation, api: RestApi, knobs: Knobs): void {
  const { op, path } = operation
  if (op === 'replace') replace(draft, operation, api, knobs)
  else if (op === 'remove') remove(draft.stage, path)
  else if (op === 'copy') copy(draft.stage, operation)
  else if (op !== 'add' || !setLogging(draft.stage, operation)) {
    throw badRequest(`Invalid ${op} operation with path: ${path}`)
  }
}

function replace(draft: StageDraft, operation: PatchOperation, api: RestApi, knobs: Knobs): void {
  const { path, value } = operation
  const { stage } = draft
  const rule = fieldsOf(draft, api)[`replace ${path}`]
  if (rule) rule(value, '')
  else if (path.startsWith('/canarySettings/')) replaceCanary(stage, path, value, api)
  else if (!replaceVariable(stage, path, value) && !setLogging(stage, operation)) {
    patchSetting(stage.methodSettings, path, value, knobs)
  }
}

function fieldsOf(draft: StageDraft, api: RestApi): PatchRules {
  return {
    ...fieldRules(draft.stage, {
      deploymentId: (value) => checkDeployment(api, textOf(value)),
      description: filledOrNull,
      documentationVersion: filledOrNull,
      clientCertificateId: filledOrNull,
      tracingEnabled: booleanOf,
    }),
    'replace /cacheClusterEnabled': (value) => {
      draft.wanted = { ...draft.wanted, enabled: booleanOf(value) }
    },
    'replace /cacheClusterSize': (value) => {
      const size = CLUSTER_SIZES.find((known) => known === value)
      if (!size) throw badRequest('Invalid cache cluster size')
      draft.wanted = { ...draft.wanted, size }
    },
  }
}

function replaceVariable(stage: Stage, path: string, value: string | undefined): boolean {
  const name = path.match(/^\/variables\/([^/]+)$/)?.[1]
  if (name === undefined) return false
  stage.variables = { ...stage.variables, [unescapeToken(name)]: value ?? '' }
  return true
}

/** False where the path is another one than the access log's. */
function setLogging(stage: Stage, { path, value }: PatchOperation): boolean {
  if (!/^\/accessLogSettings(?:\/|$)/.test(path)) return false
  const field = path.match(/^\/accessLogSettings\/(destinationArn|format)$/)?.[1]
  if (field === undefined) {
    throw badRequest(
      'Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]',
    )
  }
  if (!value) throw badRequest('Access Log value must not be empty')
  stage.accessLogSettings = { ...stage.accessLogSettings, [field]: value }
  return true
}

function replaceCanary(stage: Stage, path: string, value: string | undefined, api: RestApi): void {
  const { deploymentId } = stage
  const current = stage.canary ?? {
    percentTraffic: 0,
    deploymentId,
    stageVariableOverrides: {},
    useStageCache: false,
  }
  const changed = replaceCanaryField(current, path.slice('/canarySettings/'.length), value)
  if (!changed) throw invalidSettingPath(path)
  checkDeployment(api, changed.deploymentId)
  stage.canary = changed
}

function remove(stage: Stage, path: string): void {
  if (path === '/canarySettings' && stage.canary) stage.canary = null
  else if (path === '/accessLogSettings' && stage.accessLogSettings) stage.accessLogSettings = null
  else if (path === '/variables') stage.variables = {}
  else if (!removeVariable(stage, path) && !stage.methodSettings.delete(methodKey(path))) {
    // AWS's sentence ends with a space.
    throw badRequest(
      `Cannot remove method setting ${methodKey(path)} because there is no method setting for this method `,
    )
  }
}

function removeVariable(stage: Stage, path: string): boolean {
  const name = unescapeToken(path.match(/^\/variables\/([^/]+)$/)?.[1] ?? '')
  if (!Object.hasOwn(stage.variables, name)) return false
  const { [name]: _, ...rest } = stage.variables
  stage.variables = rest
  return true
}

function copy(stage: Stage, { path, from = '' }: PatchOperation): void {
  const source = {
    '/deploymentId': '/canarySettings/deploymentId',
    '/variables': '/canarySettings/stageVariableOverrides',
  }
  if (!Object.entries(source).some(([to, source]) => to === path && source === from)) {
    throw badRequest(
      `Invalid copy operation with path: ${path} and from ${from}. Valid copy:path are ` +
        '[/deploymentId, /variables] and valid copy:from are ' +
        '[/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]',
    )
  }
  if (!stage.canary) throw badRequest('Promotion not available. Canary does not exist.')
  if (path === '/deploymentId') stage.deploymentId = stage.canary.deploymentId
  else stage.variables = { ...stage.variables, ...stage.canary.stageVariableOverrides }
}
