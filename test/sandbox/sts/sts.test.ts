import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { connection, refused, running } from '../support/sandbox.js'

describe('STS', () => {
  it('T1 names the account, and a user called like the access key', async () => {
    const { sandbox } = await running({ accountId: '123456789012' })
    const client = new STSClient(connection(sandbox))

    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:user/test',
      UserId: 'test',
    })
    client.destroy()
  })

  it('T2 refuses every other action', async () => {
    const { sandbox } = await running()
    const client = new STSClient({ ...connection(sandbox), maxAttempts: 1 })

    expect(await refused(client.send(new GetSessionTokenCommand({})))).toBe(
      '400 InvalidAction: Could not find operation GetSessionToken',
    )
    client.destroy()
  })
})
