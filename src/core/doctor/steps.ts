import type { PatchOperation } from '../aws/api.js'
import type { Step } from '../base/spelling.js'
import { deploying } from '../gateway/canary.js'
import { type MethodRef, sameMethod, samplePath, servingMethod } from '../gateway/method.js'
import type { Target } from '../gateway/model.js'
import type { CachedMethod, Glance } from './seen.js'

/** Words of the AWS CLI, where no verb of this tool does it. */
export interface AwsCommand {
  readonly aws: readonly string[]
}

export function override({ method, path }: MethodRef, options: Step['options'] = {}): Step {
  return { verb: 'override', words: [method, path], options }
}

export function defaults(options: Step['options'] = {}): Step {
  return { verb: 'defaults', options }
}

export function cachingOff(ref: MethodRef): Step {
  return override(ref, { caching: false })
}

/** Shows what the cache does, at any path that fits. */
export function probing({ method, path }: MethodRef, options: Step['options'] = {}): Step {
  const verb = method === 'GET' ? {} : { method }
  return { verb: 'verify', words: [samplePath(path)], options: { ...verb, ...options } }
}

/** Changes the setting where it comes from: a new override would freeze all the others. */
export function encrypting(one: CachedMethod): Step {
  return one.source === 'override' ? override(one, { encrypted: true }) : defaults({ encrypted: true })
}

/**
 * Puts these keys into the cache key. An ANY method has the keys of the verbs that it serves. Where the API does
 * not have the method any more, keys cannot be added: only caching can go off.
 */
export function addingKeys({ deployed, current, stage }: Glance, ref: MethodRef, keys: readonly string[]): Step {
  const serving = servingMethod(deployed ?? [], ref) ?? ref
  if (current && !current.some((one) => sameMethod(one, serving))) return cachingOff(ref)
  // A stage with a canary is not deployed, but its next deployment has the keys.
  const options = deploying(stage.canary !== null)
  return { verb: 'keys add', words: [serving.method, serving.path, ...keys], options }
}

export function updateStage({ api, stage }: Target, operation: PatchOperation): AwsCommand {
  const words = ['update-stage', '--rest-api-id', api.id, '--stage-name', stage]
  return { aws: ['apigateway', ...words, '--patch-operations', JSON.stringify([operation])] }
}

export function renameApi({ api }: Target, name: string): AwsCommand {
  const operation: PatchOperation = { op: 'replace', path: '/name', value: name }
  const words = ['update-rest-api', '--rest-api-id', api.id]
  return { aws: ['apigateway', ...words, '--patch-operations', JSON.stringify([operation])] }
}
