import type { UnkeyedMethod } from '../advice/unkeyed-path.js'
import { wrongData } from '../advice/wrong-data.js'
import { deployedShape } from './deploy-export.js'
import { type DeployedMethod, deployedMethod, deployedMethods, operationsOf } from './deployed.js'
import { type Identity, identityOf } from './identity.js'
import { field } from './json.js'
import type { MethodRecord, StageRecord } from './plane.js'
import type { MethodRef } from './settings.js'

/**
 * The cached methods that would serve one caller's answer to another once these records are deployed, and did
 * not before, with what their keys lack then. PURE.
 */
export function newlyWrongWith(
  document: unknown,
  records: readonly MethodRecord[],
  settings: StageRecord['settings'],
): readonly UnkeyedMethod[] {
  const running = deployedMethods(document) ?? []
  const published = records.map((record) => publishedMethod(document, record))
  const untouched = running.filter((one) => !records.some((record) => same(one, record)))
  const before = wrongData(running, settings)
  return wrongData([...untouched, ...published], settings).flatMap((one) => {
    const known = before.find((other) => same(one, other))?.missing ?? []
    const missing = one.missing.filter((name) => !known.includes(name))
    return missing.length === 0 ? [] : [{ ...one, missing }]
  })
}

function publishedMethod(document: unknown, record: MethodRecord): DeployedMethod {
  const { method, path, cacheKeyParameters, integration } = record
  const mapping = { cacheKeyParameters, requestParameters: integration?.requestParameters ?? {} }
  return deployedMethod({ method, path }, mapping, identityAfter(document, record))
}

/** What an authorizer reads stands in the export only; one that is new there most likely reads Authorization. */
function identityAfter(document: unknown, record: MethodRecord): Identity | null {
  const operation = operationsOf(document)?.find((one) => same(one, record))?.operation
  const schemes = field(field(document, 'components'), 'securitySchemes')
  const { authorizationType } = record
  if (operation && deployedShape(operation, schemes).authorization === authorizationType) {
    return identityOf(document, operation)
  }
  if (authorizationType === 'NONE') return null
  return { sources: authorizationType === 'AWS_IAM' ? [] : ['method.request.header.Authorization'] }
}

function same(a: MethodRef, b: MethodRef): boolean {
  return a.method === b.method && a.path === b.path
}
