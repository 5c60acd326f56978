import type { World } from '../../world/world.js'
import type { Json } from '../document.js'
import type { Made } from './make.js'

/** A resource that a stack has made. */
export interface Owned {
  readonly type: string
  readonly logicalId: string
  readonly properties: Json
  readonly made: Made
}

interface StackIds {
  readonly name: string
  readonly id: string
}

/** Puts on REST APIs and stages the tags of CloudFormation's own, which no operation lets others set. */
export function tagOwned(world: World, stack: StackIds, owned: Owned): void {
  const tags = tagsOf(world, owned)
  if (!tags) return
  Object.assign(tags, {
    'aws:cloudformation:stack-name': stack.name,
    'aws:cloudformation:stack-id': stack.id,
    'aws:cloudformation:logical-id': owned.logicalId,
  })
}

function tagsOf({ apis }: World, { type, properties, made }: Owned): Record<string, string> | undefined {
  if (type === 'AWS::ApiGateway::RestApi') return apis.get(made.id)?.tags
  if (type === 'AWS::ApiGateway::Stage') return apis.get(String(properties.restApiId))?.stages.get(made.id)?.tags
  return undefined
}
