/** Capacities of a cache cluster in GB, as API Gateway spells them. */
export const CLUSTER_SIZES = ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237'] as const
export type ClusterSize = (typeof CLUSTER_SIZES)[number]

export const CLUSTER_STATUSES = [
  'CREATE_IN_PROGRESS',
  'AVAILABLE',
  'DELETE_IN_PROGRESS',
  'NOT_AVAILABLE',
  'FLUSH_IN_PROGRESS',
] as const
export type ClusterStatus = (typeof CLUSTER_STATUSES)[number]

export const VERBS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY'] as const
export type Verb = (typeof VERBS)[number]

export const ENDPOINT_TYPES = ['PRIVATE', 'EDGE', 'REGIONAL'] as const
export type EndpointType = (typeof ENDPOINT_TYPES)[number]
export const AUTHORIZATION_TYPES = ['NONE', 'CUSTOM', 'AWS_IAM', 'COGNITO_USER_POOLS'] as const
export const AUTHORIZER_TYPES = ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS'] as const
export type AuthorizerType = (typeof AUTHORIZER_TYPES)[number]
export const INTEGRATION_TYPES = ['HTTP', 'MOCK', 'AWS_PROXY', 'HTTP_PROXY', 'AWS'] as const
export type IntegrationType = (typeof INTEGRATION_TYPES)[number]
export const TRANSFER_MODES = ['BUFFERED', 'STREAM'] as const
export type TransferMode = (typeof TRANSFER_MODES)[number]
export const LOG_LEVELS = ['OFF', 'ERROR', 'INFO'] as const
export const CACHE_CONTROL_STRATEGIES = [
  'FAIL_WITH_403',
  'SUCCEED_WITH_RESPONSE_HEADER',
  'SUCCEED_WITHOUT_RESPONSE_HEADER',
] as const
export type CacheControlStrategy = (typeof CACHE_CONTROL_STRATEGIES)[number]

export function isVerb(value: string): value is Verb {
  return VERBS.some((verb) => verb === value)
}

/** ANY stands for GET where one verb is needed. */
export function oneVerb(verb: Verb): Verb {
  return verb === 'ANY' ? 'GET' : verb
}

/** The method that serves a verb: the one of exactly that verb, or else ANY. */
export function forVerb<T>(methods: ReadonlyMap<string, T>, verb: string): T | undefined {
  return methods.get(verb) ?? methods.get('ANY')
}

export const CONTENT_HANDLINGS = ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'] as const

export const CONNECTION_TYPES = ['INTERNET', 'VPC_LINK'] as const

export const API_KEY_SOURCES = ['HEADER', 'AUTHORIZER'] as const

export const IP_ADDRESS_TYPES = ['ipv4', 'dualstack'] as const

export const SECURITY_POLICIES = [
  'TLS_1_0',
  'TLS_1_2',
  'SecurityPolicy_TLS12_2018_EDGE',
  'SecurityPolicy_TLS12_PFS_2025_EDGE',
  'SecurityPolicy_TLS13_1_2_2021_06',
  'SecurityPolicy_TLS13_1_2_Ext2_FIPS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_PQ_2025_09',
  'SecurityPolicy_TLS13_1_3_2025_09',
  'SecurityPolicy_TLS13_1_3_FIPS_2025_09',
  'SecurityPolicy_TLS13_2025_EDGE',
] as const

export const ACCESS_MODES = ['BASIC', 'STRICT'] as const

export const ROUTING_MODES = [
  'BASE_PATH_MAPPING_ONLY',
  'ROUTING_RULE_ONLY',
  'ROUTING_RULE_THEN_BASE_PATH_MAPPING',
] as const
