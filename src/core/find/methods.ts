import type { Connection } from '../aws/connection.js'
import { unlessDenied } from '../base/denied.js'
import { deployedMethods } from '../gateway/export.js'
import type { MethodsSeen } from '../gateway/methods.js'
import type { MethodRecord } from '../gateway/record.js'
import { refOf } from '../gateway/stage.js'
import type { OpenStage } from './open-stage.js'

type Place = Pick<OpenStage, 'connection' | 'target'>

/** The methods that the stage runs, and those of the API as it stands now; null where they may not be read. */
export async function readMethods({ connection: { control }, target }: Place): Promise<MethodsSeen> {
  const [deployed, current] = await Promise.all([
    unlessDenied(async () => deployedMethods(await control.deployedExport(refOf(target)))),
    unlessDenied(() => control.methods(target.api.id)),
  ])
  return { deployed, current }
}

/** The same where something depends on it. Errors: `denied` where nobody can tell whether a method exists. */
export async function requireMethods(place: Place): Promise<MethodsSeen> {
  const seen = await readMethods(place)
  // This says which permission is missing.
  if (seen.deployed === null && seen.current === null) {
    await place.connection.control.methods(place.target.api.id)
  }
  return seen
}

/** The same stage, whose deployed API is read once for each deployment that it turns out to run. */
export function readingExportOnce(stage: OpenStage): OpenStage {
  const { control } = stage.connection
  const exports = new Map<string | null, unknown>()
  let running = stage.record.deploymentId
  return {
    ...stage,
    connection: {
      ...stage.connection,
      control: {
        ...control,
        async stage(ref) {
          const record = await control.stage(ref)
          running = record.deploymentId
          return record
        },
        async deployedExport(ref) {
          const id = running
          if (!exports.has(id)) exports.set(id, await control.deployedExport(ref))
          return exports.get(id)
        },
      },
    },
  }
}

/** Likewise, and the API as it stands is read once as well. */
export function readingMethodsOnce(stage: OpenStage): OpenStage {
  const { connection, ...rest } = readingExportOnce(stage)
  return { ...rest, connection: listingMethodsOnce(connection) }
}

/** The same connection, which reads the methods of an API as it stands once. */
export function listingMethodsOnce(connection: Connection): Connection {
  const { control } = connection
  const lists = new Map<string, Promise<readonly MethodRecord[]>>()
  const methods = (apiId: string) => {
    const known = lists.get(apiId) ?? control.methods(apiId)
    lists.set(apiId, known)
    return known
  }
  return { ...connection, control: { ...control, methods } }
}
