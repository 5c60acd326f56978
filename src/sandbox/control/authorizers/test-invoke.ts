import { testInvokeAuthorizer as test } from '../../data/authorizer/test-invoke.js'
import type { World } from '../../world/world.js'
import { apiOf, authorizerOf } from '../lookup.js'
import { notEmulated } from '../not-emulated.js'
import type { Call, Reply } from '../operation.js'

/** Asks the authorizer as it stands. What it says is checked, and its policy is not evaluated. */
export async function testInvokeAuthorizer(world: World, call: Call): Promise<Reply> {
  const { body } = call
  const authorizer = authorizerOf(world, call)
  const result = await test(world, apiOf(world, call), authorizer, {
    pathWithQueryString: body.string('pathWithQueryString'),
    body: body.string('body'),
    headers: body.stringMap('headers'),
    multiValueHeaders: body.stringsMap('multiValueHeaders'),
    stageVariables: body.stringMap('stageVariables'),
    additionalContext: body.stringMap('additionalContext'),
  })
  if (!result) throw notEmulated('TestInvokeAuthorizer of an authorizer whose function it was not given')
  return result
}
