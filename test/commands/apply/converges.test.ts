import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hunt, patience } from '../../support/hunt.js'
import { withObservedSandbox } from '../../support/observer.js'
import { anyFile, anySeed } from '../../support/stages.js'

const APPLY = 'apply -f file.yaml --yes --deploy --deploy-all --accept-unkeyed all -o json'
const CHECK = 'plan -f file.yaml --check -o json'

describe('apply of any file onto any stage', { timeout: patience(180_000) }, () => {
  it('converges: the second plan is empty', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, anyFile, async (seed, file) => {
        const bench = await withObservedSandbox({ seed })
        const files = { 'file.yaml': JSON.stringify(file) }
        const applied = await bench.cli(APPLY, { files })
        expect(applied).toMatchObject({ code: 0 })
        const plan = await bench.cli(CHECK, { files })
        expect(JSON.parse(plan.stdout)).toMatchObject({ changes: [], failed: [] })
        expect(bench.sharedMeanwhile()).toEqual([])
        await bench.sandbox.close()
      }),
      hunt(15),
    )
  })
})
