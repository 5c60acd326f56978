import { cbor } from '@smithy/core/cbor'
import fc from 'fast-check'
import { NOT_EMULATED } from '../../../src/sandbox/control/not-emulated.js'
import { ROUTES } from '../../../src/sandbox/control/routes.js'
import { API, SIGNED } from '../support/sandbox.js'

/** One input: a request, or bytes for a socket of their own. */
export type Input =
  | {
      readonly kind: 'request'
      readonly method: string
      readonly path: string
      readonly headers: Readonly<Record<string, string>>
      readonly body: Buffer
    }
  | { readonly kind: 'raw'; readonly bytes: Buffer }

const STRANGE = [
  '',
  ' ',
  '0',
  '-1',
  '1e309',
  'null',
  'true',
  '__proto__',
  'constructor',
  'toString',
  '☃',
  '\u0000',
  '\r\nX: y',
  '../..',
  '%00',
  '%zz',
  '~1',
  '~2',
  '/',
  '//',
  '*',
  '{proxy+}',
  '\u0024{stageVariables.x}',
  "$input.path('$')",
  '#foreach($i in [1..9])$i#end',
  '(a+)+b',
  '(',
  'a'.repeat(3000),
  '9'.repeat(400),
  'arn:aws:x',
  '2026-13-45',
  "'",
  '"',
  '<x/>',
  '&amp;',
  'http://127.0.0.1:1/',
  'prod',
  'GET',
  API,
  'application/json',
  'method.request.path.id',
] as const
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...STRANGE) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
)
const FIELDS = [
  'name',
  'description',
  'type',
  'httpMethod',
  'uri',
  'authorizationType',
  'requestParameters',
  'requestTemplates',
  'responseTemplates',
  'responseParameters',
  'selectionPattern',
  'cacheKeyParameters',
  'cacheNamespace',
  'stageName',
  'deploymentId',
  'cacheClusterEnabled',
  'cacheClusterSize',
  'variables',
  'canarySettings',
  'patchOperations',
  'op',
  'path',
  'value',
  'from',
  'tags',
  'pathPart',
  'identitySource',
  'identityValidationExpression',
  'schema',
  'contentType',
  'statusCode',
  'timeoutInMillis',
  'endpointConfiguration',
  'types',
  'binaryMediaTypes',
  'policy',
  'Namespace',
  'MetricName',
  'Dimensions',
  'Name',
  'Value',
  'StartTime',
  'EndTime',
  'Period',
  'Statistics',
  'MetricDataQueries',
  'Id',
  'Expression',
  'MetricStat',
  'Stat',
  'ReturnData',
  'NextToken',
  'MaxDatapoints',
  'advanceMs',
  'missRate',
  'backendErrorRate',
  'openapi',
  'swagger',
  'paths',
  'info',
  '$ref',
  'keyId',
  'limit',
  '__proto__',
  'constructor',
] as const
const json = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    text,
    fc.constantFrom(null, true, false, 0, -1, 1.5, 1e15, 8.64e15, 2 ** 53),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc
    .array(fc.tuple(fc.constantFrom(...FIELDS), tie('value')), { maxLength: 5 })
    .map((fields) => Object.fromEntries(fields)),
})).object

const patch = fc.record({
  patchOperations: fc.array(
    fc.record({
      op: fc.constantFrom('add', 'remove', 'replace', 'copy', 'move', 'test'),
      path: fc
        .array(fc.oneof(fc.constantFrom(...FIELDS, 'caching', 'enabled', '*', 'GET', '~1pets'), text), {
          maxLength: 5,
        })
        .map((parts) => `/${parts.join('/')}`),
      value: text,
    }),
    { maxLength: 3 },
  ),
})
const jsonBody = fc.oneof(json, patch).map((value) => Buffer.from(JSON.stringify(value)))
const anyBody = fc.oneof(
  { weight: 6, arbitrary: jsonBody },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('{', '[', 'null', '[]', '"', '{"a":', '<a>', 'a: [b', '&a [*a]').map(Buffer.from),
  },
)
const segment = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(API, 'prod', 'GET', 'a1b2c3', '200', 'DEFAULT_4XX', 'oas30') },
  { weight: 1, arbitrary: text.map(encodeURIComponent) },
  { weight: 1, arbitrary: fc.constantFrom('%61', '%zz', '%2F', '..', '') },
)
const signed = (service: string) => ({ authorization: SIGNED.authorization.replace('apigateway', service) })
const headers = fc.dictionary(
  fc.constantFrom(
    'accept',
    'content-type',
    'cache-control',
    'x-api-key',
    'x-a',
    '__proto__',
    'constructor',
    'x-amz-date',
  ),
  text.map((value) => value.replace(/[^\x20-\x7e]/g, '?')),
  { maxKeys: 3 },
)
const request = (method: string, path: string, body: Buffer, sent: Readonly<Record<string, string>>): Input => ({
  kind: 'request',
  method,
  path: path.replace(/[^\x21-\x7e]/g, '%20'),
  headers: sent,
  body,
})

const control = fc
  .tuple(
    fc.constantFrom(...ROUTES, ...NOT_EMULATED),
    fc.array(segment, { minLength: 8, maxLength: 8 }),
    anyBody,
    headers,
  )
  .map(([route, names, body, sent]) => {
    let next = 0
    const path = route.path.replace(/:\w+(\([^)]*\))?|\*/g, () => names[next++] ?? '')
    return request(route.method, path, body, { ...sent, ...signed('apigateway') })
  })
const imported = fc
  .tuple(fc.constantFrom('POST /restapis?mode=import', `PUT /restapis/${API}?mode=merge`), anyBody, headers)
  .map(([line, body, sent]) => {
    const [method = '', path = ''] = line.split(' ')
    return request(method, path, body, { ...sent, ...signed('apigateway') })
  })
const data = fc
  .tuple(
    fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS', 'DELETE'),
    fc.array(segment, { maxLength: 4 }),
    text,
    anyBody,
    headers,
  )
  .map(([method, path, query, body, sent]) =>
    request(method, `/restapis/${API}/prod/_user_request_/${path.join('/')}?${encodeURI(query)}`, body, sent),
  )

const OPERATIONS = [
  'GetMetricData',
  'GetMetricStatistics',
  'ListMetrics',
  'PutMetricAlarm',
  'DescribeAlarms',
  'constructor',
  '',
]
const form = fc
  .array(fc.tuple(fc.array(fc.constantFrom(...FIELDS, 'member', '1', '2'), { minLength: 1, maxLength: 5 }), text), {
    maxLength: 6,
  })
  .map((pairs) => pairs.map(([name, value]) => `${name.join('.')}=${encodeURIComponent(value)}`).join('&'))
const metrics = fc.oneof(
  fc.tuple(fc.constantFrom(...OPERATIONS), anyBody).map(([operation, body]) =>
    request('POST', '/', body, {
      ...signed('monitoring'),
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `GraniteServiceVersion20100801.${operation}`,
    }),
  ),
  fc
    .tuple(fc.constantFrom(...OPERATIONS), form)
    .map(([operation, fields]) =>
      request('POST', '/', Buffer.from(`Action=${operation}&Version=2010-08-01&${fields}`), signed('monitoring')),
    ),
  fc
    .tuple(
      fc.constantFrom(...OPERATIONS),
      fc.oneof(
        json.map((value) => Buffer.from(cbor.serialize(value))),
        anyBody,
      ),
    )
    .map(([operation, body]) =>
      request('POST', `/service/GraniteServiceVersion20100801/operation/${operation}`, body, {
        ...signed('monitoring'),
        'content-type': 'application/cbor',
        'smithy-protocol': 'rpc-v2-cbor',
      }),
    ),
)
const sts = fc
  .tuple(fc.constantFrom('GetCallerIdentity', 'AssumeRole', 'toString'), form)
  .map(([operation, fields]) =>
    request('POST', '/', Buffer.from(`Action=${operation}&Version=2011-06-15&${fields}`), signed('sts')),
  )
const administration = fc
  .tuple(
    fc.constantFrom('GET', 'POST', 'DELETE'),
    fc.constantFrom('health', 'clock', 'faults', 'requests', 'reset', 'constructor', ''),
    anyBody,
  )
  .map(([method, name, body]) => request(method, `/_sandbox/${name}`, body, {}))

const LINES = [
  'GET / HTTP/1.1',
  'POST /restapis HTTP/1.1',
  'GET /_sandbox/health HTTP/1.0',
  'PUT * HTTP/1.1',
  'X',
  'GET  / HTTP/1.1',
]
const FIELDS_SENT = [
  'Host: localhost',
  'Host: evil.example',
  'Content-Length: 5',
  'Content-Length: -1',
  'Transfer-Encoding: chunked',
  'Connection: close',
  'Expect: 100-continue',
  'Upgrade: x',
  'X:\x00',
  ': y',
  'Origin: null',
]
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((given) => Buffer.from(given)),
  fc
    .tuple(
      fc.constantFrom(...LINES),
      fc.array(fc.constantFrom(...FIELDS_SENT), { maxLength: 5 }),
      text,
      fc.constantFrom('\r\n', '\n'),
    )
    .map(([line, fields, body, end]) => Buffer.from([line, ...fields, '', body].join(end), 'latin1')),
)
const sockets = bytes.map((given): Input => ({ kind: 'raw', bytes: given }))

/** The same ones for the same batch. */
export function inputs(count: number, batch: number): readonly Input[] {
  const any = fc.oneof(
    { weight: 8, arbitrary: control },
    { weight: 2, arbitrary: imported },
    { weight: 4, arbitrary: data },
    { weight: 4, arbitrary: metrics },
    { weight: 1, arbitrary: sts },
    { weight: 1, arbitrary: administration },
    { weight: 2, arbitrary: sockets },
  )
  return fc.sample<Input>(any, { numRuns: count, seed: batch })
}
