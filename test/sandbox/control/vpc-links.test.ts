import {
  CreateVpcLinkCommand,
  DeleteVpcLinkCommand,
  GetVpcLinkCommand,
  GetVpcLinksCommand,
  UpdateVpcLinkCommand,
} from '@aws-sdk/client-api-gateway'
import { expect, it } from 'vitest'
import { refused, replace, running } from '../support/sandbox.js'

const TARGET = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/nlb/0123456789abcdef'
const READY = { status: 'AVAILABLE', statusMessage: 'Your vpc link is ready for use' }

it('C104 VPC links are pending when they are new, and then ready', async () => {
  const { gateway } = await running()
  const create = (more: object = {}) =>
    gateway.send(new CreateVpcLinkCommand({ name: 'v', targetArns: [TARGET], ...more }))
  const { id: vpcLinkId, status, $metadata } = await create()
  const of = { vpcLinkId }

  expect([status, $metadata.httpStatusCode]).toEqual(['PENDING', 202])
  expect(await gateway.send(new GetVpcLinkCommand(of))).toMatchObject({
    name: 'v',
    targetArns: [TARGET],
    tags: {},
    ...READY,
  })
  expect(
    await gateway.send(new UpdateVpcLinkCommand({ ...of, patchOperations: [replace('/description', 'd')] })),
  ).toMatchObject({ description: 'd', ...READY })
  expect((await gateway.send(new GetVpcLinksCommand({}))).items).toMatchObject([{ id: vpcLinkId, ...READY }])
  expect(await refused(create({ targetArns: [] }))).toBe(
    '400 BadRequestException: Exactly one target ARN must be specified',
  )
  expect(await refused(create({ name: '' }))).toBe('400 BadRequestException: Name cannot be empty')
  expect(await refused(create({ targetArns: ['my-nlb'] }))).toBe(
    '400 BadRequestException: Invalid ARN. ARN is not well formed my-nlb',
  )
  const remove = () => gateway.send(new DeleteVpcLinkCommand(of))
  expect((await remove()).$metadata.httpStatusCode).toBe(202)
  expect(await refused(remove())).toBe('404 NotFoundException: Invalid Vpc Link identifier specified')
})
