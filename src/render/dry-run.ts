import type { DryRun } from '../core/aws/dry-run.js'
import { fields, type View } from './format/print.js'
import { clean } from './format/text.js'

type Request = DryRun['requests'][number]

/** The requests that would be sent, to read or to repeat by hand. */
export const dryRunView: View<DryRun, Request> = {
  screen: ({ requests }) => (requests.length === 0 ? 'nothing would be sent' : requests.map(lines).join('\n')),
  rows: ({ requests }) => requests,
  columns: [
    ...fields('service', 'method', 'url'),
    { name: 'body', value: ({ body }) => (body === null ? null : JSON.stringify(body)) },
  ],
}

function lines({ method, url, body, headers = [] }: Request): string {
  const first = [`${method} ${clean(url)}`, ...headers.map((header) => `  ${clean(header)}`)].join('\n')
  if (body === null) return first
  const text = JSON.stringify(body, null, 2).split('\n').map(clean)
  return [first, ...text.map((line) => `  ${line}`)].join('\n')
}
