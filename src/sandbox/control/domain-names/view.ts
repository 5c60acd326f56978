import type { DomainName } from '../../world/domain-name.js'
import { mixed, seededRandom } from '../../world/random.js'
import type { World } from '../../world/world.js'
import { present, seconds } from '../view.js'

/** Of CloudFront, whatever the name. */
const EDGE_ZONE = 'Z2FDTNDATAQYW2'

export function domainView({ accountId, region }: Pick<World, 'accountId' | 'region'>, domain: DomainName): object {
  const { domainName, endpointType, mutualTls, createdDate, mappings: _, ipAddressType, ...fields } = domain
  const random = seededRandom(mixed(0, accountId, region, domainName))
  const target = targetOf(random)
  const named = fields.certificateArn !== null || fields.certificateName !== null
  return present({
    domainName,
    ...fields,
    domainNameArn: `arn:aws:apigateway:${region}:${accountId}:/domainnames/${domainName}`,
    certificateUploadDate: named || fields.regionalCertificateArn !== null ? seconds(createdDate) : null,
    ...(endpointType === 'EDGE'
      ? { distributionDomainName: `${target}.cloudfront.net`, distributionHostedZoneId: EDGE_ZONE }
      : {
          regionalDomainName: `d-${target}.execute-api.${region}.amazonaws.com`,
          regionalHostedZoneId: `Z${targetOf(random).toUpperCase()}`,
        }),
    endpointConfiguration: { types: [endpointType], ipAddressType },
    domainNameStatus: 'AVAILABLE',
    mutualTlsAuthentication: mutualTls && present(mutualTls),
    routingMode: 'BASE_PATH_MAPPING_ONLY',
  })
}

function targetOf(random: () => number): string {
  return Array.from({ length: 10 }, () => Math.floor(random() * 36).toString(36)).join('')
}
