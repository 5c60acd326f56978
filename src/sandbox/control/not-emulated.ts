import { ServiceError } from '../http/errors.js'

/** An operation that API Gateway has and the sandbox has not. */
export interface NotEmulated {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly operation: string
}

const API = '/restapis/:api'
const ASSOCIATIONS = '/domainnameaccessassociations'

export const NOT_EMULATED: readonly NotEmulated[] = [
  one('GET', ASSOCIATIONS, 'GetDomainNameAccessAssociations'),
  one('POST', ASSOCIATIONS, 'CreateDomainNameAccessAssociation'),
  one('DELETE', `${ASSOCIATIONS}/:arn`, 'DeleteDomainNameAccessAssociation'),
  one('POST', '/rejectdomainnameaccessassociations', 'RejectDomainNameAccessAssociation'),
  one('GET', `${API}/models/:model/default_template`, 'GetModelTemplate'),
  one('GET', `${API}/stages/:stage/sdks/:type`, 'GetSdk'),
  one('GET', '/sdktypes', 'GetSdkTypes'),
  one('GET', '/sdktypes/:type', 'GetSdkType'),
]

/** Those that only `?mode=import` tells from another one. */
export const IMPORTS_NOT_EMULATED: readonly NotEmulated[] = [one('POST', '/apikeys', 'ImportApiKeys')]

export function notEmulated(operation: string): ServiceError {
  return new ServiceError(501, 'NotImplementedException', `The sandbox does not emulate ${operation}.`)
}

function one(method: NotEmulated['method'], path: string, operation: string): NotEmulated {
  return { method, path, operation }
}
