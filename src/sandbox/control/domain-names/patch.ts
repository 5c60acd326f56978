import { badRequest } from '../../http/errors.js'
import type { DomainName } from '../../world/domain-name.js'
import { ACCESS_MODES, IP_ADDRESS_TYPES, SECURITY_POLICIES } from '../../world/enums.js'
import { notEmulated } from '../not-emulated.js'
import { fieldRules, filledOrNull, knownOf, type PatchRules, textOf } from '../patch.js'

/** Of UpdateDomainName. */
export function domainRules(draft: DomainName): PatchRules {
  const endpoint = (value: string | undefined, path: string) => {
    if (path === 'ipAddressType') draft.ipAddressType = knownOf(IP_ADDRESS_TYPES, value, path)
    else if (!/^types(?:\/\w+)?$/.test(path)) throw unknownPath(`endpointConfiguration/${path}`)
    else if (value === 'EDGE' || value === 'REGIONAL') draft.endpointType = value
    else throw badRequest('Invalid endpoint types specified')
  }
  return {
    ...fieldRules(draft, {
      certificateName: filledOrNull,
      certificateArn: filledOrNull,
      regionalCertificateName: filledOrNull,
      regionalCertificateArn: filledOrNull,
      ownershipVerificationCertificateArn: filledOrNull,
      securityPolicy: (value) => knownOf(SECURITY_POLICIES, value, 'security policy'),
      endpointAccessMode: (value) => (value ? knownOf(ACCESS_MODES, value, 'endpoint access mode') : null),
    }),
    'replace /routingMode': (value) => {
      if (value !== 'BASE_PATH_MAPPING_ONLY') throw notEmulated(`routingMode ${value ?? 'null'} of UpdateDomainName`)
    },
    'add /endpointConfiguration/**': endpoint,
    'replace /endpointConfiguration/**': endpoint,
    'remove /endpointConfiguration/**': (value, path) => {
      if (!path.startsWith('types')) throw unknownPath(`endpointConfiguration/${path}`)
      // A name has one endpoint: the other one takes its place.
      if (value === draft.endpointType) draft.endpointType = value === 'EDGE' ? 'REGIONAL' : 'EDGE'
    },
    'replace /mutualTlsAuthentication/*': (value, field) => mutual(draft, field, value),
    'add /mutualTlsAuthentication/*': (value, field) => mutual(draft, field, value),
    'remove /mutualTlsAuthentication': () => {
      draft.mutualTls = null
    },
  }
}

/** Without a trust store there is no mutual TLS. */
function mutual(draft: DomainName, field: string, value: string | undefined): void {
  const before = draft.mutualTls ?? { truststoreUri: '', truststoreVersion: null }
  if (field === 'truststoreVersion') draft.mutualTls = { ...before, truststoreVersion: value || null }
  else if (field !== 'truststoreUri') throw unknownPath(`mutualTlsAuthentication/${field}`)
  else draft.mutualTls = value ? { ...before, truststoreUri: textOf(value) } : null
}

function unknownPath(path: string): Error {
  return badRequest(`Invalid patch path /${path}`)
}
