import { errorAnswer, missingToken, ServiceError } from '../http/errors.js'
import type { HttpAnswer, HttpRequest } from '../http/message.js'
import { queryAnswer, queryCode, queryError, xmlAnswer, xmlOf } from '../http/query-xml.js'
import { callerOf } from '../iam/authorization.js'
import { uuid } from '../world/ids.js'
import type { World } from '../world/world.js'
import { assumeRole } from './assume-role.js'
import type { StsCall } from './call.js'
import { userId } from './user-id.js'

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/'

const OPERATIONS: ReadonlyMap<string, (call: StsCall) => object> = new Map([
  ['GetCallerIdentity', getCallerIdentity],
  ['AssumeRole', assumeRole],
])

/** STS in the query protocol: who the caller is, and who a role makes of it. */
export function serveSts(
  world: World,
  request: HttpRequest,
): { readonly operation: string; readonly answer: HttpAnswer } {
  const form = new URLSearchParams(request.body.toString('utf8'))
  const operation = form.get('Action') ?? ''
  if (!request.headers.authorization) return { operation, answer: errorAnswer(missingToken()) }
  const requestId = uuid(world.random)
  const refused = ({ status, type, message }: ServiceError) =>
    xmlAnswer(status, queryError(NAMESPACE, requestId, { code: queryCode(type), message }))
  try {
    const caller = callerOf(world, request)
    const run = OPERATIONS.get(operation)
    if (!run) throw new ServiceError(400, 'InvalidAction', `Could not find operation ${operation}`)
    const result = xmlOf(run({ world, caller, form }))
    return { operation, answer: queryAnswer(NAMESPACE, operation, requestId, result) }
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return { operation, answer: refused(error) }
  }
}

function getCallerIdentity({ caller }: StsCall): object {
  return { Arn: caller.arn, UserId: userId(caller), Account: caller.accountId }
}
