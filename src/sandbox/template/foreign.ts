import { partitionOf } from '../iam/arn.js'
import type { Account } from '../world/lambda.js'
import type { TemplateResource } from './document.js'
import type { Made } from './resources/make.js'

export const LAMBDA = 'AWS::Lambda::Function'

/** The property that names a resource, where the template gives its name; else its logical id does. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': 'RoleName',
  'AWS::KinesisFirehose::DeliveryStream': 'DeliveryStreamName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  [LAMBDA]: 'FunctionName',
}

/** Those whose `Ref` is their ARN. */
const ARN_REFS = [
  'AWS::CertificateManager::Certificate',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Version',
  'AWS::SNS::Topic',
]

type Named = (property: string) => string | undefined

/** A resource of another service, which is not made: its name and what its attributes would be. */
export function foreignOf(
  account: Account,
  logicalId: string,
  { type }: Pick<TemplateResource, 'type'>,
  property: Named,
): Made & { readonly arn: string } {
  const name = property(NAMES[type] ?? '') ?? logicalId
  const arn = arnOf(account, type, name, property)
  return { id: ARN_REFS.includes(type) ? arn : name, arn, attributes: { Arn: arn } }
}

function arnOf({ accountId, region }: Account, type: string, name: string, property: Named): string {
  const partition = partitionOf(region)
  const regional = (service: string, resource: string) =>
    `arn:${partition}:${service}:${region}:${accountId}:${resource}`
  switch (type) {
    case LAMBDA:
      return regional('lambda', `function:${name}`)
    case 'AWS::Lambda::Alias':
    case 'AWS::Lambda::Version': {
      const of = property('FunctionName') ?? name
      const qualifier = type === 'AWS::Lambda::Alias' ? (property('Name') ?? name) : '1'
      return `${of.startsWith('arn:') ? of : regional('lambda', `function:${of}`)}:${qualifier}`
    }
    case 'AWS::IAM::Role':
      return `arn:${partition}:iam::${accountId}:role/${name}`
    case 'AWS::Logs::LogGroup':
      return regional('logs', `log-group:${name}:*`)
    case 'AWS::KinesisFirehose::DeliveryStream':
      return regional('firehose', `deliverystream/${name}`)
    case 'AWS::Cognito::UserPool':
      return regional('cognito-idp', `userpool/${region}_${name}`)
    case 'AWS::S3::Bucket':
      return `arn:${partition}:s3:::${name}`
    default:
      return regional(type.split('::')[1]?.toLowerCase() ?? 'sandbox', name)
  }
}
