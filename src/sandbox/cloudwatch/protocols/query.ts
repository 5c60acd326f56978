import { escapeXml, queryCode, queryError, xmlAnswer } from '../../http/query-xml.js'
import { formInput } from './form.js'
import { type Protocol, TIMES } from './protocol.js'

const NAMESPACE = 'http://monitoring.amazonaws.com/doc/2010-08-01/'

/** Forms and XML, which clients spoke until December 2025. */
export const QUERY_PROTOCOL: Protocol = {
  operation: ({ body }) => new URLSearchParams(body.toString('utf8')).get('Action') ?? undefined,
  input: ({ body }) => formInput(new URLSearchParams(body.toString('utf8'))),
  result: (operation, output, requestId) =>
    xmlAnswer(
      200,
      [
        `<${operation}Response xmlns="${NAMESPACE}">`,
        element(`${operation}Result`, output),
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`,
        `</${operation}Response>`,
      ].join(''),
    ),
  failed: ({ status, code, message }, requestId) =>
    xmlAnswer(code === 'InvalidAction' ? 400 : status, queryError(NAMESPACE, requestId, { code, message })),
  refused: ({ status, type, message }, requestId) =>
    xmlAnswer(status, queryError(NAMESPACE, requestId, { code: queryCode(type), message })),
}

function element(name: string, value: unknown): string {
  return value === undefined ? '' : `<${name}>${content(name, value)}</${name}>`
}

/** What stands in the element of this name: text, the fields of an object, or the members of a list. */
function content(name: string, value: unknown): string {
  if (Array.isArray(value)) {
    return value.map((member) => `<member>${content(name, member)}</member>`).join('')
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
    return name === 'ExtendedStatistics'
      ? fields
          .map(([key, field]) => `<entry>${element('key', key)}${element('value', field)}</entry>`)
          .join('')
      : fields.map(([key, field]) => element(key, field)).join('')
  }
  return escapeXml(TIMES.has(name) ? new Date(Number(value) * 1000).toISOString() : String(value))
}
