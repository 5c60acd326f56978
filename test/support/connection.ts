import type { Connection } from '../../src/core/aws/connection.js'
import { openConnection } from '../../src/io/connect.js'
import { createHttp } from '../../src/io/http.js'
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
