import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { withSandbox } from '../support/cli.js'
import { terraformMirror } from '../support/terraform.js'
import { terraformProject } from '../support/terraform-project.js'

const mirror = terraformMirror()
const CONFIGURATION = readFileSync(fileURLToPath(new URL('terraform/control-plane.tf', import.meta.url)), 'utf8')

it('a configuration of every kind of resource and data source is one of more than thirty kinds', () => {
  const kinds = [...CONFIGURATION.matchAll(/^(resource|data) "(\w+)"/gm)].map(([, kind, type]) => `${kind} ${type}`)

  expect(new Set(kinds).size).toBeGreaterThanOrEqual(30)
})

it.skipIf(mirror === null)(
  'Terraform makes, changes and destroys every kind of resource, and plans nothing in between (skipped without Terraform and its AWS provider)',
  { timeout: 900_000 },
  async () => {
    const { sandbox } = await withSandbox({ seed: 'empty', clusterTimeMs: 0, flushTimeMs: 0 })
    const { write, terraform } = terraformProject(mirror, sandbox.url)
    write('main.tf', CONFIGURATION)
    const run = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await terraform(...args, '-no-color')
      expect(stderr).toBe('')
      return { code, stdout }
    }
    const settled = (v: string) => run('plan', '-detailed-exitcode', '-var', v)

    expect(await terraform('fmt', '-check', '-diff')).toMatchObject({ stdout: '', code: 0 })
    expect((await run('init')).code).toBe(0)
    expect((await run('apply', '-auto-approve', '-var', 'v=1')).stdout).toContain('31 added, 0 changed')
    expect(await settled('v=1')).toMatchObject({ code: 0 })
    expect((await run('apply', '-auto-approve', '-var', 'v=2')).stdout).toContain('25 changed')
    expect(await settled('v=2')).toMatchObject({ code: 0 })
    await run('destroy', '-auto-approve', '-var', 'v=2')
    expect(sandbox.apis).toEqual([])
  },
)
