import * as sdk from '@aws-sdk/client-api-gateway'
import type { Running } from '../../support/sandbox.js'
import type { Built } from './build-rest.js'

type Gateway = Running['gateway']

const patch = (path: string, value: string, op: sdk.PatchOperation['op'] = 'replace') => ({
  patchOperations: [{ op, path, value }],
})

/** Every operation that changes what there is; each patch has a value that its answer has to show. */
export async function changeAll(gateway: Gateway, built: Built): Promise<void> {
  const { restApiId, method, stage, domainName, ofPlan, keyArn: resourceArn } = built
  const of = { restApiId }
  const of200 = { ...method, statusCode: '200' }
  const [part] = (await gateway.send(new sdk.GetDocumentationPartsCommand(of))).items ?? []
  const role = 'arn:aws:iam::000000000000:role/changed'
  const described = patch('/description', 'changed')
  const properties = patch('/properties', '{"changed":1}')
  const ofPart = { ...of, documentationPartId: part?.id }
  const validator = { ...of, requestValidatorId: built.validatorId, ...patch('/name', 'changed') }
  const certificate = { clientCertificateId: built.clientCertificateId }
  const usage = { ...ofPlan, keyId: built.keyId, ...patch('/remaining', '4321') }
  for (const send of [
    () => gateway.send(new sdk.UpdateAccountCommand(patch('/cloudwatchRoleArn', role))),
    () => gateway.send(new sdk.UpdateApiKeyCommand({ apiKey: built.keyId, ...patch('/stages', 'changed/s', 'add') })),
    () =>
      gateway.send(
        new sdk.UpdateAuthorizerCommand({
          ...of,
          authorizerId: built.authorizerId,
          ...patch('/name', 'changed'),
        }),
      ),
    () => gateway.send(new sdk.UpdateClientCertificateCommand({ ...certificate, ...described })),
    () => gateway.send(new sdk.UpdateDeploymentCommand({ ...of, deploymentId: built.deploymentId, ...described })),
    () => gateway.send(new sdk.UpdateDocumentationPartCommand({ ...ofPart, ...properties })),
    () => gateway.send(new sdk.UpdateDocumentationVersionCommand({ ...of, documentationVersion: 'v1', ...described })),
    () => gateway.send(new sdk.UpdateDomainNameCommand({ domainName, ...patch('/certificateName', 'changed') })),
    () =>
      gateway.send(
        new sdk.UpdateBasePathMappingCommand({ domainName, basePath: 'b', ...patch('/basePath', 'changed') }),
      ),
    () =>
      gateway.send(
        new sdk.UpdateGatewayResponseCommand({
          ...of,
          responseType: 'THROTTLED',
          ...patch('/statusCode', '421'),
        }),
      ),
    () => gateway.send(new sdk.UpdateIntegrationCommand({ ...method, ...patch('/cacheNamespace', 'changed') })),
    () =>
      gateway.send(new sdk.UpdateIntegrationResponseCommand({ ...of200, ...patch('/selectionPattern', 'changed') })),
    () => gateway.send(new sdk.UpdateMethodCommand({ ...method, ...patch('/operationName', 'changed') })),
    () =>
      gateway.send(
        new sdk.UpdateMethodResponseCommand({
          ...of200,
          ...patch('/responseModels/a~1changed', 'Pet', 'add'),
        }),
      ),
    () => gateway.send(new sdk.UpdateModelCommand({ ...of, modelName: 'Pet', ...described })),
    () => gateway.send(new sdk.UpdateRequestValidatorCommand(validator)),
    () => gateway.send(new sdk.UpdateRestApiCommand({ ...of, ...described })),
    () =>
      gateway.send(
        new sdk.UpdateResourceCommand({
          ...of,
          resourceId: method.resourceId,
          ...patch('/pathPart', '{changed}'),
        }),
      ),
    () => gateway.send(new sdk.UpdateStageCommand({ ...stage, ...patch('/variables/x', 'changed') })),
    () => gateway.send(new sdk.UpdateUsagePlanCommand({ ...ofPlan, ...described })),
    () => gateway.send(new sdk.UpdateUsageCommand(usage)),
    () => gateway.send(new sdk.UpdateVpcLinkCommand({ vpcLinkId: built.vpcLinkId, ...described })),
    () => gateway.send(new sdk.TagResourceCommand({ resourceArn, tags: { more: 'b' } })),
    () => gateway.send(new sdk.UntagResourceCommand({ resourceArn, tagKeys: ['team'] })),
  ]) {
    await send()
  }
  await gateway.send(new sdk.TestInvokeMethodCommand({ ...method, resourceId: built.parentId, httpMethod: 'GET' }))
  await gateway.send(
    new sdk.TestInvokeAuthorizerCommand({ ...of, authorizerId: built.authorizerId, headers: { A: 'a' } }),
  )
  const body = Buffer.from('{"openapi":"3.0.1","info":{"title":"t","version":"1"},"paths":{}}')
  await gateway.send(new sdk.ImportRestApiCommand({ body }))
  await gateway.send(new sdk.ImportDocumentationPartsCommand({ ...of, body }))
  await gateway.send(new sdk.PutRestApiCommand({ ...of, body }))
  await gateway.send(new sdk.FlushStageAuthorizersCacheCommand(stage))
}

/** Every operation that deletes. */
export async function deleteAll(gateway: Gateway, built: Built, settle: () => void): Promise<void> {
  const { restApiId, method, stage, domainName, ofPlan } = built
  const of = { restApiId }
  const of200 = { ...method, statusCode: '200' }
  const [part] = (await gateway.send(new sdk.GetDocumentationPartsCommand(of))).items ?? []
  const release = patch('/apiStages', `${restApiId}:${stage.stageName}`, 'remove')
  settle()
  await gateway.send(new sdk.FlushStageCacheCommand(stage))
  settle()
  await gateway.send(new sdk.UpdateUsagePlanCommand({ ...ofPlan, ...release }))
  for (const send of [
    () => gateway.send(new sdk.DeleteUsagePlanKeyCommand({ ...ofPlan, keyId: built.keyId })),
    () => gateway.send(new sdk.DeleteUsagePlanCommand(ofPlan)),
    () => gateway.send(new sdk.DeleteApiKeyCommand({ apiKey: built.keyId })),
    () => gateway.send(new sdk.DeleteBasePathMappingCommand({ domainName, basePath: 'a' })),
    () => gateway.send(new sdk.DeleteDomainNameCommand({ domainName })),
    () => gateway.send(new sdk.DeleteClientCertificateCommand({ clientCertificateId: built.clientCertificateId })),
    () => gateway.send(new sdk.DeleteVpcLinkCommand({ vpcLinkId: built.vpcLinkId })),
    () => gateway.send(new sdk.DeleteGatewayResponseCommand({ ...of, responseType: 'THROTTLED' })),
    () => gateway.send(new sdk.DeleteIntegrationResponseCommand(of200)),
    () => gateway.send(new sdk.DeleteIntegrationCommand(method)),
    () => gateway.send(new sdk.DeleteMethodResponseCommand(of200)),
    () => gateway.send(new sdk.DeleteMethodCommand(method)),
    () => gateway.send(new sdk.DeleteResourceCommand({ ...of, resourceId: method.resourceId })),
    () => gateway.send(new sdk.DeleteAuthorizerCommand({ ...of, authorizerId: built.authorizerId })),
    () => gateway.send(new sdk.DeleteModelCommand({ ...of, modelName: 'Pet' })),
    () => gateway.send(new sdk.DeleteRequestValidatorCommand({ ...of, requestValidatorId: built.validatorId })),
    () => gateway.send(new sdk.DeleteDocumentationPartCommand({ ...of, documentationPartId: part?.id })),
    () => gateway.send(new sdk.DeleteDocumentationVersionCommand({ ...of, documentationVersion: 'v2' })),
    () => gateway.send(new sdk.DeleteStageCommand({ ...of, stageName: 'whole' })),
    () => gateway.send(new sdk.DeleteStageCommand(stage)),
    () => gateway.send(new sdk.DeleteDeploymentCommand({ ...of, deploymentId: built.deploymentId })),
    () => gateway.send(new sdk.DeleteRestApiCommand(of)),
  ]) {
    await send()
  }
}
