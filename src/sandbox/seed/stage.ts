import { DEFAULT_SETTING } from '../control/stages/method-settings.js'
import { newStage } from '../control/stages/stages.js'
import { escapeToken } from '../http/json.js'
import { type Cluster, NO_CLUSTER } from '../world/cluster.js'
import type { MethodSetting, Stage } from '../world/model.js'
import type { World } from '../world/world.js'
import type { SeedStage } from './seed.js'

export function stageOf(world: World, name: string, deploymentId: string, seed: SeedStage): Stage {
  const { canary } = seed
  return {
    ...newStage(name, deploymentId, world),
    tags: { ...seed.tags },
    variables: { ...seed.variables },
    methodSettings: settingsOf(seed.settings ?? {}),
    cluster: clusterOf(seed),
    canary: canary
      ? { percentTraffic: 0, stageVariableOverrides: {}, useStageCache: false, ...canary, deploymentId }
      : null,
  }
}

/** An override is a full setting: it takes the fields that it leaves out from the stage's defaults. */
function settingsOf(seed: NonNullable<SeedStage['settings']>): Map<string, MethodSetting> {
  const defaults = { ...DEFAULT_SETTING, ...seed['*/*'] }
  return new Map(Object.entries(seed).map(([name, given]) => [settingKey(name), { ...defaults, ...given }]))
}

/** `GET /pets/{id}` → `~1pets~1{id}/GET`. Any other text is the key itself. */
function settingKey(name: string): string {
  const [, verb = '', path = ''] = name.match(/^([A-Z]+) (\/.*)$/) ?? []
  return path ? `${escapeToken(path)}/${verb}` : name
}

function clusterOf({ cluster, lingeringSize }: SeedStage): Cluster {
  if (cluster) return { ...NO_CLUSTER, enabled: true, size: cluster, before: 'AVAILABLE' }
  return lingeringSize ? { ...NO_CLUSTER, size: lingeringSize } : NO_CLUSTER
}
