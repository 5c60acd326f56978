import { expect, it } from 'vitest'
import { withSandbox } from '../support/cli.js'
import { terraformMirror } from '../support/terraform.js'
import { terraformProject } from '../support/terraform-project.js'

const mirror = terraformMirror()

const MOCK = { integration: { type: 'MOCK' as const } }

/** Everything that a stage can have and Terraform might want otherwise. */
const SEED = {
  apis: [
    {
      id: '0123456789',
      name: 'pets "\u0024{x}" %{y}\n}',
      methods: {
        'GET /': MOCK,
        'GET /pets/{id}': { ...MOCK, keys: ['path.id', 'querystring.type'] },
        'POST /search': MOCK,
        'ANY /any': { ...MOCK, keys: ['querystring.q'] },
      },
      stages: {
        prod: {
          cluster: '0.5' as const,
          variables: { color: 'blue' },
          tags: { team: 'pets' },
          settings: {
            '*/*': { cachingEnabled: true, cacheTtlInSeconds: 60, loggingLevel: 'INFO' as const },
            'GET /': { cachingEnabled: false, throttlingRateLimit: 5 },
            'GET /pets/{id}': { cacheDataEncrypted: true, requireAuthorizationForCacheControl: false },
            'POST /search': {
              cachingEnabled: true,
              unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403' as const,
            },
          },
        },
        dev: { lingeringSize: '1.6' as const },
      },
    },
  ],
}

it.skipIf(mirror === null)(
  'export --as terraform imports what is live and plans nothing (skipped without Terraform and its AWS provider)',
  { timeout: 400_000 },
  async () => {
    const { cli, sandbox } = await withSandbox({ seed: SEED })
    expect(await cli('keys add POST /search integration.header.Body=method.request.body --stage prod')).toMatchObject({
      code: 0,
    })
    const exported = await cli("export --stage '*' --as terraform")
    expect(exported).toMatchObject({ code: 0, stderr: '' })
    const terraform = terraformWith(sandbox.url, exported.stdout)

    expect(await terraform('fmt', '-check', '-diff')).toMatchObject({ stdout: '', code: 0 })
    expect(await terraform('init', '-no-color')).toMatchObject({ code: 0 })
    expect(await terraform('validate', '-no-color')).toMatchObject({ stderr: '', code: 0 })
    sandbox.clearRequests()
    const applied = await terraform('apply', '-auto-approve', '-no-color')
    expect(applied.stdout).toContain('Apply complete! Resources: 9 imported, 0 added, 0 changed, 0 destroyed.')
    expect(await terraform('plan', '-detailed-exitcode', '-no-color')).toMatchObject({ stderr: '', code: 0 })
    expect(sandbox.requests().filter(({ method }) => method !== 'GET')).toEqual([])
  },
)

it.skipIf(mirror === null)(
  'export --as terraform is what terraform import needs, block by block (skipped without Terraform and its AWS provider)',
  { timeout: 400_000 },
  async () => {
    const methods = { 'GET /pets/{id}': { ...MOCK, keys: ['path.id'] } }
    const settings = { '*/*': { cachingEnabled: true }, 'GET /pets/{id}': { cacheTtlInSeconds: 9 } }
    const stages = { prod: { cluster: '0.5' as const, settings } }
    const seed = { apis: [{ id: '0123456789', name: 'pets', methods, stages }] }
    const { cli, sandbox } = await withSandbox({ seed })
    const { stdout } = await cli('export --stage prod --as terraform')
    const blocks = [...stdout.matchAll(/^import \{\n {2}to = (\S+)\n {2}id = "(.+)"\n\}\n/gm)]
    expect(blocks.length).toBeGreaterThan(2)
    const terraform = terraformWith(sandbox.url, stdout.replace(/^import \{\n[^}]*\}\n/gm, ''))
    expect(await terraform('init', '-no-color')).toMatchObject({ code: 0 })
    sandbox.clearRequests()

    for (const [, address = '', id = ''] of blocks) {
      expect(await terraform('import', '-no-color', address, id)).toMatchObject({ code: 0 })
    }

    expect(await terraform('plan', '-detailed-exitcode', '-no-color')).toMatchObject({ stderr: '', code: 0 })
    expect(sandbox.requests().filter(({ method }) => method !== 'GET')).toEqual([])
  },
)

/** Runs Terraform in a folder with this text, against a sandbox. */
function terraformWith(url: string, text: string) {
  const { write, terraform } = terraformProject(mirror, url)
  write('cache.tf', text)
  return terraform
}
