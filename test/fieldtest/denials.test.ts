import { describe, expect, it, onTestFinished } from 'vitest'
import { fieldtest } from '../../fieldtest/session.js'
import { sandboxTarget } from '../../fieldtest/targets/sandbox.js'
import type { Target } from '../../fieldtest/targets/target.js'
import type { Keys } from '../../fieldtest/wire/sign.js'

const ALL = { Effect: 'Allow', Action: '*', Resource: '*' } as const
const identity = (name: string, ...Statement: object[]) => ({
  name,
  accessKeyId: name,
  secretAccessKey: 'secret',
  policies: [{ Statement: Statement as (typeof ALL)[] }],
})
const deny = (Action: string, Resource: string) => ({
  Effect: 'Deny',
  Action,
  Resource: `arn:aws:apigateway:*::${Resource}`,
})

/** A sandbox that the test's `until` seconds are asked as somebody who may do everything, and then as `name`. */
async function asked(name: string, until = 0) {
  const identities = [identity('planless', ALL, deny('apigateway:POST', '/usageplans')), identity('nobody')]
  const target = await sandboxTarget({ seed: { apis: [], identities } })
  onTestFinished(() => target.close())
  const { clock } = target
  const end = clock.now() + until * 1_000
  const keys = async (): Promise<Keys> =>
    clock.now() < end ? target.keys() : { accessKeyId: name, secretAccessKey: 'secret' }
  const said: string[] = []
  const run = (from: Target, only: readonly string[] = []) =>
    fieldtest(from, { only, say: (line) => said.push(line), remove: from === target })
  return { target, said, ask: (only?: readonly string[]) => run({ ...target, keys }, only), remove: () => run(target) }
}

describe('a fieldtest in an account that denies calls', { timeout: 120_000 }, () => {
  it('asks what it may ask, tells what was denied, and leaves nothing', async () => {
    const { target, ask } = await asked('planless')
    const { results, denied, left, stopped } = await ask(['C30', 'C102', 'D9', 'D3'])
    expect(results.map(({ observation, verdict }) => `${observation.statement} ${verdict}`)).toEqual([
      'C30 holds',
      'C102 holds',
      'C102 failed',
      'D9 failed',
      'D3 holds',
    ])
    expect(denied).toEqual([expect.stringMatching(/^POST: 403 AccessDeniedException: .*usageplans.* \(\d times\)$/)])
    expect({ left, stopped, apis: target.sandbox.apis }).toEqual({ left: [], stopped: null, apis: [] })
  })

  it.each([
    ['nobody', /^these credentials are refused: 403 AccessDeniedException: /],
    ['ended', /^these credentials are refused: 403 UnrecognizedClientException: /],
  ])('stops where %s signs half way, and names what it cannot remove', async (name, why) => {
    const { target, ask, remove, said } = await asked(name, 150)
    const { left, stopped, results } = await ask()
    expect(stopped).toMatch(why)
    expect(said.join('\n')).toMatch(/nothing more can be asked: removing what was made/)
    expect(
      left
        .filter(({ path }) => path.startsWith('/restapis/'))
        .map(({ path }) => path.slice(10))
        .sort(),
    ).toEqual(target.sandbox.apis.map(({ id }) => id).sort())
    expect(left.length).toBeGreaterThan(3)
    expect(results.length).toBeGreaterThan(50)
    await remove()
    expect(target.sandbox.apis).toEqual([])
  })

  it('makes nothing where it may not list what it makes', async () => {
    const { target, ask } = await asked('nobody')
    await expect(ask()).rejects.toThrow(/^what this creates cannot be listed \(usageplans\): 403 AccessDenied/)
    expect(target.sandbox.requests().filter(({ method }) => method !== 'GET')).toEqual([])
  })
})
