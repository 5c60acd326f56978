import { readFileSync } from 'node:fs'
import { errorAnswer, messageOf, ServiceError } from '../http/errors.js'
import { checkJson } from '../http/json.js'
import { mistakeIn } from '../openapi/document.js'
import type { Route } from '../server/router.js'
import { type AccountSettings, hasAnySetting } from '../world/account-settings.js'
import type { Account } from '../world/lambda.js'
import type { RestApi } from '../world/model.js'
import type { Worlds } from '../worlds/worlds.js'
import { type KeptMonitoring, keptMonitoring } from './monitoring.js'
import { placeIn } from './place.js'
import { codeOf, replaceFile } from './replace.js'
import { STATE } from './schema.js'

export interface KeptState {
  /** By the sandbox's clock, which may have been put forward. */
  readonly savedAt: number
  readonly regional: boolean
  readonly worlds: readonly KeptWorld[]
}

interface KeptWorld extends Partial<Account>, Partial<AccountSettings> {
  readonly apis: readonly RestApi[]
  readonly monitoring?: KeptMonitoring
}

/** The state of an earlier sandbox; null without a file. Throws an Error that says what is wrong with it. */
export function readState(path: string): KeptState | null {
  const text = textOf(path)
  if (text === null) return null
  const json = parse(text)
  const { value, problem } = checkJson(STATE, json, 'state', (place) => placeIn(json, place))
  if (problem !== null) throw new Error(`not the state of a sandbox: ${problem}`)
  if (value.version === 2) return value
  // Of the time when there was one world: its APIs belong to whatever is home.
  return { savedAt: value.savedAt, regional: false, worlds: [{ apis: value.apis }] }
}

/** A crash leaves the old state or the new one. */
export function writeState(path: string, worlds: Worlds): void {
  const { regional, home } = worlds
  const kept = worlds
    .all()
    .filter(({ apis, settings, monitoring }) => apis.size > 0 || hasAnySetting(settings) || monitoring.changes > 0)
    .map(({ accountId, region, settings, monitoring, apis }) => ({
      accountId,
      region,
      ...settings,
      monitoring: keptMonitoring(monitoring),
      apis: [...apis.values()],
    }))
  const state = { version: 2, savedAt: home.clock.now(), regional, worlds: kept }
  const text = JSON.stringify(state, (_, value: unknown) => (value instanceof Map ? [...value] : value), 1)
  replaceFile(path, `${text}\n`)
}

/** Writes the state after each request that may have changed it, before its answer is sent. */
export function withStateFile(path: string, worlds: Worlds, route: Route): Route {
  let monitored = monitoringChanges(worlds)
  return async (request, host) => {
    const routed = await route(request, host)
    const changed = monitored !== monitoringChanges(worlds)
    if (!changed && (routed.service !== 'apigateway' || request.method === 'GET')) return routed
    monitored = monitoringChanges(worlds)
    try {
      writeState(path, worlds)
      return routed
    } catch (cause) {
      const message = `done, but the state was not kept: ${messageOf(cause)}`
      return { ...routed, answer: errorAnswer(new ServiceError(500, 'InternalFailure', message)) }
    }
  }
}

/** Alarms change also when they are looked at. */
function monitoringChanges(worlds: Worlds): number {
  return worlds.all().reduce((sum, { monitoring }) => sum + monitoring.changes, 0)
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What the engine says quotes the text, in which there are tokens and values of keys.
    throw new Error(`not JSON (${mistakeIn(text) ?? 'it has what only YAML has'})`)
  }
}
