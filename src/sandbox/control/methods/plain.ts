import type { Method } from '../../world/model.js'

/** What a method has unless told. */
export const PLAIN_METHOD: Pick<
  Method,
  'operationName' | 'authorizationScopes' | 'requestValidatorId' | 'requestModels'
> = { operationName: null, authorizationScopes: [], requestValidatorId: null, requestModels: {} }
