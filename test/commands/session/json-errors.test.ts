import { describe, expect, it } from 'vitest'
import { withSandbox } from '../../support/cli.js'

describe('stderr with -o json', () => {
  it.each([
    ['an error after warnings and progress', 'disable --yes --timeout 1m', { stuckDelete: true }],
    ['a refusal', 'flush', {}],
    ['an error after what was inferred', 'resize --size 1.6 --yes --api pets --stage nope', {}],
  ])('is one object: %s', async (_, verb, faults) => {
    const { cli } = await withSandbox({ faults })
    await cli('enable --stage prod --accept-unkeyed all')

    const { code, stdout, stderr } = await cli(`${verb} -o json`)

    expect(code).not.toBe(0)
    expect(stdout).toBe('')
    expect(Object.keys(JSON.parse(stderr))).toEqual(['error'])
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  it('keeps the warnings in that object', async () => {
    const { cli } = await withSandbox({ faults: { stuckDelete: true } })
    await cli('enable --stage prod --accept-unkeyed all')

    const { stderr } = await cli('disable --yes --timeout 1m -o json', {
      files: { '/work-folder/apigw-cache.config.yaml': 'managedBy: the platform team\n' },
    })

    expect(JSON.parse(stderr).error.warnings).toEqual([expect.stringContaining('the platform team manages')])
  })

  it('has words for people where there is no error', async () => {
    const { cli } = await withSandbox()

    const { code, stdout, stderr } = await cli('enable --stage prod --accept-unkeyed all -o json')

    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ changed: true })
    expect(stderr).toContain('using stage prod of API pets')
  })
})
