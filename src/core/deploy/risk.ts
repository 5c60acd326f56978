import { field } from '../base/json.js'
import { addedWrong, type UnkeyedMethod, wrongData } from '../exposure/wrong-data.js'
import { type DeployedMethod, deployedMethod, deployedMethods, operationOf } from '../gateway/export.js'
import { type Identity, identityOf } from '../gateway/identity.js'
import { sameMethod } from '../gateway/method.js'
import type { MethodRecord, StageRecord } from '../gateway/record.js'
import { type Authorizers, currentAuthorizer, identityOfAuthorizer } from './authorizers.js'
import { deployedShape } from './deployed-shape.js'
import { differences } from './shape.js'

/**
 * Lists the cached methods that a deployment of these records would newly make serve one caller's answer to
 * another, with the missing keys. PURE.
 */
export function newlyWrongWith(
  document: unknown,
  records: readonly MethodRecord[],
  settings: StageRecord['settings'],
  authorizers: Authorizers,
): readonly UnkeyedMethod[] {
  const running = deployedMethods(document) ?? []
  const published = records.map((record) => publishedMethod(document, record, authorizers))
  const untouched = running.filter((one) => !records.some((record) => sameMethod(one, record)))
  return addedWrong(wrongData(running, settings), wrongData([...untouched, ...published], settings))
}

/** The method as a deployment of this record would run it. PURE. */
export function publishedMethod(document: unknown, record: MethodRecord, authorizers: Authorizers): DeployedMethod {
  const { method, path, cacheKeyParameters, integration } = record
  return deployedMethod(
    { method, path },
    { ...integration, cacheKeyParameters },
    identityAfter(document, record, authorizers),
  )
}

/** The export is the best source for what an authorizer reads, unless it is replaced. */
function identityAfter(document: unknown, record: MethodRecord, authorizers: Authorizers): Identity | null {
  const operation = operationOf(document, record)
  const schemes = field(field(document, 'components'), 'securitySchemes')
  const { authorizationType: authorization } = record
  if (operation) {
    const after = { authorization, authorizer: currentAuthorizer(record, authorizers) }
    const changed = differences(deployedShape(operation, schemes), after)
    if (changed.length === 0) return identityOf(document, operation)
  }
  if (authorization === 'NONE') return null
  return authorization === 'AWS_IAM' ? { sources: [], signed: true } : identityOfAuthorizer(record, authorizers)
}
