import { own } from '../../http/own.js'
import type { Json } from '../document.js'
import { wrong } from '../intrinsics/scope.js'
import { lambdaAuthorizer, userPoolAuthorizer } from './authorizers.js'
import { checkNames, type Expansion, flagBefore, objectAt, textBefore } from './expansion.js'

export interface ApiEvent {
  readonly properties: Json
  readonly at: string
}

const API = {
  known: [
    ...['DefaultAuthorizer', 'Authorizers', 'ApiKeyRequired', 'UsagePlan', 'InvokeRole'],
    ...['AddDefaultAuthorizerToCorsPreflight', 'AddApiKeyRequiredToCorsPreflight'],
  ],
  notDone: ['ResourcePolicy'],
}
const EVENT = {
  known: ['Authorizer', 'ApiKeyRequired', 'AuthorizationScopes', 'InvokeRole'],
  notDone: ['ResourcePolicy', 'OverrideApiAuth'],
}
const IAM = 'AWS_IAM'
const API_KEY = 'api_key'

/** `security` of the methods of an API that say nothing of their own. */
export function defaultSecurity(expansion: Expansion, auth: Json, at: string): readonly Json[] {
  return [
    ...keyOf(flagBefore(expansion, auth.ApiKeyRequired, `${at}.ApiKeyRequired`)),
    ...defaultOf(expansion, auth, at),
  ]
}

/** What the CORS method of a path has of it. */
export function preflightSecurity(expansion: Expansion, auth: Json, at: string): readonly Json[] {
  const wanted = (name: string, otherwise: boolean) =>
    auth[name] === undefined ? otherwise : flagBefore(expansion, auth[name], `${at}.${name}`)
  const needsKey = flagBefore(expansion, auth.ApiKeyRequired, `${at}.ApiKeyRequired`)
  return [
    ...keyOf(needsKey && wanted('AddApiKeyRequiredToCorsPreflight', true)),
    ...(wanted('AddDefaultAuthorizerToCorsPreflight', true) ? defaultOf(expansion, auth, at) : []),
  ]
}

function keyOf(needed: boolean): readonly Json[] {
  return needed ? [{ [API_KEY]: [] }] : []
}

function defaultOf(expansion: Expansion, auth: Json, at: string): readonly Json[] {
  if (auth.DefaultAuthorizer === undefined) return []
  const name = textBefore(expansion, auth.DefaultAuthorizer, `${at}.DefaultAuthorizer`)
  if (name === 'NONE') return []
  checkAuthorizer(auth, name, `${at}.DefaultAuthorizer`)
  return [{ [name]: scopesOf(auth, name) }]
}

/** Of a user pool's authorizer. */
function scopesOf(auth: Json, name: string): unknown {
  const scopes: unknown = Object(own(objectAt(auth.Authorizers, 'Authorizers'), name)).AuthorizationScopes
  return scopes ?? []
}

/** What an event says goes before what the API says. */
export function authorizationOf(expansion: Expansion, { properties, at }: ApiEvent, auth: Json) {
  const place = `${at}.Auth`
  const own = objectAt(properties.Auth, place)
  checkNames(expansion, own, EVENT, place)
  const needsKey = own.ApiKeyRequired ?? auth.ApiKeyRequired
  const security = [
    ...keyOf(flagBefore(expansion, needsKey, `${place}.ApiKeyRequired`)),
    ...authorizerOf(expansion, own, auth, place),
  ]
  const isIam = security.some((one) => IAM in one)
  const role = own.InvokeRole ?? auth.InvokeRole ?? 'CALLER_CREDENTIALS'
  return { security, credentials: isIam && role !== 'NONE' ? (role === 'CALLER_CREDENTIALS' ? CALLER : role) : null }
}

const CALLER = 'arn:aws:iam::*:user/*'

function authorizerOf(expansion: Expansion, own: Json, auth: Json, at: string): readonly Json[] {
  if (own.Authorizer === undefined) return defaultOf(expansion, auth, at)
  const name = textBefore(expansion, own.Authorizer, `${at}.Authorizer`)
  if (name === 'NONE') return []
  checkAuthorizer(auth, name, `${at}.Authorizer`)
  return [{ [name]: own.AuthorizationScopes ?? scopesOf(auth, name) }]
}

function checkAuthorizer(auth: Json, name: string, at: string): void {
  if (name === IAM || Object.hasOwn(objectAt(auth.Authorizers, at), name)) return
  throw wrong(at, `the API has no authorizer ${name}`)
}

/** The security schemes of an API's document. */
export function schemesOf(expansion: Expansion, auth: Json, used: readonly Json[], at: string): Json {
  checkNames(expansion, auth, API, at)
  const schemes = Object.entries(objectAt(auth.Authorizers, `${at}.Authorizers`)).map(([name, authorizer]) => {
    const place = `${at}.Authorizers.${name}`
    const given = objectAt(authorizer, place)
    return [
      name,
      given.UserPoolArn === undefined
        ? lambdaAuthorizer(expansion, given, place)
        : userPoolAuthorizer(expansion, given, place),
    ]
  })
  const names = new Set(used.flatMap((security) => Object.keys(security)))
  return {
    ...Object.fromEntries(schemes),
    ...(names.has(API_KEY) ? { [API_KEY]: { type: 'apiKey', name: 'x-api-key', in: 'header' } } : {}),
    ...(names.has(IAM)
      ? { [IAM]: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' } }
      : {}),
  }
}
