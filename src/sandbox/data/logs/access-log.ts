import type { World } from '../../world/world.js'
import type { Concluded } from './concluded.js'
import { DEFAULT_FORMAT, Formats } from './format.js'

export type AccessLog = (concluded: Concluded) => void

/** Null where no request to any stage is logged. */
export function createAccessLog({ accessLog }: Pick<World, 'accessLog'>): AccessLog | null {
  if (!accessLog) return null
  const formats = new Formats()
  return (concluded) =>
    accessLog(formats.get(concluded.stage.accessLogSettings?.format ?? DEFAULT_FORMAT)(concluded))
}
