import type { Connection } from '../aws/connection.js'
import { type MethodsSeen, readMethods } from '../gateway/methods.js'
import type { Target } from '../gateway/model.js'

/** The same connection, reading the deployed API once for each deployment that the stage turns out to run. */
export function readingOnce(connection: Connection, deploymentId: string | null): Connection {
  const { control } = connection
  const exports = new Map<string | null, unknown>()
  let running = deploymentId
  return {
    ...connection,
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
  }
}

/** The methods of a stage. Errors: `denied` where nobody can tell whether a method exists. */
export async function methodsOf(connection: Connection, target: Target): Promise<MethodsSeen> {
  const seen = await readMethods(connection, target)
  // This says which permission is missing.
  if (seen.deployed === null && seen.current === null) await connection.control.methods(target.api.id)
  return seen
}
