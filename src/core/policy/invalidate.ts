import { ApigwCacheError } from '../base/errors.js'
import { requireMethods } from '../find/methods.js'
import type { OpenStage } from '../find/open-stage.js'
import { type MethodRef, nameOfMethod, servingMethod } from '../gateway/method.js'
import { effectiveMethods, type MethodsSeen, servedVerbs } from '../gateway/methods.js'
import type { Target } from '../gateway/model.js'
import { pickMethod } from '../gateway/named-method.js'
import { stores } from '../gateway/settings.js'
import { allow, documentOf, type Policy } from './document.js'
import { invokeArn, type Place } from './place.js'

/**
 * Permits clients to refresh entries of the named methods, or else of every method that the settings cache,
 * with or without a cluster, and on which a policy counts. Errors: `failure` if the API lacks a method, or if nothing
 * is named and there is no such method.
 */
export async function invalidatePolicy(stage: OpenStage, place: Place, named: readonly MethodRef[]): Promise<Policy> {
  const { target, record } = stage
  const seen = await requireMethods(stage)
  const known = seen.deployed ?? seen.current ?? []
  const methods =
    named.length > 0
      ? named.map((ref) => served(known, ref, target))
      : countingMethods(effectiveMethods(record, seen).filter(stores), seen, target)
  const arns = methods.map(({ method, path }) => invokeArn(place, method, path))
  const statement = allow('InvalidateCacheEntries', ['execute-api:InvalidateCache'], arns)
  return { document: documentOf([statement]), notes: notesOn(methods, seen) }
}

/** Of the cached ones. Nobody is told to attach a policy that changes nothing. */
function countingMethods(cached: readonly MethodRef[], seen: MethodsSeen, { stage }: Target): readonly MethodRef[] {
  if (cached.length === 0) {
    const message = `no method of stage ${stage} is cached`
    throw new ApigwCacheError('failure', 'no-cached-method', message, { hint: 'name the methods' })
  }
  const counting = cached.filter((ref) => !isUnsigned(seen, ref))
  if (counting.length > 0) return counting
  const message = `no cached method of stage ${stage} has AWS_IAM authorisation, and no policy counts on any other`
  throw new ApigwCacheError('failure', 'no-policy-counts', message, {
    hint: 'name the methods for a document all the same',
  })
}

/** True where no signature is looked at; false where that is not known. */
function isUnsigned({ current }: MethodsSeen, ref: MethodRef): boolean {
  const record = servingMethod(current ?? [], ref)
  return record !== null && record.authorizationType !== 'AWS_IAM'
}

/** Permits only the named verb of an ANY method. */
function served(known: readonly MethodRef[], ref: MethodRef, target: Target): MethodRef {
  const any = known.find(({ method, path }) => method === 'ANY' && path === ref.path)
  return any && servedVerbs(any, known).includes(ref.method) ? ref : pickMethod(known, ref, target)
}

function notesOn(methods: readonly MethodRef[], seen: MethodsSeen): readonly string[] {
  const open = methods.filter((ref) => isUnsigned(seen, ref))
  const effect = open.length === methods.length ? 'the document changes nothing as long as that is so: ' : ''
  return [
    ...(methods.some(({ path }) => path.includes('{'))
      ? ['a path parameter becomes *, which in IAM goes over slashes as well: what lies below is permitted too']
      : []),
    ...(open.length > 0
      ? [
          `${effect}no policy counts on methods without AWS_IAM authorisation, where no signature is looked at: ${open.map(nameOfMethod).join(', ')}`,
        ]
      : []),
    'callers of AWS_IAM methods need execute-api:Invoke as well; other accounts cannot invalidate at all',
  ]
}
