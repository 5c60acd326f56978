import { badRequest, notFound } from '../../http/errors.js'
import type { DomainName } from '../../world/domain-name.js'
import { ACCESS_MODES, IP_ADDRESS_TYPES, ROUTING_MODES, SECURITY_POLICIES } from '../../world/enums.js'
import type { World } from '../../world/world.js'
import type { Input } from '../input.js'
import { notEmulated } from '../not-emulated.js'
import { type Call, param, type Reply } from '../operation.js'
import { page } from '../paging.js'
import { applyRules, readPatch } from '../patch.js'
import { domainRules } from './patch.js'
import { domainView } from './view.js'

const NAME = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+$/

export function createDomainName(world: World, { body }: Call): Reply {
  const { domainNames } = world.settings
  const domainName = body.requiredString('domainName')
  refuseUnknown(body)
  if (domainName.length > 512 || !NAME.test(domainName)) throw badRequest('Invalid domain name specified')
  if (domainNames.has(domainName)) throw badRequest('The domain name you provided already exists.')
  const endpoint = body.object('endpointConfiguration')
  const mutual = body.object('mutualTlsAuthentication')
  const domain: DomainName = {
    domainName,
    endpointType: endpointType(endpoint?.strings('types')),
    ipAddressType: endpoint?.oneOf('ipAddressType', IP_ADDRESS_TYPES) ?? 'ipv4',
    certificateName: body.string('certificateName') ?? null,
    certificateArn: body.string('certificateArn') ?? null,
    regionalCertificateName: body.string('regionalCertificateName') ?? null,
    regionalCertificateArn: body.string('regionalCertificateArn') ?? null,
    ownershipVerificationCertificateArn: body.string('ownershipVerificationCertificateArn') ?? null,
    securityPolicy: body.oneOf('securityPolicy', SECURITY_POLICIES) ?? 'TLS_1_2',
    endpointAccessMode: body.oneOf('endpointAccessMode', ACCESS_MODES) ?? null,
    mutualTls: mutual
      ? {
          truststoreUri: mutual.requiredString('truststoreUri'),
          truststoreVersion: mutual.string('truststoreVersion') ?? null,
        }
      : null,
    createdDate: world.clock.now(),
    tags: body.stringMap('tags') ?? {},
    mappings: new Map(),
  }
  domainNames.set(domainName, checked(domain))
  return domainView(world, domain)
}

export function getDomainNames(world: World, call: Call): Reply {
  const owner = call.query.get('resourceOwner') ?? 'SELF'
  if (owner !== 'SELF') throw notEmulated(`resourceOwner=${owner} of GetDomainNames`)
  return page(
    [...world.settings.domainNames.values()],
    ({ domainName }) => domainName,
    (domain) => domainView(world, domain),
    call,
  )
}

export function getDomainName(world: World, call: Call): Reply {
  return domainView(world, domainOf(world, call))
}

export function updateDomainName(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const domain = domainOf(world, call)
  const draft = { ...domain }
  applyRules(operations, domainRules(draft))
  Object.assign(domain, checked(draft))
  return domainView(world, domain)
}

export function deleteDomainName(world: World, call: Call): Reply {
  world.settings.domainNames.delete(domainOf(world, call).domainName)
  return undefined
}

/** Only private names have an id, and there are none. */
export function domainOf({ settings }: World, call: Call): DomainName {
  const found = settings.domainNames.get(param(call, 'domain'))
  if (!found || call.query.get('domainNameId')) throw notFound('Invalid domain name identifier specified')
  return found
}

function checked(domain: DomainName): DomainName {
  const { endpointType: type, certificateArn, certificateName, regionalCertificateArn } = domain
  const edge = certificateArn !== null || certificateName !== null
  const regional = regionalCertificateArn !== null || domain.regionalCertificateName !== null
  if (type === 'EDGE' ? !edge : !regional) {
    throw badRequest(`A certificate is needed for the endpoint type ${type}`)
  }
  return domain
}

/** What has secrets, and what only private names and routing rules have. */
function refuseUnknown(body: Input): void {
  const secret = ['certificateBody', 'certificatePrivateKey', 'certificateChain', 'policy']
  const given = secret.find((field) => body.string(field) !== undefined)
  if (given) throw notEmulated(`${given} of CreateDomainName`)
  const mode = body.oneOf('routingMode', ROUTING_MODES) ?? 'BASE_PATH_MAPPING_ONLY'
  if (mode !== 'BASE_PATH_MAPPING_ONLY') throw notEmulated(`routingMode ${mode} of CreateDomainName`)
}

function endpointType(types: readonly string[] = ['EDGE']): DomainName['endpointType'] {
  const [type] = types
  if (type === 'PRIVATE') throw notEmulated('endpoint type PRIVATE of CreateDomainName')
  if (types.length === 1 && (type === 'EDGE' || type === 'REGIONAL')) return type
  throw badRequest('Invalid endpoint types specified')
}
