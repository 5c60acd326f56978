import type { Connection } from '../aws/connection.js'
import { ApigwCacheError } from '../base/errors.js'
import { readMethods } from '../find/methods.js'
import { servedVerbs } from '../gateway/cached-verbs.js'
import type { MethodRef } from '../gateway/method.js'
import { nameOfMethod, pickMethod } from '../gateway/method.js'
import { effectiveMethods, type MethodsSeen } from '../gateway/methods.js'
import type { Target } from '../gateway/model.js'
import type { StageRecord } from '../gateway/record.js'
import { stores } from '../gateway/settings.js'
import { allow, documentOf, type Policy } from './document.js'
import { invokeArn, type Place } from './place.js'

/**
 * Permits clients to refresh entries of the named methods, else of every method that the stage's settings cache
 * (with a cluster or without one yet). Errors: `failure` for a method that the API does not have, and where
 * nothing is named or cached.
 */
export async function invalidatePolicy(
  connection: Connection,
  { target, stage }: { readonly target: Target; readonly stage: StageRecord },
  place: Place,
  named: readonly MethodRef[],
): Promise<Policy> {
  const seen = await readMethods({ connection, target })
  const known: readonly MethodRef[] | null = seen.deployed ?? seen.current
  if (known === null) await connection.control.methods(target.api.id)
  const methods =
    named.length > 0 ? named.map((ref) => served(known ?? [], ref, target)) : cachedBy(stage, seen)
  if (methods.length === 0) {
    throw new ApigwCacheError('failure', 'no-cached-method', `no method of stage ${target.stage} is cached`, {
      hint: 'name the methods: apigw-cache policy invalidate GET /pets/{id}',
    })
  }
  const arns = methods.map(({ method, path }) => invokeArn(place, method, path))
  const statement = allow('InvalidateCacheEntries', ['execute-api:InvalidateCache'], arns)
  return { document: documentOf([statement]), notes: notesOn(methods, seen) }
}

/** A verb that an ANY method serves is permitted alone, not as all verbs. */
function served(known: readonly MethodRef[], ref: MethodRef, target: Target): MethodRef {
  const any = known.find(({ method, path }) => method === 'ANY' && path === ref.path)
  return any && servedVerbs(any, known).includes(ref.method) ? ref : pickMethod(known, ref, target)
}

function cachedBy(stage: StageRecord, seen: MethodsSeen): readonly MethodRef[] {
  return effectiveMethods(stage, seen).filter(stores)
}

function notesOn(methods: readonly MethodRef[], { current }: MethodsSeen): readonly string[] {
  const open = methods.filter((ref) => {
    const there = current?.filter(({ path }) => path === ref.path) ?? []
    const record =
      there.find(({ method }) => method === ref.method) ?? there.find((one) => one.method === 'ANY')
    return record !== undefined && record.authorizationType !== 'AWS_IAM'
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
