import type { HttpAnswer } from './message.js'

/** Refusals with a different name in the query protocol. */
const CODES: Readonly<Record<string, string>> = {
  InvalidSignatureException: 'SignatureDoesNotMatch',
  UnrecognizedClientException: 'InvalidClientTokenId',
}

/** An answer in the query protocol, whose requests are forms and whose answers are XML. */
export function xmlAnswer(status: number, body: string): HttpAnswer {
  return { status, headers: [['Content-Type', 'text/xml']], body }
}

/** `AccessDeniedException` → `AccessDenied`. */
export function queryCode(type: string): string {
  return CODES[type] ?? type.replace(/Exception$/, '')
}

interface QueryError {
  readonly code: string
  readonly message: string
  readonly fault?: 'Sender' | 'Receiver'
  /** Members of the error besides, as XML. */
  readonly more?: string
}

export function queryError(
  namespace: string,
  requestId: string,
  { code, message, fault = 'Sender', more = '' }: QueryError,
): string {
  return [
    `<ErrorResponse xmlns="${namespace}">`,
    `<Error><Type>${fault}</Type><Code>${escapeXml(code)}</Code>`,
    `${message === '' ? '' : `<Message>${escapeXml(message)}</Message>`}${more}</Error>`,
    `<RequestId>${requestId}</RequestId>`,
    '</ErrorResponse>',
  ].join('')
}

/** What an operation answers: the content of its result. */
export function queryAnswer(namespace: string, operation: string, requestId: string, result: string): HttpAnswer {
  return xmlAnswer(
    200,
    [
      `<${operation}Response xmlns="${namespace}">`,
      `<${operation}Result>${result}</${operation}Result>`,
      `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`,
      `</${operation}Response>`,
    ].join(''),
  )
}

/** Each field as an element, objects with theirs inside. */
export function xmlOf(fields: object): string {
  return Object.entries(fields)
    .map(([name, value]: [string, unknown]) => {
      const content = typeof value === 'object' && value ? xmlOf(value) : escapeXml(String(value))
      return `<${name}>${content}</${name}>`
    })
    .join('')
}

/** Escapes text for an element. Characters that XML does not allow become the replacement character. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
}
