import type { HttpAnswer, HttpRequest } from '../http.js'
import type { World } from '../world.js'
import { runOperation } from './operations.js'
import { answerJson } from './protocols/json.js'

/** CloudWatch as its clients see it. */
export function serveCloudWatch(world: World, request: HttpRequest): HttpAnswer {
  return answerJson(request, (operation, input) => runOperation(world, operation, input)) ?? otherDialect()
}

function otherDialect(): HttpAnswer {
  return {
    status: 415,
    headers: [['Content-Type', 'application/json']],
    body: JSON.stringify({
      message: 'This sandbox speaks AWS JSON 1.0 to CloudWatch clients, no other protocol.',
    }),
  }
}
