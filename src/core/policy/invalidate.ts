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
 * with or without a cluster. Errors: `failure` if the API lacks a method, or if nothing is named or cached.
 */
export async function invalidatePolicy(
  stage: OpenStage,
  place: Place,
  named: readonly MethodRef[],
): Promise<Policy> {
  const { target, record } = stage
  const seen = await requireMethods(stage)
  const known = seen.deployed ?? seen.current ?? []
  const methods =
    named.length > 0
      ? named.map((ref) => served(known, ref, target))
      : effectiveMethods(record, seen).filter(stores)
  if (methods.length === 0) {
    const message = `no method of stage ${target.stage} is cached`
    throw new ApigwCacheError('failure', 'no-cached-method', message, { hint: 'name the methods' })
  }
  const arns = methods.map(({ method, path }) => invokeArn(place, method, path))
  const statement = allow('InvalidateCacheEntries', ['execute-api:InvalidateCache'], arns)
  return { document: documentOf([statement]), notes: notesOn(methods, seen) }
}

/** Permits only the named verb of an ANY method. */
function served(known: readonly MethodRef[], ref: MethodRef, target: Target): MethodRef {
  const any = known.find(({ method, path }) => method === 'ANY' && path === ref.path)
  return any && servedVerbs(any, known).includes(ref.method) ? ref : pickMethod(known, ref, target)
}

function notesOn(methods: readonly MethodRef[], { current }: MethodsSeen): readonly string[] {
  const open = methods.filter((ref) => {
    const record = servingMethod(current ?? [], ref)
    return record !== null && record.authorizationType !== 'AWS_IAM'
  })
  return [
    ...(methods.some(({ path }) => path.includes('{'))
      ? [
          'a path parameter becomes *, which in IAM goes over slashes as well: what lies below is permitted too',
        ]
      : []),
    ...(open.length > 0
      ? [
          `no policy counts on methods without AWS_IAM authorisation, where no signature is looked at: ${open.map(nameOfMethod).join(', ')}`,
        ]
      : []),
    'callers of AWS_IAM methods need execute-api:Invoke as well; other accounts cannot invalidate at all',
  ]
}
