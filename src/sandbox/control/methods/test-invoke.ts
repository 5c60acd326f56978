import { testInvoke } from '../../data/test-invoke.js'
import type { World } from '../../world/world.js'
import { apiOf, methodOf, resourceOf } from '../lookup.js'
import type { Call, Reply } from '../operation.js'

/** Runs the API as it stands, undeployed changes included, past the cache. */
export function testInvokeMethod(world: World, call: Call): Promise<Reply> {
  const pathWithQueryString = call.body.string('pathWithQueryString')
  const body = call.body.string('body')
  const headers = call.body.stringMap('headers')
  const multiValueHeaders = call.body.stringsMap('multiValueHeaders')
  const stageVariables = call.body.stringMap('stageVariables')
  return testInvoke(world, apiOf(world, call), resourceOf(world, call), methodOf(world, call), {
    ...(pathWithQueryString === undefined ? {} : { pathWithQueryString }),
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { headers }),
    ...(multiValueHeaders === undefined ? {} : { multiValueHeaders }),
    ...(stageVariables === undefined ? {} : { stageVariables }),
  })
}
