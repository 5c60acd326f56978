import type { Knobs } from '../../world/knobs.js'
import type { Integration } from '../../world/model.js'
import type { Call } from '../call.js'
import { compileSource, type Source } from '../mapping/expression.js'

/** The key of the entry for a call. Calls share it only where all its parts agree. */
export type KeyReader = (call: Call, deploymentId: string) => string

export function compileKey(integration: Integration, knobs: Knobs): KeyReader {
  const { keyIncludesDeployment, keyIncludesVerb, multiValueKey } = knobs
  const parameters = [...new Set(integration.cacheKeyParameters)].sort().map((name) => ({
    label: sized(name),
    read: parameterSource(name, integration, multiValueKey),
  }))
  const namespace = sized(integration.cacheNamespace)
  return (call, deploymentId) => {
    let key = `${namespace}${keyIncludesDeployment ? sized(deploymentId) : ''}`
    if (keyIncludesVerb) key += sized(call.verb)
    for (const { label, read } of parameters) {
      const value = read(call)
      key += label
      key += value === undefined ? '-' : sized(value)
    }
    return key
  }
}

/** An `integration.request.*` parameter has the value of what is mapped to it. */
function parameterSource(name: string, integration: Integration, multiValue: Knobs['multiValueKey']): Source {
  return compileSource(integration.requestParameters[name] ?? name, multiValue)
}

// With its length, so that no value can be taken for several.
function sized(text: string): string {
  return `${text.length}:${text}`
}
