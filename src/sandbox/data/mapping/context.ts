import { own } from '../../http/own.js'
import { addressedPath, type Call, utcDate } from '../call.js'
import { type Fields, fieldsOf } from '../templates/values.js'
import { valueAt } from './body-path.js'

type Read = (call: Call) => string | number | undefined

/** `$context`, by the path of each variable. A variable of an AWS_IAM caller is not there on other methods. */
const VARIABLES: Readonly<Record<string, Read>> = {
  accountId: ({ context }) => context.accountId,
  apiId: ({ context }) => context.apiId,
  deploymentId: ({ served }) => served.deployment.id,
  domainName: ({ request }) => request.headers.host,
  domainPrefix: ({ request }) => request.headers.host?.split('.')[0],
  extendedRequestId: ({ context }) => context.extendedRequestId,
  httpMethod: ({ request }) => request.method,
  'identity.accessKey': ({ caller }) => caller.accessKey,
  'identity.accountId': ({ caller, context }) => (caller.accessKey === undefined ? undefined : context.accountId),
  'identity.apiKey': ({ caller }) => caller.apiKey?.value,
  'identity.apiKeyId': ({ caller }) => caller.apiKey?.id,
  'identity.caller': ({ caller }) => caller.userId?.(),
  'identity.sourceIp': ({ request }) => request.sourceIp,
  'identity.user': ({ caller }) => caller.userId?.(),
  'identity.userAgent': ({ request }) => request.headers['user-agent'],
  'identity.userArn': ({ caller }) => caller.userArn,
  isCanaryRequest: ({ served }) => (served.canary === null ? undefined : String(served.canary)),
  path: addressedPath,
  protocol: () => 'HTTP/1.1',
  requestId: ({ context }) => context.requestId,
  requestTime: ({ context }) => utcDate(context.requestTimeMs).commonLog,
  requestTimeEpoch: ({ context }) => context.requestTimeMs,
  resourceId: ({ resource }) => resource.id,
  resourcePath: ({ resource }) => resource.path,
  stage: ({ context }) => context.stage,
}

/** One variable, as text. */
export function contextValue(call: Call, name: string): string | undefined {
  if (name.startsWith('authorizer.')) return valueAt(call.caller.authorizer, name.slice('authorizer.'.length))
  const value = own(VARIABLES, name)?.(call)
  return value === undefined ? undefined : String(value)
}

/** All of them, as a template sees them. */
export function contextFields(call: Call): Fields {
  const fields = fieldsOf()
  for (const [path, read] of Object.entries(VARIABLES)) {
    const value = read(call)
    if (value === undefined) continue
    const [first = '', second] = path.split('.')
    if (second === undefined) fields[first] = value
    else fields[first] = fieldsOf([...Object.entries(fields[first] ?? {}), [second, value]])
  }
  const { authorizer } = call.caller
  if (authorizer) fields.authorizer = structuredClone(authorizer)
  return fields
}
