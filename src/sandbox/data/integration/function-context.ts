import { uuid } from '../../world/ids.js'
import type { HandlerContext } from '../../world/lambda.js'
import type { World } from '../../world/world.js'

/** What a function may ask about its call. Its id is drawn when it is asked for, as most functions do not. */
export function functionContext(
  { clock, random }: Pick<World, 'clock' | 'random'>,
  functionName: string,
  limitMs: number,
): HandlerContext {
  const endsAt = clock.now() + limitMs
  let id: string | null = null
  return {
    functionName,
    get awsRequestId() {
      id ??= uuid(random)
      return id
    },
    getRemainingTimeInMillis: () => Math.max(0, endsAt - clock.now()),
    clock,
  }
}
