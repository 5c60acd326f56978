import * as account from './account.js'
import type { Make } from './make.js'
import { METHOD, makeMethod } from './method.js'
import * as parts from './parts.js'
import { makeRestApi, REST_API } from './rest-api.js'
import type { Fields } from './shape.js'
import { DEPLOYMENT, makeDeployment, makeStage, STAGE } from './stage.js'

export interface ResourceHandler {
  readonly fields: Fields
  readonly make: Make
}

/** By type: each makes its resource through the operations that CloudFormation's own handler calls. */
export const HANDLERS: Readonly<Record<string, ResourceHandler>> = {
  'AWS::ApiGateway::Account': { fields: account.ACCOUNT, make: account.makeAccount },
  'AWS::ApiGateway::ApiKey': { fields: account.API_KEY, make: account.makeApiKey },
  'AWS::ApiGateway::Authorizer': { fields: parts.AUTHORIZER, make: parts.makeAuthorizer },
  'AWS::ApiGateway::BasePathMapping': { fields: account.BASE_PATH_MAPPING, make: account.makeBasePathMapping },
  'AWS::ApiGateway::ClientCertificate': { fields: account.CLIENT_CERTIFICATE, make: account.makeClientCertificate },
  'AWS::ApiGateway::Deployment': { fields: DEPLOYMENT, make: makeDeployment },
  'AWS::ApiGateway::DocumentationPart': { fields: parts.DOCUMENTATION_PART, make: parts.makeDocumentationPart },
  'AWS::ApiGateway::DocumentationVersion': {
    fields: parts.DOCUMENTATION_VERSION,
    make: parts.makeDocumentationVersion,
  },
  'AWS::ApiGateway::DomainName': { fields: account.DOMAIN_NAME, make: account.makeDomainName },
  'AWS::ApiGateway::GatewayResponse': { fields: parts.GATEWAY_RESPONSE, make: parts.makeGatewayResponse },
  'AWS::ApiGateway::Method': { fields: METHOD, make: makeMethod },
  'AWS::ApiGateway::Model': { fields: parts.MODEL, make: parts.makeModel },
  'AWS::ApiGateway::RequestValidator': { fields: parts.REQUEST_VALIDATOR, make: parts.makeRequestValidator },
  'AWS::ApiGateway::Resource': { fields: parts.RESOURCE, make: parts.makeResource },
  'AWS::ApiGateway::RestApi': { fields: REST_API, make: makeRestApi },
  'AWS::ApiGateway::Stage': { fields: STAGE, make: makeStage },
  'AWS::ApiGateway::UsagePlan': { fields: account.USAGE_PLAN, make: account.makeUsagePlan },
  'AWS::ApiGateway::UsagePlanKey': { fields: account.USAGE_PLAN_KEY, make: account.makeUsagePlanKey },
  'AWS::ApiGateway::VpcLink': { fields: account.VPC_LINK, make: account.makeVpcLink },
}
