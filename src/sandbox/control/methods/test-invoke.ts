import { testInvoke } from '../../data/test-invoke.js'
import type { World } from '../../world/world.js'
import { apiOf, methodOf, resourceOf } from '../lookup.js'
import type { Call, Reply } from '../operation.js'

/** Runs the method as it stands, undeployed changes included, without the cache. */
export function testInvokeMethod(world: World, call: Call): Promise<Reply> {
  const { body } = call
  return testInvoke(world, apiOf(world, call), resourceOf(world, call), methodOf(world, call), {
    pathWithQueryString: body.string('pathWithQueryString'),
    body: body.string('body'),
    headers: body.stringMap('headers'),
    multiValueHeaders: body.stringsMap('multiValueHeaders'),
    stageVariables: body.stringMap('stageVariables'),
  })
}
