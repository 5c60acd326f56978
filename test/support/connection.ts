import type { Connection } from '../../src/core/aws/connection.js'
import type { OpenStage } from '../../src/core/find/open-stage.js'
import { openStage, type TargetRequest } from '../../src/core/find/target.js'
import { openConnection } from '../../src/io/aws/connection.js'
import { createHttp } from '../../src/io/network/http.js'
import type { Bench } from './cli.js'

/** What a verb has in hand: the real clients, on the bench's clock and against its sandbox. */
export function connectionTo({ sandbox, clock }: Pick<Bench, 'sandbox' | 'clock'>): Promise<Connection> {
  const door = createHttp(clock)
  return openConnection(
    {
      region: 'us-east-1',
      endpointUrl: sandbox.url,
      rate: 1e6,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    },
    { env: {}, clock, random: () => 0.5, http: (request) => clock.during(door(request)) },
  )
}

/** The stage `prod` of the only API, or the one that is named, found as a verb finds it. */
export async function openStageOf(
  bench: Pick<Bench, 'sandbox' | 'clock'>,
  request: TargetRequest = { stage: 'prod' },
): Promise<OpenStage> {
  return openStage(await connectionTo(bench), request)
}
