import { ServiceError } from '../http/errors.js'
import type { HttpRequest } from '../http/message.js'
import type { World } from '../world/world.js'
import { parseAuthorization, type Signed, scopeOf } from './credential.js'
import { type Identity, userOfAccount } from './identity.js'
import { sessionIdentity } from './session.js'
import { isSignedWith } from './signature.js'
import { skewProblem, timestampOf } from './timestamp.js'

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access ' +
  'Key and signing method. Consult the service documentation for details.'

type Known = Pick<World, 'identities' | 'roles' | 'iam' | 'clock'>

/** The identity that signed the request. Throws the service's refusal where no known identity did. */
export function authenticate(world: Known, request: HttpRequest, service: string): Identity {
  const signed = parseAuthorization(request.headers.authorization ?? '')
  const timestamp = timestampOf(request)
  if ('missing' in signed || timestamp === null) {
    throw incomplete('missing' in signed ? signed.missing : [], timestamp === null)
  }
  const identity = identityOf(world, request)
  if (!identity || identity.sessionToken !== request.headers['x-amz-security-token']) throw unknownToken()
  const problem = scopeProblem(signed, service, timestamp) ?? skewProblem(timestamp, world.clock.now())
  if (problem !== null) throw invalidSignature(problem)
  if (!isSignedWith(identity.secretAccessKey, request, signed, timestamp)) throw invalidSignature(MISMATCH)
  checkExpiry(identity, world)
  return identity
}

/** Whom the request says it is from, if the sandbox knows anybody of that access key. Checks nothing. */
export function identityOf(world: Omit<Known, 'clock'>, request: Pick<HttpRequest, 'headers'>): Identity | undefined {
  const { accessKeyId = '' } = scopeOf(request) ?? {}
  const known = world.identities.get(accessKeyId)
  if (known) return known
  if (/^\d{12}$/.test(accessKeyId)) return userOfAccount(accessKeyId)
  return sessionIdentity(world, accessKeyId, request.headers['x-amz-security-token'])
}

/** Throws the service's refusal where temporary credentials have run out. */
export function checkExpiry(identity: Pick<Identity, 'expiresAt'> | undefined, { clock }: Pick<World, 'clock'>): void {
  if (clock.now() >= (identity?.expiresAt ?? Number.POSITIVE_INFINITY)) {
    const message = 'The security token included in the request is expired'
    throw new ServiceError(403, 'ExpiredTokenException', message)
  }
}

/** The header's parts, without checking the signature. Throws the service's refusal where one is missing. */
export function signedBy({ headers }: Pick<HttpRequest, 'headers'>): Signed {
  const signed = parseAuthorization(headers.authorization ?? '')
  if ('missing' in signed) throw incomplete(signed.missing, false)
  return signed
}

function scopeProblem(signed: Signed, service: string, timestamp: string): string | null {
  const { date, terminator, signedHeaders } = signed
  if (!signedHeaders.includes('host')) {
    return "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
  }
  if (terminator !== 'aws4_request') {
    return `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'.`
  }
  if (signed.service !== service) return `Credential should be scoped to correct service: '${service}'.`
  const day = timestamp.slice(0, 8)
  if (date === day) return null
  return `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${day}', from '${timestamp}'.`
}

function incomplete(missing: readonly string[], undated: boolean): ServiceError {
  const sentences = missing.map((part) => `Authorization header requires '${part}' parameter.`)
  if (undated) {
    sentences.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
  }
  return new ServiceError(403, 'IncompleteSignatureException', sentences.join(' '))
}

export function unknownToken(): ServiceError {
  return new ServiceError(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.')
}

function invalidSignature(message: string): ServiceError {
  return new ServiceError(403, 'InvalidSignatureException', message)
}
