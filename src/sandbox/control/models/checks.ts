import { badRequest } from '../../http/errors.js'
import type { Method, RestApi } from '../../world/model.js'

/** Refuses models and a validator that the API does not have. */
export function checkValidation(
  api: RestApi,
  { requestModels, requestValidatorId }: Pick<Method, 'requestModels' | 'requestValidatorId'>,
): void {
  if (requestValidatorId !== null && !api.requestValidators.has(requestValidatorId)) {
    throw badRequest('Invalid Request Validator identifier specified')
  }
  checkModels(api, requestModels)
}

export function checkModels({ models }: RestApi, named: Readonly<Record<string, string>>): void {
  const unknown = Object.values(named).find((name) => !models.has(name))
  if (unknown !== undefined) throw badRequest(`Invalid model identifier specified: ${unknown}`)
}
