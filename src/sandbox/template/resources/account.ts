import type { Json } from '../document.js'
import type { Make } from './make.js'
import { type Fields, renamed, TEXTS } from './shape.js'

export const ACCOUNT: Fields = { CloudWatchRoleArn: 'text' }

export const makeAccount: Make = ({ properties: { cloudWatchRoleArn }, logicalId, call }) => {
  if (cloudWatchRoleArn !== undefined) {
    const patchOperations = [{ op: 'replace', path: '/cloudwatchRoleArn', value: cloudWatchRoleArn }]
    call('UpdateAccount', 'CloudWatchRoleArn', { body: { patchOperations } })
  }
  return { id: logicalId, attributes: { Id: logicalId } }
}

export const API_KEY: Fields = {
  CustomerId: 'text',
  Description: 'text',
  Enabled: 'flag',
  GenerateDistinctId: 'flag',
  Name: 'text',
  StageKeys: { list: { fields: { RestApiId: 'text', StageName: 'text' } } },
  Tags: 'tags',
  Value: 'text',
}

export const makeApiKey: Make = ({ properties, generatedName, call }) => {
  const { id } = call('CreateApiKey', '', { body: { name: generatedName, ...properties } })
  return { id: String(id), attributes: { APIKeyId: String(id) } }
}

const THROTTLE = { fields: { BurstLimit: 'number', RateLimit: 'number' } } as const

export const USAGE_PLAN: Fields = {
  ApiStages: { list: { fields: { ApiId: 'text', Stage: 'text', Throttle: { map: THROTTLE } } } },
  Description: 'text',
  Quota: { fields: { Limit: 'number', Offset: 'number', Period: 'text' } },
  Tags: 'tags',
  Throttle: THROTTLE,
  UsagePlanName: renamed('name', 'text'),
}

export const makeUsagePlan: Make = ({ properties, generatedName, call }) => {
  const { id } = call('CreateUsagePlan', '', { body: { name: generatedName, ...properties } })
  return { id: String(id), attributes: { Id: String(id) } }
}

export const USAGE_PLAN_KEY: Fields = { KeyId: 'text', KeyType: 'text', UsagePlanId: 'text' }

export const makeUsagePlanKey: Make = ({ properties: { keyId, keyType }, required, call }) => {
  const plan = required('usagePlanId')
  call('CreateUsagePlanKey', '', { path: { plan }, body: { keyId, keyType } })
  const id = `${required('keyId')}:${plan}`
  return { id, attributes: { Id: id } }
}

export const VPC_LINK: Fields = { Description: 'text', Name: 'text', Tags: 'tags', TargetArns: TEXTS }

export const makeVpcLink: Make = ({ properties, call }) => {
  const { id } = call('CreateVpcLink', '', { body: properties })
  return { id: String(id), attributes: { VpcLinkId: String(id) } }
}

export const CLIENT_CERTIFICATE: Fields = { Description: 'text', Tags: 'tags' }

export const makeClientCertificate: Make = ({ properties, call }) => {
  const { clientCertificateId } = call('GenerateClientCertificate', '', { body: properties })
  return { id: String(clientCertificateId), attributes: { ClientCertificateId: String(clientCertificateId) } }
}

export const DOMAIN_NAME: Fields = {
  CertificateArn: 'text',
  DomainName: 'text',
  EndpointAccessMode: 'text',
  EndpointConfiguration: { fields: { IpAddressType: 'text', Types: TEXTS } },
  MutualTlsAuthentication: { fields: { TruststoreUri: 'text', TruststoreVersion: 'text' } },
  OwnershipVerificationCertificateArn: 'text',
  RegionalCertificateArn: 'text',
  RoutingMode: 'text',
  SecurityPolicy: 'text',
  Tags: 'tags',
}

export const makeDomainName: Make = ({ properties, required, call }) => {
  const made: Json = call('CreateDomainName', '', { body: properties })
  const names = ['DistributionDomainName', 'DistributionHostedZoneId', 'RegionalDomainName', 'RegionalHostedZoneId']
  const attributes = Object.fromEntries(
    [...names, 'DomainNameArn'].flatMap((name) => {
      const value = made[name.charAt(0).toLowerCase() + name.slice(1)]
      return value === undefined ? [] : [[name, String(value)]]
    }),
  )
  return { id: required('domainName'), attributes }
}

/** `Id` is the service's to give. */
export const BASE_PATH_MAPPING: Fields = {
  BasePath: 'text',
  DomainName: 'text',
  Id: 'text',
  RestApiId: 'text',
  Stage: 'text',
}

export const makeBasePathMapping: Make = ({ properties: { basePath, restApiId, stage }, required, call }) => {
  const domain = required('domainName')
  call('CreateBasePathMapping', '', { path: { domain }, body: { basePath, restApiId, stage } })
  return { id: `${domain}|${String(basePath ?? '')}` }
}
