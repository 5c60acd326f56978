import { own } from '../../http/own.js'
import type { Method, Snapshot } from '../../world/model.js'
import type { Call } from '../call.js'
import { type Reply, requestBodyRefused, requestParametersMissing } from '../gateway-responses.js'
import { mediaType } from '../integration/payload.js'
import { compileSource } from '../mapping/expression.js'
import type { Judge } from './models.js'

/** Null for a request that the method's validator lets through. */
export type Validate = (call: Call) => Reply | null

/** Null for a method without a validator. The judge of bodies is loaded for the first method that needs it. */
export function compileValidation(snapshot: Snapshot, method: Method): Validate | Promise<Validate> | null {
  const validator = snapshot.requestValidators.get(method.requestValidatorId ?? '')
  if (!validator) return null
  const checkParameters = validator.validateRequestParameters ? parameterCheck(method) : null
  const judged = validator.validateRequestBody && Object.keys(method.requestModels).length > 0
  if (!judged) return checkParameters
  return import('./models.js').then(({ compileModels }) => {
    const checkBody = bodyCheck(method, compileModels(snapshot.models))
    return (call) => checkParameters?.(call) ?? checkBody(call)
  })
}

/** Required parameters have to be there, and not empty. */
function parameterCheck({ requestParameters }: Method): Validate | null {
  const required = Object.entries(requestParameters)
    .filter(([, needed]) => needed)
    .map(([expression]) => ({ name: expression.split('.').slice(3).join('.'), expression }))
    .sort((a, b) => (a.expression < b.expression ? -1 : 1))
    .map(({ name, expression }) => ({ name, read: compileSource(expression) }))
  if (required.length === 0) return null
  return (call) => {
    const missing = required.filter(({ read }) => !read(call)?.trim()).map(({ name }) => name)
    return missing.length > 0 ? requestParametersMissing(missing) : null
  }
}

/** A payload of a type without a model is not looked at. An empty one counts as `{}`. */
function bodyCheck({ requestModels }: Method, judge: (model: string) => Judge): Validate {
  return (call) => {
    const model = own(requestModels, mediaType(call.request.headers['content-type'])) ?? own(requestModels, '$default')
    if (model === undefined) return null
    const problems = judge(model)(call.bodyText.trim() || '{}')
    return problems === null ? null : requestBodyRefused(problems)
  }
}
