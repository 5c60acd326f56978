import type { Connection } from '../aws/connection.js'
import type { Target } from '../gateway/model.js'

/** How commands name this stage again. PURE. */
export function targetOptions({ spelling }: Pick<Connection, 'spelling'>, target: Target) {
  const rest = (command: string) => command.split(' ').slice(2).join(' ')
  return { tool: rest(spelling.step({ verb: 'status', target })) }
}
