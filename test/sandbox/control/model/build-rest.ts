import * as sdk from '@aws-sdk/client-api-gateway'
import type { Running } from '../../support/sandbox.js'
import { buildApi } from './build-api.js'

type Gateway = Running['gateway']

/** What `buildApi` makes, deployed, and two of everything that an account has beside its APIs. */
export async function buildAll(gateway: Gateway) {
  const api = await buildApi(gateway)
  const of = { restApiId: api.restApiId }
  const stage = { ...of, stageName: 'live' }
  await gateway.send(
    new sdk.CreateDeploymentCommand({
      ...stage,
      stageDescription: 'of the stage',
      description: 'first',
      cacheClusterEnabled: true,
      cacheClusterSize: '1.6',
      variables: { a: 'b' },
      tracingEnabled: true,
    }),
  )
  await gateway.send(
    new sdk.CreateDeploymentCommand({
      ...stage,
      canarySettings: { percentTraffic: 7, stageVariableOverrides: { a: 'c' }, useStageCache: true },
    }),
  )
  const [first, second] = (await gateway.send(new sdk.GetDeploymentsCommand(of))).items ?? []
  const deploymentId = first?.id ?? ''
  for (const documentationVersion of ['v1', 'v2']) {
    await gateway.send(new sdk.CreateDocumentationVersionCommand({ ...stage, documentationVersion, description: 'd' }))
  }
  await gateway.send(
    new sdk.CreateStageCommand({
      ...of,
      stageName: 'whole',
      deploymentId,
      description: 'd',
      cacheClusterEnabled: true,
      cacheClusterSize: '0.5',
      variables: { a: 'b' },
      documentationVersion: 'v1',
      canarySettings: {
        percentTraffic: 3,
        deploymentId: second?.id,
        stageVariableOverrides: { a: 'd' },
        useStageCache: true,
      },
      tracingEnabled: true,
      tags: { team: 'a' },
    }),
  )
  return { ...api, stage, deploymentId, ...(await buildAccount(gateway, stage)) }
}

async function buildAccount(gateway: Gateway, { restApiId, stageName }: { restApiId: string; stageName: string }) {
  const tags = { team: 'a' }
  const keys = ['first', 'second'].map((name) =>
    gateway.send(
      new sdk.CreateApiKeyCommand({
        name,
        description: 'd',
        enabled: true,
        generateDistinctId: true,
        value: `${name}-aaaaaaaaaaaaaaaaaaaa`,
        stageKeys: [{ restApiId, stageName }],
        customerId: `of ${name}`,
        tags,
      }),
    ),
  )
  const [key, other] = await Promise.all(keys)
  const plan = await gateway.send(
    new sdk.CreateUsagePlanCommand({
      name: 'p',
      description: 'd',
      apiStages: [{ apiId: restApiId, stage: stageName, throttle: { '/{id}/POST': { burstLimit: 1, rateLimit: 2 } } }],
      throttle: { burstLimit: 3, rateLimit: 4 },
      quota: { limit: 5, offset: 1, period: 'WEEK' },
      tags,
    }),
  )
  await gateway.send(new sdk.CreateUsagePlanCommand({ name: 'q' }))
  const ofPlan = { usagePlanId: plan.id ?? '' }
  for (const { id: keyId } of [key, other].flatMap((one) => one ?? [])) {
    await gateway.send(new sdk.CreateUsagePlanKeyCommand({ ...ofPlan, keyId, keyType: 'API_KEY' }))
  }
  const targetArns = ['arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/n/0']
  const link = await gateway.send(new sdk.CreateVpcLinkCommand({ name: 'l', targetArns, description: 'd', tags }))
  await gateway.send(new sdk.CreateVpcLinkCommand({ name: 'm', targetArns }))
  const certificate = await gateway.send(new sdk.GenerateClientCertificateCommand({ description: 'd', tags }))
  await gateway.send(new sdk.GenerateClientCertificateCommand({}))
  const domainName = 'api.example.com'
  const arn = 'arn:aws:acm:us-east-1:000000000000:certificate/c'
  for (const name of [domainName, 'other.example.com']) {
    await gateway.send(
      new sdk.CreateDomainNameCommand({
        domainName: name,
        certificateName: 'c',
        certificateArn: arn,
        regionalCertificateName: 'r',
        regionalCertificateArn: arn,
        endpointConfiguration: { types: ['REGIONAL'], ipAddressType: 'dualstack' },
        tags,
        securityPolicy: 'TLS_1_2',
        endpointAccessMode: 'STRICT',
        mutualTlsAuthentication: { truststoreUri: 's3://b/k', truststoreVersion: '1' },
        ownershipVerificationCertificateArn: arn,
        routingMode: 'BASE_PATH_MAPPING_ONLY',
      }),
    )
  }
  for (const basePath of ['a', 'b']) {
    await gateway.send(new sdk.CreateBasePathMappingCommand({ domainName, restApiId, basePath, stage: stageName }))
  }
  return {
    keyId: key?.id ?? '',
    keyArn: `arn:aws:apigateway:us-east-1::/apikeys/${key?.id}`,
    ofPlan,
    vpcLinkId: link.id ?? '',
    clientCertificateId: certificate.clientCertificateId ?? '',
    domainName,
  }
}

export type Built = Awaited<ReturnType<typeof buildAll>>
