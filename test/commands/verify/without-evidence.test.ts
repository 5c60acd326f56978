import { describe, expect, it } from 'vitest'
import { withSandbox } from '../../support/cli.js'
import { stageOf } from './stages.js'

describe('a check that could not tell', () => {
  it('compares nothing by a value that no answer has, and runs no backend for it', async () => {
    const { cli, sent } = await withSandbox(stageOf())

    const { stdout } = await cli('verify /stamped --timestamp body:nope --stage prod')

    expect(stdout).toContain('body:nope was found in 0 of 5 answers')
    expect(stdout).not.toContain('the same answer')
    expect(sent().filter((operation) => operation === 'TestInvokeMethod')).toEqual([])
  })

  it('says of a test-invoke that was asked for that it cannot be compared', async () => {
    const { cli } = await withSandbox(stageOf())

    const { stdout } = await cli('verify /stamped --timestamp body:nope --control test-invoke --stage prod')

    expect(stdout).toContain('control: unknown, test-invoke past the cache gave an answer to compare, but not each')
  })

  it('names the permission where the API is known and its resources may not be read', async () => {
    const Statement = [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'apigateway:GET', Resource: 'arn:aws:apigateway:us-east-1::*/resources' },
    ] as const
    const ann = { accessKeyId: 'AKIDANN', secretAccessKey: 's', name: 'ann', policies: [{ Statement }] }
    const { cli } = await withSandbox(stageOf({}, { identities: [ann], iam: 'enforce' }))

    const { stdout } = await cli('verify /still --stage prod', {
      env: { AWS_ACCESS_KEY_ID: 'AKIDANN', AWS_SECRET_ACCESS_KEY: 's' },
    })

    expect(stdout).toContain('no test-invoke was possible, because the resources of the API may not be read')
  })

  it('asks for more answers around a flush, where the few that there are changed as by one', async () => {
    const { cli } = await withSandbox(stageOf())

    const few = await cli('verify /stamped --flush --yes --samples 2 --interval 100ms --stage prod')
    const enough = await cli('verify /stamped --flush --yes --interval 100ms --stage prod')

    expect(few.stdout).toContain('flush: unknown, the answers before and after it were too few')
    expect(enough.stdout).toContain('flush: pass')
  })
})
