import type { HttpAnswer } from '../http/message.js'
import type { World } from '../world/world.js'
import type { Input } from './input.js'

/** What an operation gets: the names from the path (decoded), the query, and the JSON body. */
export interface Call {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: Input
  /** The largest page that collections are served in. */
  readonly pageSize: number
}

/** The JSON to answer with, nothing for an empty body, or an answer of the operation's own. */
export type Reply = object | undefined

export type Operation = (world: World, call: Call) => Reply | Promise<Reply>

/** An answer that is not JSON, or not with the operation's usual headers. */
export class RawReply {
  readonly headers: HttpAnswer['headers']
  readonly body: string

  constructor(headers: HttpAnswer['headers'], body: string) {
    this.headers = headers
    this.body = body
  }
}

export function param(call: Call, name: string): string {
  const value = call.params[name]
  if (value === undefined) throw new Error(`the route has no parameter ${name}`)
  return value
}
