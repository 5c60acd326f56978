import { testInvoke } from '../../data/test-invoke.js'
import { notFound } from '../../http/errors.js'
import { forVerb } from '../../world/enums.js'
import type { World } from '../../world/world.js'
import { apiOf, methodOf, resourceOf } from '../lookup.js'
import { type Call, param, type Reply } from '../operation.js'

/** Runs the method as it stands, undeployed changes included, without the cache. */
export function testInvokeMethod(world: World, call: Call): Promise<Reply> {
  const { body } = call
  const certificate = body.string('clientCertificateId')
  if (certificate !== undefined && !world.settings.clientCertificates.has(certificate)) {
    throw notFound('Invalid Client Certificate identifier specified')
  }
  const resource = resourceOf(world, call)
  const verb = param(call, 'verb')
  const method = forVerb(resource.methods, verb) ?? methodOf(world, call)
  return testInvoke(world, apiOf(world, call), resource, method, {
    verb: verb === 'ANY' ? 'GET' : verb,
    pathWithQueryString: body.string('pathWithQueryString'),
    body: body.string('body'),
    headers: body.stringMap('headers'),
    multiValueHeaders: body.stringsMap('multiValueHeaders'),
    stageVariables: body.stringMap('stageVariables'),
  })
}
