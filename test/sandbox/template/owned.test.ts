import { GetRestApiCommand, GetStageCommand } from '@aws-sdk/client-api-gateway'
import { expect, it } from 'vitest'
import { deployed, templated } from './templated.js'

it('A184 puts the tags of CloudFormation on REST APIs and stages, beside their own', async () => {
  const Resources = deployed({ Tags: [{ Key: 'team', Value: 'shop' }] })
  const { gateway, restApiId } = await templated({ Resources }, { parameters: { 'AWS::StackName': 'shop-prod' } })
  const own = (logicalId: string) => ({
    'aws:cloudformation:stack-name': 'shop-prod',
    'aws:cloudformation:stack-id': 'arn:aws:cloudformation:us-east-1:000000000000:stack/shop-prod/sandbox',
    'aws:cloudformation:logical-id': logicalId,
  })
  expect((await gateway.send(new GetRestApiCommand({ restApiId }))).tags).toEqual(own('Api'))
  const { tags } = await gateway.send(new GetStageCommand({ restApiId, stageName: 'prod' }))
  expect(tags).toEqual({ team: 'shop', ...own('Stage') })
})
