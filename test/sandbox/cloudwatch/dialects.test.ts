import * as commands from '@aws-sdk/client-cloudwatch'
import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  type CloudWatchServiceException,
} from '@aws-sdk/client-cloudwatch'
import { AwsJson1_0Protocol, AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols'
import { expect, it, onTestFinished } from 'vitest'
import { MINUTE, metered } from '../support/metered.js'
import { connection } from '../support/sandbox.js'
import { QUESTIONS } from './questions.js'

type Command = Parameters<CloudWatchClient['send']>[0]
type NewCommand = new (input: object) => Command

/** Everything that a dialect says to the questions, in their order. */
async function answersIn(protocol: CloudWatchClientConfig['protocol']): Promise<unknown[]> {
  const { sandbox, clock, ask } = await metered()
  const client = new CloudWatchClient({
    ...connection(sandbox),
    maxAttempts: 1,
    ...(protocol ? { protocol } : {}),
  })
  onTestFinished(() => client.destroy())
  await ask(3)
  const answers: unknown[] = []
  for (const [name, input] of QUESTIONS) {
    if (name === 'minute') {
      clock.advance(MINUTE)
      continue
    }
    const New = Reflect.get(commands, `${name}Command`) as NewCommand
    const answer = await client.send(new New(input)).then(shown, failed)
    answers.push([name, answer])
  }
  return answers
}

function shown(answer: object): object {
  return Object.fromEntries(
    Object.entries(answer).filter(([name, value]) => name !== '$metadata' && value !== undefined),
  )
}

function failed(error: CloudWatchServiceException): unknown {
  // The SDK has two words for an error without a message.
  return [error.$metadata.httpStatusCode, error.name, error.message.replace(/^Unknown(Error)?$/, '')]
}

it('M48 gives equal answers in JSON, in the query protocol and in CBOR to more than sixty questions', {
  timeout: 60_000,
}, async () => {
  const [json = [], query, cbor] = [
    await answersIn(AwsJson1_0Protocol),
    await answersIn(AwsQueryProtocol),
    await answersIn(AwsSmithyRpcV2CborProtocol),
  ]
  expect(json.length).toBeGreaterThanOrEqual(60)
  expect(cbor).toEqual(json)
  expect(query).toEqual(json)
  expect(json.filter((answer) => JSON.stringify(answer).includes('InternalFailure'))).toEqual([])
})
