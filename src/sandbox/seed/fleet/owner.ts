import type { Account } from '../../world/lambda.js'
import type { Chances } from './choice.js'

type Tags = Readonly<Record<string, string>>

/** What a deployment tool leaves on an API and its stages. Terraform and the console leave nothing. */
export interface Owned {
  readonly name: string
  readonly tags: Tags
  readonly tagsOf: (stage: string) => Tags
}

const TOOLS = { CloudFormation: 0.2, SAM: 0.15, CDK: 0.2, Serverless: 0.2, none: 0.25 } as const

export function ownedBy(chances: Chances, service: string, account: Account): Owned {
  const stack = (name: string) => stackTags(chances, account, name)
  switch (chances.shared('tool', TOOLS)) {
    case 'CloudFormation':
      return {
        name: `${service}-api`,
        tags: stack(`${service}-stack`)('RestApi'),
        tagsOf: (stage) => stack(`${service}-stack`)(`${capital(stage)}Stage`),
      }
    case 'SAM':
      return {
        name: service,
        tags: stack(service)('ServerlessRestApi'),
        tagsOf: (stage) => stack(service)(`ServerlessRestApi${capital(stage)}Stage`),
      }
    case 'CDK': {
      const id = `${words(service)}Api${chances.hex('construct', 8)}`
      const ofStage = (stage: string) =>
        `${words(service)}ApiDeploymentStage${stage}${chances.hex(`construct ${stage}`, 8)}`
      return {
        name: `${words(service)}Api`,
        tags: stack(`${words(service)}Stack`)(id),
        tagsOf: (stage) => stack(`${words(service)}Stack`)(ofStage(stage)),
      }
    }
    case 'Serverless': {
      const tags = { ...stack(`${service}-prod`)('ApiGatewayRestApi'), STAGE: 'prod' }
      return { name: `prod-${service}`, tags, tagsOf: () => ({ STAGE: 'prod' }) }
    }
    case 'none':
      return { name: service, tags: {}, tagsOf: () => ({}) }
  }
}

function stackTags(chances: Chances, { region, accountId }: Account, name: string): (logicalId: string) => Tags {
  const [a, b, c] = ['a', 'b', 'c'].map((part) => chances.hex(`stack ${part}`, 8).toLowerCase())
  const id = `${a}-${b?.slice(0, 4)}-11f0-${b?.slice(4)}-${c}0a1b`
  return (logicalId) => ({
    'aws:cloudformation:stack-name': name,
    'aws:cloudformation:stack-id': `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/${id}`,
    'aws:cloudformation:logical-id': logicalId,
  })
}

/** `orders-v2` → `OrdersV2`. */
function words(name: string): string {
  return name.split('-').map(capital).join('')
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
