import { GetModelTemplateCommand, GetSdkTypesCommand } from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { NOT_EMULATED } from '../../../src/sandbox/control/not-emulated.js'
import { API, refused, refusedOver, running } from '../support/sandbox.js'

const refusal = (operation: string) => `501 NotImplementedException: The sandbox does not emulate ${operation}.`

describe('what the control plane does not have', () => {
  it('C80 is refused by name', async () => {
    const { gateway } = await running()

    expect(await refused(gateway.send(new GetSdkTypesCommand({})))).toBe(refusal('GetSdkTypes'))
    const template = new GetModelTemplateCommand({ restApiId: API, modelName: 'Empty' })
    expect(await refused(gateway.send(template))).toBe(refusal('GetModelTemplate'))
  })

  it.each(NOT_EMULATED.map(({ operation, method, path }) => [operation, `${method} ${path}`]))(
    'C80 is %s',
    async (operation, line) => {
      const { http, sandbox } = await running()

      expect(await refusedOver(http(line.replace(':api', API), line.startsWith('GET') ? undefined : 'a: 1'))).toBe(
        refusal(operation),
      )
      expect(sandbox.requests()).toMatchObject([{ operation, status: 501 }])
    },
  )

  it.each([['/apikeys', 'ImportApiKeys']])(
    'C80 is not the creation that has the same address: %s',
    async (path, operation) => {
      const { http } = await running()

      expect(await refusedOver(http(`POST ${path}?mode=import&failonwarnings=true`, 'openapi: 3.0.1'))).toBe(
        refusal(operation),
      )
    },
  )

  it('C80 is refused to those who may not ask in the same way as what there is', async () => {
    const { http } = await running({ iam: 'enforce' })

    expect(await refusedOver(http('GET /sdktypes', undefined, {}))).toBe(
      '403 MissingAuthenticationTokenException: Missing Authentication Token',
    )
    expect(await refusedOver(http('GET /sdktypes'))).toMatch(/^403 /)
  })
})
