import type { Observation } from '../../observation.js'
import { inner } from '../../wire/answer.js'

export const DEPLOYMENTS: readonly Observation[] = [
  {
    statement: 'C224',
    about: 'what a deployment says of its methods when it is asked to',
    expected: { GET: { authorizationType: 'NONE', apiKeyRequired: false } },
    ask: async ({ control, scratch }) => {
      const path = `${await scratch.api()}/deployments/${await scratch.deployment()}`
      const { json } = await control(`GET ${path}?embed=apisummary`)
      return inner(inner(json, 'apiSummary'), '/')
    },
  },
  {
    statement: 'C50',
    about: 'deploying an API of which a method has no integration',
    expected: '400 BadRequestException: No integration defined for method',
    ask: async ({ control, scratch, outcome }) => {
      await scratch.deployment()
      const method = await scratch.method([], false)
      const refusal = outcome(await control(`POST ${await scratch.api()}/deployments`, {}))
      await control(`DELETE ${method}`)
      return refusal
    },
  },
  {
    statement: 'C53',
    about: 'deleting the deployment that a stage runs',
    expected: '400 BadRequestException: Active stages pointing to this deployment must be moved or deleted',
    ask: ({ control, scratch, outcome }) =>
      scratch.stage(async () =>
        outcome(await control(`DELETE ${await scratch.api()}/deployments/${await scratch.deployment()}`)),
      ),
  },
]
