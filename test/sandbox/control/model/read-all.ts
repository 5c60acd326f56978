import * as sdk from '@aws-sdk/client-api-gateway'
import type { Running } from '../../support/sandbox.js'
import type { Built } from './build-rest.js'

/** Every operation that reads. */
export async function readAll(gateway: Running['gateway'], built: Built): Promise<void> {
  const { restApiId, method, stage, domainName, ofPlan } = built
  const of = { restApiId }
  const of200 = { ...method, statusCode: '200' }
  const [part] = (await gateway.send(new sdk.GetDocumentationPartsCommand(of))).items ?? []
  await Promise.all([
    gateway.send(new sdk.GetAccountCommand({})),
    gateway.send(new sdk.GetApiKeyCommand({ apiKey: built.keyId, includeValue: true })),
    gateway.send(new sdk.GetApiKeysCommand({ includeValues: true })),
    gateway.send(new sdk.GetAuthorizerCommand({ ...of, authorizerId: built.authorizerId })),
    gateway.send(new sdk.GetAuthorizersCommand(of)),
    gateway.send(new sdk.GetBasePathMappingCommand({ domainName, basePath: 'a' })),
    gateway.send(new sdk.GetBasePathMappingsCommand({ domainName })),
    gateway.send(new sdk.GetClientCertificateCommand({ clientCertificateId: built.clientCertificateId })),
    gateway.send(new sdk.GetClientCertificatesCommand({})),
    gateway.send(new sdk.GetDeploymentCommand({ ...of, deploymentId: built.deploymentId, embed: ['apisummary'] })),
    gateway.send(new sdk.GetDeploymentsCommand(of)),
    gateway.send(new sdk.GetDocumentationPartCommand({ ...of, documentationPartId: part?.id })),
    gateway.send(new sdk.GetDocumentationVersionCommand({ ...of, documentationVersion: 'v1' })),
    gateway.send(new sdk.GetDocumentationVersionsCommand(of)),
    gateway.send(new sdk.GetDomainNameCommand({ domainName })),
    gateway.send(new sdk.GetDomainNamesCommand({})),
    gateway.send(new sdk.GetExportCommand({ ...stage, exportType: 'oas30' })),
    gateway.send(new sdk.GetGatewayResponseCommand({ ...of, responseType: 'THROTTLED' })),
    gateway.send(new sdk.GetGatewayResponsesCommand(of)),
    gateway.send(new sdk.GetIntegrationCommand(method)),
    gateway.send(new sdk.GetIntegrationResponseCommand(of200)),
    gateway.send(new sdk.GetMethodCommand(method)),
    gateway.send(new sdk.GetMethodResponseCommand(of200)),
    gateway.send(new sdk.GetModelCommand({ ...of, modelName: 'Pet' })),
    gateway.send(new sdk.GetModelsCommand(of)),
    gateway.send(new sdk.GetRequestValidatorCommand({ ...of, requestValidatorId: built.validatorId })),
    gateway.send(new sdk.GetRequestValidatorsCommand(of)),
    gateway.send(new sdk.GetResourceCommand({ ...of, resourceId: method.resourceId, embed: ['methods'] })),
    gateway.send(new sdk.GetResourcesCommand({ ...of, embed: ['methods'] })),
    gateway.send(new sdk.GetRestApiCommand(of)),
    gateway.send(new sdk.GetRestApisCommand({})),
    gateway.send(new sdk.GetStageCommand(stage)),
    gateway.send(new sdk.GetStagesCommand(of)),
    gateway.send(new sdk.GetTagsCommand({ resourceArn: built.keyArn })),
    gateway.send(new sdk.GetUsageCommand({ ...ofPlan, startDate: '2026-01-01', endDate: '2026-01-02' })),
    gateway.send(new sdk.GetUsagePlanCommand(ofPlan)),
    gateway.send(new sdk.GetUsagePlanKeyCommand({ ...ofPlan, keyId: built.keyId })),
    gateway.send(new sdk.GetUsagePlanKeysCommand(ofPlan)),
    gateway.send(new sdk.GetUsagePlansCommand({})),
    gateway.send(new sdk.GetVpcLinkCommand({ vpcLinkId: built.vpcLinkId })),
    gateway.send(new sdk.GetVpcLinksCommand({})),
  ])
}
