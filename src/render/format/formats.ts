import { jsonText } from './text.js'

export const FORMATS = ['table', 'json', 'ndjson', 'csv', 'markdown', 'text'] as const
export type Format = (typeof FORMATS)[number]

/** A result as JSON that ends with a newline. */
export function json(value: unknown): string {
  return `${jsonText(value, 2)}\n`
}
