import { describe, expect, it } from 'vitest'
import { ownerOf } from '../../../src/core/gateway/owner.js'

const stack = (logicalId: string, more = {}) => ({
  'aws:cloudformation:stack-name': 'pets-stack',
  'aws:cloudformation:logical-id': logicalId,
  ...more,
})

describe('the tool that owns a stage', () => {
  it.each([
    ['CloudFormation', stack('ProdStage')],
    ['CDK', stack('PetsApiDeploymentStageprod5F0E9A1B')],
    ['SAM', stack('ServerlessRestApiProdStage')],
    ['Serverless Framework', stack('ApiGatewayRestApi')],
    ['Serverless Framework', stack('ProdStage', { STAGE: 'prod' })],
    ['Serverless Framework', { STAGE: 'prod' }],
    ['CloudFormation', { 'aws:cloudformation:stack-id': 'arn:aws:cloudformation:us-east-1:1:stack/x/y' }],
  ])('is %s where its tags say so', (tool, tags) => {
    expect(ownerOf(tags, {}, null)?.tool).toBe(tool)
    expect(ownerOf({}, tags, null)?.tool).toBe(tool)
  })

  it('is said with the evidence: which tag, and whether of the stage or of the API', () => {
    expect(ownerOf(stack('ProdStage'), {}, null)?.evidence).toBe(
      'the stage has the tag aws:cloudformation:stack-name=pets-stack',
    )
    expect(ownerOf({}, { STAGE: 'prod' }, null)?.evidence).toBe('the API has the tag STAGE=prod')
  })

  it('is read from the stage before the API', () => {
    expect(ownerOf(stack('ApiGatewayRestApi'), stack('Other'), null)?.tool).toBe('Serverless Framework')
  })

  it('is not known without a sign', () => {
    expect(ownerOf({ team: 'pets', stage: 'prod' }, {}, null)).toBeNull()
  })
})
