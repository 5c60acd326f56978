import type { ClientCertificate, DomainName } from './domain-name.js'
import type { ApiKey, UsagePlan } from './usage-plan.js'

/** What an account has for all of its APIs in a region. */
export interface AccountSettings {
  /** With which API Gateway writes logs. */
  cloudwatchRoleArn: string | null
  readonly apiKeys: Map<string, ApiKey>
  readonly usagePlans: Map<string, UsagePlan>
  readonly vpcLinks: Map<string, VpcLink>
  readonly domainNames: Map<string, DomainName>
  readonly clientCertificates: Map<string, ClientCertificate>
}

/** To load balancers, which nothing here reaches. */
export interface VpcLink {
  readonly id: string
  name: string
  description: string | null
  readonly targetArns: readonly string[]
  tags: Record<string, string>
}

export function newSettings(): AccountSettings {
  return {
    cloudwatchRoleArn: null,
    apiKeys: new Map(),
    usagePlans: new Map(),
    vpcLinks: new Map(),
    domainNames: new Map(),
    clientCertificates: new Map(),
  }
}

export function hasAnySetting({ cloudwatchRoleArn, ...records }: AccountSettings): boolean {
  return cloudwatchRoleArn !== null || Object.values(records).some(({ size }) => size > 0)
}
