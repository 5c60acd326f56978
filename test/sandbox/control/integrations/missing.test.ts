import { DeleteIntegrationResponseCommand, GetIntegrationResponseCommand } from '@aws-sdk/client-api-gateway'
import { expect, it } from 'vitest'
import { building } from '../../support/building.js'
import { API, refused } from '../../support/sandbox.js'

async function withoutMethod(statusCode: string) {
  const { gateway, resource } = await building()
  const of = { restApiId: API, resourceId: await resource('/', 'items'), httpMethod: 'POST', statusCode }
  return {
    got: () => refused(gateway.send(new GetIntegrationResponseCommand(of))),
    deleted: () => refused(gateway.send(new DeleteIntegrationResponseCommand(of))),
  }
}

it('C19 an integration response of a method that there is not misses its method, and its integration when it is deleted', async () => {
  const { got, deleted } = await withoutMethod('200')

  expect(await got()).toBe('404 NotFoundException: Invalid Method identifier specified')
  expect(await deleted()).toBe('404 NotFoundException: Invalid Integration identifier specified')
})

it('C88 a status code that is none is refused before the method is looked up', async () => {
  const { got, deleted } = await withoutMethod('wrong')
  const words =
    "400 ValidationException: 1 validation error detected: Value 'wrong' at 'statusCode' failed to satisfy " +
    'constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d'

  expect([await got(), await deleted()]).toEqual([words, words])
})
