import type { Received } from './send.js'

/** Values as JSON has them: what an observation expects and what it saw. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** What came back, with the readings of it that observations are made of. */
export interface Answer extends Received {
  /** The body where it is a JSON object, else an empty one. */
  readonly json: Readonly<Record<string, Json>>
}

export function answerOf(received: Received): Answer {
  return { ...received, json: objectIn(received.text) }
}

/** `201`, or `400 BadRequestException: Invalid …`. */
export function outcome({ status, headers, json, text }: Answer): string {
  if (status < 400) return String(status)
  const [type = 'no type'] = String(headers['x-amzn-errortype'] ?? codeIn(json) ?? 'no type').split(':')
  const message = json.message ?? json.Message ?? text.slice(0, 300)
  return `${status} ${type}: ${message}`
}

/** The named fields, and null for one that is missing. */
export function pick(json: Answer['json'], ...names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [name, json[name] ?? null]))
}

/** A field that should be an object; an empty one where it is none. */
export function inner(json: Answer['json'], name: string): Answer['json'] {
  return record(json[name])
}

export function record(value: Json | undefined): Answer['json'] {
  return isRecord(value) ? value : {}
}

/** The members of a collection. */
export function items({ json }: Answer): readonly Answer['json'][] {
  const { item } = json
  if (Array.isArray(item)) return item.map(record)
  return isRecord(item) ? [item] : []
}

function objectIn(text: string): Answer['json'] {
  try {
    const value: Json = JSON.parse(text)
    return record(value)
  } catch {
    return {}
  }
}

/** The JSON protocols of CloudWatch have the type in the body. */
function codeIn(json: Answer['json']): string | undefined {
  return typeof json.__type === 'string' ? json.__type.split('#').at(-1) : undefined
}

function isRecord(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
