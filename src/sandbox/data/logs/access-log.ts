import { groupNameIn } from '../../logs/groups.js'
import type { Stage } from '../../world/model.js'
import type { World } from '../../world/world.js'
import type { Concluded } from './concluded.js'
import { DEFAULT_FORMAT, Formats } from './format.js'
import { streamOf } from './streams.js'

export interface AccessLog {
  /** False where nothing would be written. */
  wants(stage: Stage): boolean
  note(concluded: Concluded): void
}

/** Writes to whoever wants all lines, and to the log group of the stage. */
export function createAccessLog({ accessLog, logs }: Pick<World, 'accessLog' | 'logs'>): AccessLog {
  const formats = new Formats()
  return {
    wants: ({ accessLogSettings }) => accessLogSettings !== null || accessLog !== null,
    note(concluded) {
      const { stage, call, latencyMs } = concluded
      const { format = DEFAULT_FORMAT, destinationArn } = stage.accessLogSettings ?? {}
      const line = formats.get(format)(concluded)
      accessLog?.(line)
      if (!destinationArn?.includes(':log-group:')) return
      const { requestId, requestTimeMs } = call.context
      logs.write(groupNameIn(destinationArn), streamOf(requestId), requestTimeMs + latencyMs, line)
    },
  }
}
