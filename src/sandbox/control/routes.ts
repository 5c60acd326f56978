import * as account from './account.js'
import * as authorizers from './authorizers/authorizers.js'
import { testInvokeAuthorizer } from './authorizers/test-invoke.js'
import * as certificates from './client-certificates.js'
import * as deployments from './deployments.js'
import * as parts from './documentation/parts.js'
import * as versions from './documentation/versions.js'
import * as mappings from './domain-names/base-path-mappings.js'
import * as domains from './domain-names/domain-names.js'
import { getExport } from './exports/exports.js'
import * as gatewayResponses from './gateway-responses/gateway-responses.js'
import * as imports from './imports/imports.js'
import * as integrations from './integrations/integrations.js'
import * as integrationResponses from './integrations/responses.js'
import { updateIntegration } from './integrations/update.js'
import * as methods from './methods/methods.js'
import * as methodResponses from './methods/responses.js'
import { testInvokeMethod } from './methods/test-invoke.js'
import * as models from './models/models.js'
import * as validators from './models/validators.js'
import * as resources from './resources.js'
import * as restApis from './rest-apis.js'
import { type Route, records, responses, route } from './route.js'
import { flushStageAuthorizersCache, flushStageCache } from './stages/flush.js'
import * as stages from './stages/stages.js'
import { updateStage } from './stages/update.js'
import { getTags, tagResource, untagResource } from './tags.js'
import * as apiKeys from './usage-plans/api-keys.js'
import * as planKeys from './usage-plans/plan-keys.js'
import * as plans from './usage-plans/plans.js'
import * as usage from './usage-plans/usage.js'
import * as vpcLinks from './vpc-links.js'

const API = '/restapis/:api'
const RESOURCE = `${API}/resources/:resource`
const METHOD = `${RESOURCE}/methods/:verb`
const INTEGRATION = `${METHOD}/integration`
const DEPLOYMENT = `${API}/deployments/:deployment`
const AUTHORIZER = `${API}/authorizers/:authorizer`
const CERTIFICATE = '/clientcertificates/:certificate'
const PLAN = '/usageplans/:plan'
const STAGE = `${API}/stages/:stage`

export const ROUTES: readonly Route[] = [
  route('POST', '/restapis', 201, 'CreateRestApi', restApis.createRestApi),
  route('GET', '/restapis', 200, 'GetRestApis', restApis.getRestApis),
  route('GET', `${API}`, 200, 'GetRestApi', restApis.getRestApi),
  route('PATCH', `${API}`, 200, 'UpdateRestApi', restApis.updateRestApi),
  route('DELETE', `${API}`, 202, 'DeleteRestApi', restApis.deleteRestApi),
  route('GET', `${API}/resources`, 200, 'GetResources', resources.getResources),
  route('GET', `${RESOURCE}`, 200, 'GetResource', resources.getResource),
  route('POST', `${RESOURCE}`, 201, 'CreateResource', resources.createResource),
  route('PATCH', `${RESOURCE}`, 200, 'UpdateResource', resources.updateResource),
  route('DELETE', `${RESOURCE}`, 202, 'DeleteResource', resources.deleteResource),
  route('PUT', `${METHOD}`, 201, 'PutMethod', methods.putMethod),
  route('GET', `${METHOD}`, 200, 'GetMethod', methods.getMethod),
  route('PATCH', `${METHOD}`, 200, 'UpdateMethod', methods.updateMethod),
  route('DELETE', `${METHOD}`, 204, 'DeleteMethod', methods.deleteMethod),
  route('POST', `${METHOD}`, 200, 'TestInvokeMethod', testInvokeMethod),
  ...responses(`${METHOD}/responses/:status`, 'MethodResponse', [201, 204], {
    put: methodResponses.putMethodResponse,
    get: methodResponses.getMethodResponse,
    update: methodResponses.updateMethodResponse,
    delete: methodResponses.deleteMethodResponse,
  }),
  route('PUT', `${INTEGRATION}`, 201, 'PutIntegration', integrations.putIntegration),
  route('GET', `${INTEGRATION}`, 200, 'GetIntegration', integrations.getIntegration),
  route('PATCH', `${INTEGRATION}`, 200, 'UpdateIntegration', updateIntegration),
  route('DELETE', `${INTEGRATION}`, 204, 'DeleteIntegration', integrations.deleteIntegration),
  ...responses(`${INTEGRATION}/responses/:status`, 'IntegrationResponse', [200, 204], {
    put: integrationResponses.putIntegrationResponse,
    get: integrationResponses.getIntegrationResponse,
    update: integrationResponses.updateIntegrationResponse,
    delete: integrationResponses.deleteIntegrationResponse,
  }),
  route('POST', `${API}/deployments`, 201, 'CreateDeployment', deployments.createDeployment),
  route('GET', `${API}/deployments`, 200, 'GetDeployments', deployments.getDeployments),
  route('GET', `${DEPLOYMENT}`, 200, 'GetDeployment', deployments.getDeployment),
  route('PATCH', `${DEPLOYMENT}`, 200, 'UpdateDeployment', deployments.updateDeployment),
  route('DELETE', `${DEPLOYMENT}`, 202, 'DeleteDeployment', deployments.deleteDeployment),
  route('POST', `${API}/authorizers`, 201, 'CreateAuthorizer', authorizers.createAuthorizer),
  route('GET', `${API}/authorizers`, 200, 'GetAuthorizers', authorizers.getAuthorizers),
  route('GET', `${AUTHORIZER}`, 200, 'GetAuthorizer', authorizers.getAuthorizer),
  route('POST', `${AUTHORIZER}`, 200, 'TestInvokeAuthorizer', testInvokeAuthorizer),
  route('PATCH', `${AUTHORIZER}`, 200, 'UpdateAuthorizer', authorizers.updateAuthorizer),
  route('DELETE', `${AUTHORIZER}`, 202, 'DeleteAuthorizer', authorizers.deleteAuthorizer),
  ...records(`${API}/models`, ':model', 'Model', {
    create: models.createModel,
    list: models.getModels,
    get: models.getModel,
    update: models.updateModel,
    delete: models.deleteModel,
  }),
  ...records(`${API}/requestvalidators`, ':validator', 'RequestValidator', {
    create: validators.createRequestValidator,
    list: validators.getRequestValidators,
    get: validators.getRequestValidator,
    update: validators.updateRequestValidator,
    delete: validators.deleteRequestValidator,
  }),
  route('GET', `${API}/gatewayresponses`, 200, 'GetGatewayResponses', gatewayResponses.getGatewayResponses),
  ...responses(`${API}/gatewayresponses/:type`, 'GatewayResponse', [200, 202], {
    put: gatewayResponses.putGatewayResponse,
    get: gatewayResponses.getGatewayResponse,
    update: gatewayResponses.updateGatewayResponse,
    delete: gatewayResponses.deleteGatewayResponse,
  }),
  ...records(`${API}/documentation/parts`, ':part', 'DocumentationPart', {
    create: parts.createDocumentationPart,
    list: parts.getDocumentationParts,
    get: parts.getDocumentationPart,
    update: parts.updateDocumentationPart,
    delete: parts.deleteDocumentationPart,
  }),
  {
    ...route('PUT', `${API}/documentation/parts`, 200, 'ImportDocumentationParts', parts.importDocumentationParts),
    document: true,
  },
  ...records(`${API}/documentation/versions`, ':version', 'DocumentationVersion', {
    create: versions.createDocumentationVersion,
    list: versions.getDocumentationVersions,
    get: versions.getDocumentationVersion,
    update: versions.updateDocumentationVersion,
    delete: versions.deleteDocumentationVersion,
  }),
  route('POST', `${API}/stages`, 201, 'CreateStage', stages.createStage),
  route('GET', `${API}/stages`, 200, 'GetStages', stages.getStages),
  route('GET', `${STAGE}`, 200, 'GetStage', stages.getStage),
  route('PATCH', `${STAGE}`, 200, 'UpdateStage', updateStage),
  route('DELETE', `${STAGE}`, 202, 'DeleteStage', stages.deleteStage),
  route('DELETE', `${STAGE}/cache/data`, 202, 'FlushStageCache', flushStageCache),
  route('DELETE', `${STAGE}/cache/authorizers`, 202, 'FlushStageAuthorizersCache', flushStageAuthorizersCache),
  route('GET', `${STAGE}/exports/:export`, 200, 'GetExport', getExport),
  { ...route('PUT', API, 200, 'PutRestApi', imports.putRestApi), document: true },
  ...records('/apikeys', ':key', 'ApiKey', {
    create: apiKeys.createApiKey,
    list: apiKeys.getApiKeys,
    get: apiKeys.getApiKey,
    update: apiKeys.updateApiKey,
    delete: apiKeys.deleteApiKey,
  }),
  ...records('/usageplans', ':plan', 'UsagePlan', {
    create: plans.createUsagePlan,
    list: plans.getUsagePlans,
    get: plans.getUsagePlan,
    update: plans.updateUsagePlan,
    delete: plans.deleteUsagePlan,
  }),
  route('POST', `${PLAN}/keys`, 201, 'CreateUsagePlanKey', planKeys.createUsagePlanKey),
  route('GET', `${PLAN}/keys`, 200, 'GetUsagePlanKeys', planKeys.getUsagePlanKeys),
  route('GET', `${PLAN}/keys/:key`, 200, 'GetUsagePlanKey', planKeys.getUsagePlanKey),
  route('DELETE', `${PLAN}/keys/:key`, 202, 'DeleteUsagePlanKey', planKeys.deleteUsagePlanKey),
  route('GET', `${PLAN}/usage`, 200, 'GetUsage', usage.getUsage),
  route('PATCH', `${PLAN}/keys/:key/usage`, 200, 'UpdateUsage', usage.updateUsage),
  ...records(
    '/vpclinks',
    ':link',
    'VpcLink',
    {
      create: vpcLinks.createVpcLink,
      list: vpcLinks.getVpcLinks,
      get: vpcLinks.getVpcLink,
      update: vpcLinks.updateVpcLink,
      delete: vpcLinks.deleteVpcLink,
    },
    202,
  ),
  ...records('/domainnames', ':domain', 'DomainName', {
    create: domains.createDomainName,
    list: domains.getDomainNames,
    get: domains.getDomainName,
    update: domains.updateDomainName,
    delete: domains.deleteDomainName,
  }),
  ...records('/domainnames/:domain/basepathmappings', ':path', 'BasePathMapping', {
    create: mappings.createBasePathMapping,
    list: mappings.getBasePathMappings,
    get: mappings.getBasePathMapping,
    update: mappings.updateBasePathMapping,
    delete: mappings.deleteBasePathMapping,
  }),
  route('POST', '/clientcertificates', 201, 'GenerateClientCertificate', certificates.generateClientCertificate),
  route('GET', '/clientcertificates', 200, 'GetClientCertificates', certificates.getClientCertificates),
  route('GET', CERTIFICATE, 200, 'GetClientCertificate', certificates.getClientCertificate),
  route('PATCH', CERTIFICATE, 200, 'UpdateClientCertificate', certificates.updateClientCertificate),
  route('DELETE', CERTIFICATE, 202, 'DeleteClientCertificate', certificates.deleteClientCertificate),
  route('GET', '/tags/*', 200, 'GetTags', getTags),
  route('PUT', '/tags/*', 204, 'TagResource', tagResource),
  route('DELETE', '/tags/*', 204, 'UntagResource', untagResource),
  route('GET', '/account', 200, 'GetAccount', account.getAccount),
  route('PATCH', '/account', 200, 'UpdateAccount', account.updateAccount),
]

/** Those that only `?mode=import` tells from another one. */
export const IMPORT_ROUTES: readonly Route[] = [
  { ...route('POST', '/restapis', 201, 'ImportRestApi', imports.importRestApi), document: true },
]
