import { ApigwCacheError } from '../../core/base/errors.js'
import { unkeyed } from '../../core/exposure/guard.js'
import type { UnkeyedMethod } from '../../core/exposure/unkeyed-path.js'
import { acceptFlags } from '../errors/unkeyed.js'
import type { Asking } from './agree.js'

/** One caller would get another's answer: `--yes` is not enough for that. */
export async function askAboutUnkeyed(
  { context: { io }, session, flags: { dryRun } }: Asking,
  methods: readonly UnkeyedMethod[],
): Promise<void> {
  const error = unkeyed(methods)
  if (dryRun) return session.warn(`would refuse without ${acceptFlags(methods)}: ${error.message}`)
  if (!io.interactive) throw error
  session.warn(error.message)
  if (await io.confirm('Cache them all the same?')) return
  throw new ApigwCacheError('cancelled', 'declined', 'nothing was changed')
}
