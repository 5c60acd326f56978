import { limitExceeded } from '../../http/errors.js'
import { own } from '../../http/own.js'
import type { RestApi } from '../../world/model.js'
import type { World } from '../../world/world.js'
import type { Call } from '../operation.js'

interface Counted {
  readonly most: number
  readonly what: string
  /** How many there are where the operation would add one. */
  readonly count: (world: World, params: Call['params']) => number
}

const apis: Counted = { most: 10_000, what: 'REST APIs', count: ({ apis: { size } }) => size }

/** Ten times what AWS gives an account at first, or as much where it gives much. */
const COUNTED: Readonly<Record<string, Counted>> = {
  CreateRestApi: apis,
  ImportRestApi: apis,
  CreateResource: ofApi('resources for this API', 3_000, ({ resources }) => resources.size),
  CreateDeployment: ofApi('deployments for this API', 10_000, ({ deployments }) => deployments.size),
  CreateStage: ofApi('stages for this API', 100, ({ stages }) => stages.size),
  CreateModel: ofApi('models for this API', 3_000, ({ models }) => models.size),
  CreateAuthorizer: ofApi('authorizers for this API', 100, ({ authorizers }) => authorizers.size),
  CreateRequestValidator: ofApi('validators for this API', 1_000, (api) => api.requestValidators.size),
  CreateDocumentationPart: ofApi('documentation parts', 20_000, (api) => api.documentationParts.size),
  CreateDocumentationVersion: ofApi('documentation versions', 1_000, (api) => api.documentationVersions.size),
  CreateApiKey: ofAccount('API keys', 10_000, ({ apiKeys }) => apiKeys.size),
  CreateUsagePlan: ofAccount('usage plans', 3_000, ({ usagePlans }) => usagePlans.size),
  CreateVpcLink: ofAccount('VPC links', 200, ({ vpcLinks }) => vpcLinks.size),
  CreateDomainName: ofAccount('domain names', 1_200, ({ domainNames }) => domainNames.size),
  GenerateClientCertificate: ofAccount('client certificates', 600, (all) => all.clientCertificates.size),
  CreateBasePathMapping: {
    most: 2_000,
    what: 'base path mappings for this domain name',
    count: ({ settings }, { domain }) => settings.domainNames.get(domain ?? '')?.mappings.size ?? 0,
  },
}

/** Throws where there is one of these too many already. */
export function checkCount(operation: string, world: World, params: Call['params']): void {
  const counted = own(COUNTED, operation)
  if (counted && counted.count(world, params) >= counted.most) {
    throw limitExceeded(1, `Maximum number of ${counted.what} has been reached`)
  }
}

function ofApi(what: string, most: number, count: (api: RestApi) => number): Counted {
  return {
    most,
    what,
    count: (world, { api }) => {
      const found = world.apis.get(api ?? '')
      return found ? count(found) : 0
    },
  }
}

function ofAccount(what: string, most: number, count: (settings: World['settings']) => number): Counted {
  return { most, what, count: ({ settings }) => count(settings) }
}
