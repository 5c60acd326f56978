import { ServiceError } from '../http/errors.js'
import type { Caller } from '../iam/authorization.js'
import { decide } from '../iam/policy.js'
import { partsOfRole, type Role } from '../iam/role.js'
import { secretOf, tokenOf } from '../iam/session.js'
import type { World } from '../world/world.js'
import type { StsCall } from './call.js'
import { temporaryKey, userId } from './user-id.js'

const AN_HOUR = 3600
const UNDERSTOOD = new Set(['Action', 'Version', 'RoleArn', 'RoleSessionName', 'DurationSeconds', 'ExternalId'])

interface Asked {
  readonly roleArn: string
  readonly sessionName: string
  readonly seconds: number
  readonly externalId: string | null
}

/** Temporary credentials of a role, in whatever account it is. */
export function assumeRole({ world, caller, form }: StsCall): object {
  const asked = read(form)
  const { roleArn, sessionName, seconds } = asked
  const parts = partsOfRole(roleArn)
  if (!parts) throw invalid(`${roleArn} is invalid`)
  const role = world.roles.get(roleArn)
  if (!isAllowed(world, caller, asked, role)) throw denied(caller, roleArn)
  checkDuration(caller, seconds, role)
  const { accountId, name } = parts
  const expiresAt = world.clock.now() + seconds * 1000
  const accessKeyId = temporaryKey(world.random)
  const token = tokenOf({ accessKeyId, roleArn, name: sessionName, expiresAt })
  const principal = `assumed-role/${name}/${sessionName}`
  const [, partition = 'aws'] = roleArn.split(':')
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretOf(token),
      SessionToken: token,
      Expiration: new Date(expiresAt).toISOString(),
    },
    AssumedRoleUser: {
      AssumedRoleId: userId({ accessKeyId, accountId, principal }),
      Arn: `arn:${partition}:sts::${accountId}:${principal}`,
    },
  }
}

function read(form: URLSearchParams): Asked {
  const strange = [...form.keys()].find((name) => !UNDERSTOOD.has(name))
  if (strange !== undefined) {
    const message = `The sandbox does not emulate ${strange.replace(/\..*/, '')} of AssumeRole.`
    throw new ServiceError(501, 'NotImplementedException', message)
  }
  const [roleArn, sessionName, externalId] = ['RoleArn', 'RoleSessionName', 'ExternalId'].map((name) => form.get(name))
  const seconds = form.get('DurationSeconds')
  const problems = [
    ...textProblems('roleArn', roleArn, { least: 20, most: 2048 }),
    ...textProblems('roleSessionName', sessionName, { least: 2, most: 64, pattern: '[\\w+=,.@-]*' }),
    ...(externalId === null
      ? []
      : textProblems('externalId', externalId, { least: 2, most: 1224, pattern: '[\\w+=,.@:\\/-]*' })),
    ...(seconds === null ? [] : durationProblems(seconds)),
  ]
  if (problems.length > 0) {
    const count = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`
    throw invalid(`${count} detected: ${problems.join('; ')}`)
  }
  return {
    roleArn: roleArn ?? '',
    sessionName: sessionName ?? '',
    externalId: externalId ?? null,
    seconds: Number(seconds ?? AN_HOUR),
  }
}

interface Rule {
  readonly least: number
  readonly most: number
  readonly pattern?: string
}

function textProblems(name: string, value: string | null | undefined, { least, most, pattern }: Rule): string[] {
  const failed = (constraint: string) =>
    `Value ${value === null ? 'null' : `'${value}'`} at '${name}' failed to satisfy constraint: Member must ${constraint}`
  if (value === null || value === undefined) return [failed('not be null')]
  return [
    ...(value.length < least ? [failed(`have length greater than or equal to ${least}`)] : []),
    ...(value.length > most ? [failed(`have length less than or equal to ${most}`)] : []),
    ...(pattern !== undefined && !new RegExp(`^${pattern}$`).test(value)
      ? [failed(`satisfy regular expression pattern: ${pattern}`)]
      : []),
  ]
}

function durationProblems(text: string): string[] {
  const failed = (constraint: string) =>
    `Value '${text}' at 'durationSeconds' failed to satisfy constraint: Member must have value ${constraint}`
  const seconds = /^\d+$/.test(text) ? Number(text) : 0
  if (seconds < 900) return [failed('greater than or equal to 900')]
  return seconds > 43_200 ? [failed('less than or equal to 43200')] : []
}

/** A role's trust and external id count whether signatures are checked or not. */
function isAllowed(world: World, caller: Caller, asked: Asked, role: Role | undefined): boolean {
  if (role?.trusts && !role.trusts.some((trusted) => isTrusted(trusted, caller))) return false
  if (role?.externalId !== undefined && role.externalId !== asked.externalId) return false
  if (world.iam === 'off') return true
  return role !== undefined && decide(caller.policies, 'sts:AssumeRole', role.arn) === 'allowed'
}

function isTrusted(trusted: string, { accountId, arn, principal }: Caller): boolean {
  if (trusted === accountId || trusted === arn || trusted.endsWith(`:iam::${accountId}:root`)) return true
  const role = partsOfRole(trusted)
  return role?.accountId === accountId && principal.startsWith(`assumed-role/${role.name}/`)
}

function checkDuration({ principal }: Caller, seconds: number, role: Role | undefined): void {
  if (seconds > (role?.maxSessionDuration ?? AN_HOUR)) {
    throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
  }
  if (principal.startsWith('assumed-role/') && seconds > AN_HOUR) {
    throw invalid('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.')
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError(400, 'ValidationError', message)
}

function denied({ arn }: Caller, roleArn: string): ServiceError {
  const message = `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`
  return new ServiceError(403, 'AccessDenied', message)
}
