import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { errorAnswer, ServiceError } from '../http/errors.js'
import { checkJson } from '../http/json.js'
import type { HttpRequest } from '../http/message.js'
import type { Routed } from '../server/router.js'
import type { RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import { STATE } from './schema.js'

export interface KeptState {
  /** By the sandbox's clock, which may have been put forward. */
  readonly savedAt: number
  readonly apis: readonly RestApi[]
}

/** What an earlier sandbox wrote; null where there is no such file. Throws an Error that says what is wrong with it. */
export function readState(path: string): KeptState | null {
  const text = textOf(path)
  if (text === null) return null
  const { value, problem } = checkJson(STATE, parse(text), 'state')
  if (problem !== null) throw new Error(`not the state of a sandbox: ${problem}`)
  return value
}

/** Written beside and renamed, so that a crash leaves the old state or the new one. */
export function writeState(path: string, { apis, clock }: Pick<World, 'apis' | 'clock'>): void {
  const state = { version: 1, savedAt: clock.now(), apis: [...apis.values()] }
  const text = JSON.stringify(state, (_, value: unknown) => (value instanceof Map ? [...value] : value), 1)
  writeFileSync(`${path}.new`, `${text}\n`)
  renameSync(`${path}.new`, path)
}

/** Keeps the world after every request to the control plane that may have changed it, before the answer goes out. */
export function keeping(
  path: string,
  world: World,
  route: (request: HttpRequest) => Routed | Promise<Routed>,
): (request: HttpRequest) => Promise<Routed> {
  return async (request) => {
    const routed = await route(request)
    if (routed.service !== 'apigateway' || request.method === 'GET') return routed
    try {
      writeState(path, world)
      return routed
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      const unkept = new ServiceError(500, 'InternalFailure', `done, but the state was not kept: ${why}`)
      return { ...routed, answer: errorAnswer(unkept) }
    }
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return null
    throw error
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}
