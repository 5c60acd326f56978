import { ROUTES } from '../control/routes.js'
import { ServiceError } from '../http/errors.js'
import { type HttpAnswer, type HttpRequest, jsonAnswer } from '../http/message.js'
import { escapeXml, queryCode, queryError, xmlAnswer } from '../http/query-xml.js'
import { scopeOf } from '../iam/credential.js'

const OWN = new Set(['account', 'apigateway', 'execute-api', 'logs', 'monitoring', 'sts'])
const NAME = /^[a-z\d-]{1,64}$/i
/** Services of REST-XML; those of the query protocol are told by their forms. */
const REST_XML = new Set(['cloudfront', 'route53', 's3', 's3-object-lambda', 's3-outposts', 's3express'])

const rootOf = (path: string) => path.split('/', 2)[1] ?? ''
/** The first segments of what the control plane has. */
const OWN_ROOTS = new Set(ROUTES.map(({ path }) => rootOf(path)))

/**
 * The service that a request was signed for, where it is none of the sandbox's. On paths of the control plane such a
 * signature is a wrong one, as it is on AWS.
 */
export function otherService(request: HttpRequest): string | null {
  const service = scopeOf(request)?.service ?? ''
  return OWN.has(service) || !NAME.test(service) || OWN_ROOTS.has(rootOf(request.path)) ? null : service
}

/** Says that there is no such service, in a form that its clients read. */
export function refuseService(service: string, request: HttpRequest, requestId: string): HttpAnswer {
  const message = `the sandbox has no service ${service}: it has API Gateway, CloudWatch, CloudWatch Logs, STS and Account`
  const { status, type } = notImplemented(message)
  const code = queryCode(type)
  if (service === 'ec2') return xmlAnswer(status, ec2Error(code, message, requestId))
  if (service.startsWith('s3') && REST_XML.has(service)) return xmlAnswer(status, s3Error(code, message, requestId))
  if (REST_XML.has(service) || isForm(request)) {
    const namespace = `https://${service}.amazonaws.com/`
    return xmlAnswer(status, queryError(namespace, requestId, { code, message, fault: 'Receiver' }))
  }
  return jsonAnswer(status, { __type: type, message }, [['x-amzn-ErrorType', type]])
}

/** HTTP and WebSocket APIs have their own operations, signed for the same service. */
export function secondVersionRefusal(request: HttpRequest): ServiceError | null {
  if (!request.path.startsWith('/v2/') || scopeOf(request)?.service !== 'apigateway') return null
  return notImplemented('The sandbox does not emulate HTTP and WebSocket APIs, which have no cache: it has REST APIs.')
}

function notImplemented(message: string): ServiceError {
  return new ServiceError(501, 'NotImplementedException', message)
}

function isForm({ headers, body }: HttpRequest): boolean {
  if (headers['x-amz-target'] !== undefined) return false
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return true
  return body.subarray(0, 7).toString('latin1') === 'Action='
}

function s3Error(code: string, message: string, requestId: string): string {
  const content = `<Code>${code}</Code><Message>${escapeXml(message)}</Message><RequestId>${requestId}</RequestId>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${content}</Error>`
}

function ec2Error(code: string, message: string, requestId: string): string {
  const error = `<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`
  return `<Response><Errors>${error}</Errors><RequestID>${requestId}</RequestID></Response>`
}
