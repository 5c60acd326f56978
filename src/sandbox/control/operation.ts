import type { HttpAnswer } from '../http/message.js'
import type { World } from '../world/world.js'
import type { Input } from './input.js'

/** A request to one operation. `params` are the decoded variables of its path. */
export interface Call {
  readonly params: Readonly<Record<string, string | undefined>>
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: Input
  /** Of an import, whose body is a document. */
  readonly rawBody: Buffer
  /** The most items in one page of a collection. */
  readonly pageSize: number
}

/** JSON, nothing for an empty body, or a RawReply. */
export type Reply = object | undefined

export type Operation = (world: World, call: Call) => Reply | Promise<Reply>

/** An answer that is not JSON, or not with the operation's usual headers. */
export class RawReply {
  constructor(
    readonly headers: HttpAnswer['headers'],
    readonly body: string,
  ) {}
}

export function param(call: Call, name: string): string {
  const value = call.params[name]
  if (value === undefined) throw new Error(`the route has no parameter ${name}`)
  return value
}
