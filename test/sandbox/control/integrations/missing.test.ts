import { DeleteIntegrationResponseCommand, GetIntegrationResponseCommand } from '@aws-sdk/client-api-gateway'
import { expect, it } from 'vitest'
import { building } from '../../support/building.js'
import { API, refused } from '../../support/sandbox.js'

it('C19 integration responses of a method that there is not miss their integration', async () => {
  const { gateway, resource } = await building()
  const resourceId = await resource('/', 'items')
  const of = { restApiId: API, resourceId, httpMethod: 'POST', statusCode: '200' }
  const missing = '404 NotFoundException: Invalid Integration identifier specified'

  expect(await refused(gateway.send(new GetIntegrationResponseCommand(of)))).toBe(missing)
  expect(await refused(gateway.send(new DeleteIntegrationResponseCommand(of)))).toBe(missing)
})
