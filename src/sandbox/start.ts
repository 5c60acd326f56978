import { createRoom } from './control/limits/room.js'
import { checkedInput, type SandboxOptions } from './options.js'
import type { Sandbox, SandboxApi } from './sandbox.js'
import { bugReports, tellOnStderr } from './server/bugs.js'
import { createDispatch } from './server/dispatch.js'
import { type Dispatch, listen } from './server/http-server.js'
import { createRequestLog } from './server/request-log.js'
import { createRouter } from './server/router.js'
import { type KeptState, readState, withStateFile, writeState } from './state/file.js'
import type { LoadedTemplate } from './template/load.js'
import { shiftedClock, systemClock } from './world/clock.js'
import { noFaults } from './world/faults.js'
import { seededRandom } from './world/random.js'
import { startNotes } from './worlds/notes.js'
import { homeOf, startWorlds } from './worlds/start.js'
import type { Worlds } from './worlds/worlds.js'

/** Looks at the state before each request, and again when it is answered. */
export type Look = (worlds: Worlds) => void

/** Starts what the options describe. `release` is called when it has closed. */
export async function start(
  options: SandboxOptions,
  release: () => void = () => undefined,
  look: Look | null = null,
): Promise<Sandbox> {
  const clock = shiftedClock(options.clock ?? systemClock)
  const random = options.random ?? seededRandom(options.randomSeed)
  const metricsSeed = options.randomSeed ?? Math.floor(random() * 2 ** 32)
  const log = createRequestLog()
  const faults = noFaults()

  const { stateFile } = options
  const kept = stateFile === undefined ? null : checkedInput('stateFile', () => readState(stateFile))
  // Where the clock of the earlier sandbox was put forward, time goes on from there.
  if (kept) clock.advance(Math.max(0, kept.savedAt - clock.now()))

  const template = await templateOf(options)
  // A reset tells the same again.
  const imported = new Set<string>()
  const begin = (from: KeptState | null) => {
    Object.assign(faults, noFaults(), structuredClone(options.faults))
    const worlds = startWorlds(options, { clock, random, faults, metricsSeed }, from, template, (line) =>
      imported.add(line),
    )
    const router = createRouter(worlds, {
      pageSize: options.pageSize ?? 500,
      quota: options.quota ?? 'off',
      room: createRoom(worlds.all),
    })
    if (stateFile === undefined) return { worlds, router }
    if (!from) checkedInput('stateFile', () => writeState(stateFile, worlds))
    return { worlds, router: withStateFile(stateFile, worlds, router) }
  }
  let current = begin(kept)
  const reset = () => {
    current = begin(null)
    log.clear()
  }

  const admin = { clock, faults, log, reset, worlds: () => current.worlds }
  // Its ids are not those of the seed: a bug changes no chance.
  const report = bugReports(options.onBug ?? tellOnStderr, seededRandom())
  const dispatch = createDispatch({ admin, random, report, router: () => current.router })
  const server = await listen(look ? watched(dispatch, () => look(current.worlds)) : dispatch, {
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    allowed: options.allowHosts ?? [],
    isDomain: (name) => current.worlds.domain(name) !== undefined,
    clock,
    report,
  })
  return {
    url: server.url,
    port: server.port,
    get apis() {
      return apisOf(current.worlds, server.url)
    },
    notes: [
      ...(template?.notes() ?? []),
      ...imported,
      ...startNotes(options, current.worlds.all(), template, kept !== null),
    ],
    faults,
    requests: log.entries,
    clearRequests: log.clear,
    reset,
    close: async () => {
      await server.close()
      release()
    },
  }
}

/** Nobody else waits for what reads templates. */
async function templateOf(options: SandboxOptions): Promise<LoadedTemplate | null> {
  const { template } = options
  if (template === undefined) return null
  const { loadTemplate } = await import('./template/load.js')
  return checkedInput('template', () => loadTemplate(template, homeOf(options)))
}

function apisOf(worlds: Worlds, url: string): SandboxApi[] {
  return worlds.all().flatMap(({ accountId, region, apis }) =>
    [...apis.values()].map(({ id, name, stages }) => ({
      accountId,
      region,
      id,
      name,
      stages: [...stages.keys()].map((stage) => ({
        name: stage,
        invokeUrl: `${url}/restapis/${id}/${stage}/_user_request_`,
      })),
    })),
  )
}

function watched(dispatch: Dispatch, look: () => void): Dispatch {
  return async (request, host) => {
    look()
    const answer = await dispatch(request, host)
    look()
    return answer
  }
}
