import { badRequest } from '../../http/errors.js'
import { unescapeToken } from '../../http/json.js'
import type { CanarySettings } from '../../world/model.js'
import type { Input } from '../input.js'
import { booleanOf } from '../patch.js'
import { present } from '../view.js'

export function readCanary(input: Input | undefined, deploymentId: string): CanarySettings | null {
  if (!input) return null
  return {
    percentTraffic: percent(input.number('percentTraffic') ?? 0),
    deploymentId: input.string('deploymentId') ?? deploymentId,
    stageVariableOverrides: input.stringMap('stageVariableOverrides') ?? {},
    useStageCache: input.boolean('useStageCache') ?? false,
  }
}

export function canaryView(canary: CanarySettings | null): object | null {
  return canary && present({ ...canary })
}

/** The canary after `replace /canarySettings/{field}`; null for an unknown field. */
export function replaceCanaryField(
  canary: CanarySettings,
  field: string,
  value: string | undefined,
): CanarySettings | null {
  const variable = field.match(/^stageVariableOverrides\/([^/]+)$/)?.[1]
  if (variable !== undefined) {
    const overrides = { ...canary.stageVariableOverrides, [unescapeToken(variable)]: value ?? '' }
    return { ...canary, stageVariableOverrides: overrides }
  }
  if (field === 'deploymentId') return { ...canary, deploymentId: value ?? '' }
  if (field === 'percentTraffic') return { ...canary, percentTraffic: percent(Number(value || Number.NaN)) }
  if (field === 'useStageCache') return { ...canary, useStageCache: booleanOf(value) }
  return null
}

function percent(value: number): number {
  if (!(value >= 0 && value <= 100)) throw badRequest('Percent traffic must be between 0.0 and 100.0')
  return value
}
