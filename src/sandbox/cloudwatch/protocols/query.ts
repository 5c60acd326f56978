import { escapeXml, queryCode, queryError, xmlAnswer } from '../../http/query-xml.js'
import type { Kind } from '../shapes/kinds.js'
import { formInput } from './form.js'
import type { Output, Protocol } from './protocol.js'

const NAMESPACE = 'http://monitoring.amazonaws.com/doc/2010-08-01/'

/** Forms and XML, which clients used until December 2025. */
export const QUERY_PROTOCOL: Protocol = {
  operation: ({ body }) => new URLSearchParams(body.toString('utf8')).get('Action') ?? undefined,
  input: ({ body }, kind) => formInput(new URLSearchParams(body.toString('utf8')), kind),
  result: (operation, output, requestId) =>
    xmlAnswer(
      200,
      [
        `<${operation}Response xmlns="${NAMESPACE}">`,
        resultOf(operation, output),
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`,
        `</${operation}Response>`,
      ].join(''),
    ),
  failed: ({ status, code, message, fault, fields }, _, requestId) =>
    xmlAnswer(
      code === 'InvalidAction' ? 400 : status,
      queryError(NAMESPACE, requestId, { code, message, fault, more: anyXml(fields) }),
    ),
  refused: ({ status, type, message }, requestId) =>
    xmlAnswer(status, queryError(NAMESPACE, requestId, { code: queryCode(type), message })),
}

function resultOf(operation: string, output: Output): string {
  return output ? `<${operation}Result>${content(output.kind, output.value)}</${operation}Result>` : ''
}

/** The content of an element: text, the members of an object or a list, or the entries of a map. */
function content(kind: Kind, value: unknown): string {
  if (kind.kind === 'list' && Array.isArray(value)) {
    return value.map((member) => `<member>${content(kind.of, member)}</member>`).join('')
  }
  if (typeof value !== 'object' || value === null) return leaf(kind, value)
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  if (kind.kind === 'map') {
    return fields
      .map(([key, field]) => `<entry><key>${escapeXml(key)}</key><value>${content(kind.of, field)}</value></entry>`)
      .join('')
  }
  return fields
    .map(([name, field]) => {
      const member = kind.kind === 'structure' ? kind.members.get(name) : undefined
      if (!member) throw new Error(`${name} is no member of the answer`)
      return `<${name}>${content(member, field)}</${name}>`
    })
    .join('')
}

function leaf({ kind }: Kind, value: unknown): string {
  return escapeXml(kind === 'time' ? new Date(Number(value) * 1000).toISOString() : String(value))
}

/** Plain data as XML, for the members of errors. */
function anyXml(value: unknown): string {
  if (Array.isArray(value)) return value.map((member) => `<member>${anyXml(member)}</member>`).join('')
  if (typeof value !== 'object' || value === null) return escapeXml(String(value))
  return Object.entries(value)
    .map(([name, field]) => `<${name}>${anyXml(field)}</${name}>`)
    .join('')
}
