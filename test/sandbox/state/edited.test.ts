import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startSandbox } from '../../../src/sandbox/index.js'
import { PETS } from '../support/sandbox.js'

/** What is said of the state of `pets` after somebody has changed its text. */
async function refusalOf(edit: (text: string) => string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-state-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const stateFile = join(folder, 'state.json')
  const sandbox = await startSandbox({ seed: { apis: [PETS] }, stateFile, randomSeed: 1 })
  await sandbox.close()
  const text = edit(readFileSync(stateFile, 'utf8'))
  writeFileSync(stateFile, text)
  try {
    const started = await startSandbox({ stateFile })
    await started.close()
    return 'nothing'
  } catch (error) {
    expect(readFileSync(stateFile, 'utf8')).toBe(text)
    return error instanceof Error ? error.message : String(error)
  }
}

const editing = (edit: (api: Record<string, unknown>) => void) => (text: string) => {
  const state: { readonly worlds: readonly { readonly apis: readonly Record<string, unknown>[] }[] } = JSON.parse(text)
  for (const api of state.worlds[0]?.apis ?? []) edit(api)
  return JSON.stringify(state)
}

describe('a state file that somebody edited', () => {
  it('L71 is refused with line and column, and none of its text, where it is no JSON', async () => {
    expect(await refusalOf((text) => text)).toBe('nothing')
    const torn = await refusalOf((text) => text.slice(0, -40))
    expect(torn).toMatch(/^not JSON \(line \d+, column \d+\)$/)
    const bracket = await refusalOf((text) => text.replace('"regional":', '"regional": ] "secret-token"'))
    expect(bracket).toMatch(/^not JSON \(line \d+, column \d+\)$/)
  })

  it('L71 is refused with the names that lead to what is wrong', async () => {
    const wrong = await refusalOf((text) => text.replaceAll('"authorizationType": "NONE"', '"authorizationType": 7'))
    expect(wrong).toMatch(
      /^not the state of a sandbox: worlds\.0\.apis\.0\.resources\.\w+\.methods\.GET\.authorizationType: is not /,
    )
  })

  it('L71 is refused with at most twenty of its mistakes', async () => {
    const values = (count: number) => Array.from({ length: count }, () => 7)
    const many = (count: number) => refusalOf(editing((api) => Object.assign(api, { binaryMediaTypes: values(count) })))
    expect((await many(20)).split('; ')).toHaveLength(20)
    const more = (await many(25)).split('; ')
    expect([more.length, more.at(-1)]).toEqual([21, 'and 5 more'])
  })

  it.each([
    ['its root', { rootResourceId: 'gone' }, /has no resource gone, its root$/],
    [
      'a deployment',
      { deployments: [] },
      /the stage prod of the API \w+ serves the deployment \w+, which there is not$/,
    ],
  ])('L71 is refused where it refers to %s that there is not', async (_, change, message) => {
    expect(await refusalOf(editing((api) => Object.assign(api, change)))).toMatch(message)
  })

  it('L71 is refused where a resource is below none', async () => {
    const refusal = await refusalOf((text) => text.replaceAll(/"parentId": "\w+"/g, '"parentId": "gone"'))
    expect(refusal).toMatch(
      /^not the state of a sandbox: the resource \/pets of the API \w+ is below gone, which there is not$/,
    )
  })
})
