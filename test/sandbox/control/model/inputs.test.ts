import * as sdk from '@aws-sdk/client-api-gateway'
import { expect, it } from 'vitest'
import { IMPORTS_NOT_EMULATED, NOT_EMULATED } from '../../../../src/sandbox/control/not-emulated.js'
import { refused } from '../../support/sandbox.js'
import { type Built, buildAll } from './build-rest.js'
import { changeAll } from './change-all.js'
import { ELSEWHERE, type Scene } from './elsewhere.js'
import { type Recorded, recording } from './recording.js'
import { type Member, OPERATIONS } from './service-model.js'

const REFUSED = new Set([...NOT_EMULATED, ...IMPORTS_NOT_EMULATED].map(({ operation }) => operation))

/** Every member of every operation that is emulated. Labels are what the operation is about. */
const MEMBERS = OPERATIONS.filter(({ name }) => !REFUSED.has(name)).flatMap(({ name, input }) =>
  input.filter(({ place }) => place !== 'label').map((member) => ({ operation: name, member })),
)

/** The service says of these that they have no pages. */
const NOT_PAGED = ['GetGatewayResponses', 'GetTags']

it('C221 every member of every input is kept, heeded, or refused', { timeout: 60_000 }, async () => {
  const { gateway, recorded, http, clock } = await recording()
  const built = await buildAll(gateway)
  const creations = [...recorded]
  const paged = await pagesOf(gateway, built)
  clock.advance(60_000)
  await changeAll(gateway, built)
  const changes = recorded.slice(creations.length)
  const scene: Scene = { gateway, built, recorded: creations, http, clock }

  const open: string[] = []
  for (const { operation, member } of MEMBERS) {
    const name = `${operation}.${member.name}`
    const proof = ELSEWHERE[name]
    const kept = creations.some((one) => one.operation === operation && shows(one, member))
    const patched = member.name === 'patchOperations' && changes.some((one) => showsPatch(one, operation))
    const page = ['limit', 'position'].includes(member.name) && paged.has(operation)
    const silent = NOT_PAGED.includes(operation) && ['limit', 'position'].includes(member.name)
    if (kept || patched || page || silent || (proof && (await proof(scene)))) continue
    open.push(name)
  }
  expect(open).toEqual([])
})

it('C221 what the service model has not is not proven either', () => {
  const known = new Set(MEMBERS.map(({ operation, member }) => `${operation}.${member.name}`))

  expect(Object.keys(ELSEWHERE).filter((name) => !known.has(name))).toEqual([])
})

it('C222 what is not emulated is refused by name', async () => {
  const { gateway } = await recording()
  const { restApiId } = await buildAll(gateway)
  const pool = (await gateway.send(new sdk.GetAuthorizersCommand({ restApiId }))).items?.find(
    ({ name }) => name === 'pool',
  )
  for (const [command, what] of [
    [new sdk.CreateRestApiCommand({ name: 'n', cloneFrom: restApiId }), 'cloneFrom of CreateRestApi'],
    [new sdk.GetModelCommand({ restApiId, modelName: 'Pet', flatten: true }), 'flatten of GetModel'],
    [
      new sdk.GetDocumentationPartsCommand({ restApiId, locationStatus: 'UNDOCUMENTED' }),
      'locationStatus UNDOCUMENTED of GetDocumentationParts',
    ],
    [
      new sdk.TestInvokeAuthorizerCommand({ restApiId, authorizerId: pool?.id }),
      'TestInvokeAuthorizer of an authorizer whose function it was not given',
    ],
    [new sdk.CreateApiKeyCommand({ generateDistinctId: false }), 'generateDistinctId false of CreateApiKey'],
  ] as const) {
    expect(await refused((gateway.send as (one: unknown) => Promise<unknown>)(command))).toBe(
      `501 NotImplementedException: The sandbox does not emulate ${what}.`,
    )
  }
})

/** The answer has the value, under the member's own name. */
function shows({ input, json }: Recorded, { name, wire }: Member): boolean {
  const value = input[name]
  if (value === undefined || typeof json !== 'object' || json === null) return false
  return includes(Reflect.get(json, wire) ?? Reflect.get(json, name), value)
}

function includes(shown: unknown, given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return shown === given
  if (typeof shown !== 'object' || shown === null) return false
  return Object.entries(given).every(([key, value]) => includes(Reflect.get(shown, key), value))
}

function showsPatch({ operation, input, json }: Recorded, wanted: string): boolean {
  const operations: unknown = input.patchOperations
  if (operation !== wanted || !Array.isArray(operations)) return false
  const text = JSON.stringify(json)
  const said = /changed|421|4321/
  return said.test(JSON.stringify(operations)) && said.test(text)
}

/** The collections that go on behind their first item. */
async function pagesOf(gateway: Scene['gateway'], built: Built): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const of = {
    restApiId: built.restApiId,
    domainName: built.domainName,
    usagePlanId: built.ofPlan.usagePlanId,
  }
  const days = { startDate: '2026-01-01', endDate: '2026-01-01' }
  for (const { name, input } of OPERATIONS) {
    if (!name.startsWith('Get') || !input.some((member) => member.name === 'limit')) continue
    if (REFUSED.has(name) || NOT_PAGED.includes(name)) continue
    const labels = Object.fromEntries(
      input.flatMap((one) => (one.name in of ? [[one.name, Reflect.get(of, one.name)]] : [])),
    )
    const ask = async (position?: unknown): Promise<object> => {
      const Command = Reflect.get(sdk, `${name}Command`) as new (input: object) => never
      return gateway.send(new Command({ ...labels, ...(name === 'GetUsage' ? days : {}), limit: 1, position }))
    }
    const first = await ask()
    const second = await ask(Reflect.get(first, 'position'))
    const items = [first, second].map((page) => Object.entries(Reflect.get(page, 'items') ?? {}))
    if (items.every((page) => page.length === 1) && JSON.stringify(items[0]) !== JSON.stringify(items[1])) {
      found.add(name)
    }
  }
  return found
}
