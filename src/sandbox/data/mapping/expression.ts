import { headerValues } from '../../http/headers.js'
import { parseJson } from '../../http/json.js'
import { type Call, utcDate } from '../call.js'

/** Reads one value of a call; undefined where the call has none. */
export type Source = (call: Call) => string | undefined

/** Chooses from several values of one name. */
export type MultiValue = 'last' | 'first' | 'joined'

/** Compiles a mapping expression, such as `method.request.querystring.type`, `'literal'` or `context.stage`. */
export function compileSource(expression: string, multiValue: MultiValue = 'last'): Source {
  if (/^'.*'$/s.test(expression)) {
    const literal = expression.slice(1, -1)
    return () => literal
  }
  const [, kind = '', name = ''] =
    /^(method\.request\.(?:path|querystring|header|body)|stageVariables|context)(?:\.(.+))?$/.exec(
      expression,
    ) ?? []
  return readers[kind]?.(name, multiValue) ?? (() => undefined)
}

const readers: Readonly<Record<string, (name: string, multiValue: MultiValue) => Source>> = {
  'method.request.path': (name) => (call) => own(call.pathParameters, name),
  'method.request.querystring': (name, multiValue) => (call) =>
    choose(
      call.query.filter(([key]) => key === name).map(([, value]) => value),
      multiValue,
    ),
  'method.request.header': (name, multiValue) => {
    const lower = name.toLowerCase()
    return (call) => choose(headerValues(call.request.rawHeaders, lower), multiValue)
  },
  'method.request.body': (path) =>
    path === '' ? (call) => call.bodyText : (call) => dig(call.bodyText, path),
  stageVariables: (name) => (call) => own(call.stageVariables, name),
  context: (name) => (call) => contextValue(call, name),
}

/** The value at a dotted path in JSON, as text. */
export function dig(json: string, path: string): string | undefined {
  return member(parseJson(json), path)
}

function member(of: unknown, path: string): string | undefined {
  let value = of
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = Reflect.get(value, step)
  }
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export function contextValue(
  { context, request, resource, rawPath, caller }: Call,
  name: string,
): string | undefined {
  if (name.startsWith('authorizer.')) return member(caller.authorizer, name.slice('authorizer.'.length))
  const values: Readonly<Record<string, () => string | undefined>> = {
    accountId: () => context.accountId,
    apiId: () => context.apiId,
    extendedRequestId: () => context.extendedRequestId,
    httpMethod: () => request.method,
    'identity.accessKey': () => caller.accessKey,
    'identity.sourceIp': () => request.sourceIp,
    'identity.userAgent': () => request.headers['user-agent'],
    'identity.userArn': () => caller.userArn,
    path: () => `/${context.stage}${rawPath}`,
    protocol: () => 'HTTP/1.1',
    requestId: () => context.requestId,
    requestTime: () => utcDate(context.requestTimeMs).commonLog,
    requestTimeEpoch: () => String(context.requestTimeMs),
    resourceId: () => resource.id,
    resourcePath: () => resource.path,
    stage: () => context.stage,
  }
  return own(values, name)?.()
}

function choose(values: readonly string[], multiValue: MultiValue): string | undefined {
  if (values.length < 2 || multiValue === 'first') return values[0]
  return multiValue === 'last' ? values.at(-1) : values.join(',')
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
