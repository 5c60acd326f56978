/** A name of the account's own for its APIs. */
export interface DomainName {
  readonly domainName: string
  endpointType: 'EDGE' | 'REGIONAL'
  ipAddressType: string
  certificateName: string | null
  certificateArn: string | null
  regionalCertificateName: string | null
  regionalCertificateArn: string | null
  ownershipVerificationCertificateArn: string | null
  securityPolicy: string
  endpointAccessMode: string | null
  mutualTls: { readonly truststoreUri: string; readonly truststoreVersion: string | null } | null
  readonly createdDate: number
  tags: Record<string, string>
  /** By base path; `(none)` where it is empty. */
  readonly mappings: Map<string, BasePathMapping>
}

export interface BasePathMapping {
  readonly basePath: string
  restApiId: string
  /** Null where the path names the stage. */
  stage: string | null
}

/** How the mapping without a base path is named. */
export const NO_BASE_PATH = '(none)'

/** What a stage shows backends, so that they know who asks. */
export interface ClientCertificate {
  readonly clientCertificateId: string
  description: string | null
  readonly createdDate: number
  tags: Record<string, string>
}
