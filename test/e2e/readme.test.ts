import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parse, stringify } from 'yaml'
import { BIN, program, ROOT } from '../support/program.js'
import { terraformMirror } from '../support/terraform.js'

interface Example {
  readonly text: string
  /** What the comment in its first line says about running it. */
  readonly command: string
}

/** Code whose first line names a file. */
const EXAMPLES: ReadonlyMap<string, Example> = new Map(
  [
    ...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/^```\w+\n((?:#|\/\/) ([\w.]+): (.*)\n[\s\S]*?)^```$/gm),
  ].map(([, text = '', file = '', command = '']) => [file, { text, command }]),
)

const mirror = terraformMirror()
const has = (...words: readonly [string, ...string[]]) => spawnSync(words[0], words.slice(1)).status === 0
const hasAws = has('aws', '--version')
const hasCurl = has('curl', '--version')
const hasBoto3 = has('python3', '-c', 'import boto3')
const hasBash = has('bash', '--version')

function example(file: string): Example {
  const found = EXAMPLES.get(file)
  if (!found) throw new Error(`README.md has no example ${file}`)
  return found
}

/** A project that has installed the package and vitest, with the example as its only file. */
function project(file: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-readme-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const bin = join(folder, 'node_modules/.bin')
  mkdirSync(bin, { recursive: true })
  symlinkSync(ROOT, join(folder, 'node_modules/apigw-cache'))
  symlinkSync(join(ROOT, 'node_modules/vitest'), join(folder, 'node_modules/vitest'))
  symlinkSync(join(ROOT, 'node_modules/vitest/vitest.mjs'), join(bin, 'vitest'))
  executable(join(bin, 'apigw-cache'), SHIM)
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(join(folder, file), example(file).text)
  return folder
}

/** The program, but for the port, which is somebody else's where two of these tests run at a time. */
const SHIM = `#!/bin/sh
if [ "$1" = sandbox ]; then shift; exec '${process.execPath}' '${BIN}' sandbox --port 0 "$@"; fi
exec '${process.execPath}' '${BIN}' "$@"
`

function executable(path: string, text: string): void {
  writeFileSync(path, text)
  chmodSync(path, 0o755)
}

function run(folder: string, command: string, env: Readonly<Record<string, string>> = {}) {
  const path = [join(folder, 'node_modules/.bin'), process.env.PATH ?? ''].join(':')
  return program('sh', ['-c', command], { cwd: folder, env: { PATH: path, HOME: folder, ...env } })
}

describe("README's examples with other people's tools", { timeout: 300_000 }, () => {
  it('are those that are run here', () => {
    const run = [
      'domain.sh',
      'cache.sh',
      'alarm.sh',
      'cache.py',
      'main.tf',
      'cdk.sh',
      'sls.sh',
      'sam.sh',
      'cache.test.js',
      'cache.yml',
    ]
    expect([...EXAMPLES.keys()]).toEqual(run)
  })

  it.skipIf(!hasAws)('AWS CLI (skipped without aws)', async () => {
    const ran = await run(project('cache.sh'), example('cache.sh').command)
    expect(ran).toMatchObject({ code: 0, stdout: '"CREATE_IN_PROGRESS"\n' })
  })

  it.skipIf(!hasAws || !hasCurl)('an alarm (skipped without aws and curl)', async () => {
    const ran = await run(project('alarm.sh'), example('alarm.sh').command)
    expect(ran).toMatchObject({ code: 0, stdout: 'ALARM\n' })
  })

  it.skipIf(!hasAws || !hasCurl)('a custom domain (skipped without aws and curl)', async () => {
    const ran = await run(project('domain.sh'), example('domain.sh').command)
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringMatching(/^"AVAILABLE".*"status":"ok"/s) })
  })

  it.skipIf(!hasBoto3)('boto3 (skipped where python3 has none)', async () => {
    const ran = await run(project('cache.py'), example('cache.py').command)
    expect(ran).toMatchObject({ code: 0, stdout: 'CREATE_IN_PROGRESS\n' })
  })

  it.skipIf(mirror === null)('Terraform (skipped without it and its AWS provider)', async () => {
    const folder = project('main.tf')
    const rc = `provider_installation { filesystem_mirror { path = ${JSON.stringify(mirror)} } }`
    writeFileSync(join(folder, 'terraform.rc'), rc)
    const { command } = example('main.tf')
    const env = { TF_CLI_CONFIG_FILE: join(folder, 'terraform.rc'), CHECKPOINT_DISABLE: '1' }
    // Within the same sandbox: a plan that would change something ends with 2.
    const planned = command.replace(/'$/, "; terraform plan -detailed-exitcode'")
    expect(planned).not.toBe(command)
    const ran = await run(folder, planned, env)
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('Resources: 7 added, 0 changed') })
    expect(ran.stdout).toMatch(/^GET +\/items +yes +querystring\.page /m)
    expect(ran.stdout).toContain('No changes.')
  })

  /** Of a tool that writes a template, of which one stands in that it has written. */
  const templated = (file: string, from: string, to: string, tool: string, words: string) => {
    const folder = project(file)
    mkdirSync(dirname(join(folder, to)), { recursive: true })
    cpSync(join(ROOT, 'test/clients/templates', from), join(folder, to))
    executable(join(folder, 'node_modules/.bin', tool), `#!/bin/sh\ntest "$*" = "${words}"\n`)
    return run(folder, example(file).command)
  }

  it('CDK, of which a template stands in that it has synthesized', async () => {
    const ran = await templated('cdk.sh', 'cdk.json', 'cdk.out/Shop.template.json', 'cdk', 'synth --quiet')
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('pets / prod') })
    expect(ran.stderr).toContain('left out: 1 AWS::IAM::Role')
  })

  it('Serverless, of which a template stands in that it has packaged', async () => {
    const to = '.serverless/cloudformation-template-update-stack.json'
    const ran = await templated('sls.sh', 'serverless.json', to, 'serverless', 'package')
    expect(ran).toMatchObject({ code: 0 })
    expect(ran.stdout).toMatch(
      /^GET +\/pets\/\{id\} +no +path\.id querystring\.type +ApiGatewayMethodPetsIdVarGetCacheNS$/m,
    )
  })

  it('SAM, with a template and a function', async () => {
    const folder = project('sam.sh')
    const events = {
      Get: {
        Type: 'Api',
        Properties: {
          Path: '/pets/{id}',
          Method: 'GET',
          RequestParameters: [{ 'method.request.path.id': { Required: true, Caching: true } }],
        },
      },
    }
    const MethodSettings = [{ ResourcePath: '/*', HttpMethod: '*', CachingEnabled: true }]
    const template = {
      Transform: 'AWS::Serverless-2016-10-31',
      Globals: { Api: { CacheClusterEnabled: true, MethodSettings } },
      Resources: { Pets: { Type: 'AWS::Serverless::Function', Properties: { Events: events } } },
    }
    writeFileSync(join(folder, 'template.yaml'), stringify(template))
    const code = 'export const handler = () => ({ body: JSON.stringify({ generatedAt: new Date() }) })'
    writeFileSync(join(folder, 'pets.mjs'), code)
    const ran = await run(folder, example('sam.sh').command)
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('✓ cached') })
  })

  it('vitest', async () => {
    const ran = await run(project('cache.test.js'), example('cache.test.js').command, { NO_COLOR: '1' })
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringMatching(/Tests {2}1 passed/) })
  })

  it.skipIf(!hasBash)('a CI job (skipped without bash)', async () => {
    const folder = project('cache.yml')
    const { jobs } = parse(example('cache.yml').text)
    const lines = jobs.cache.steps.flatMap((step: { readonly run?: string }) => step.run ?? [])
    expect(lines).toHaveLength(1)
    writeFileSync(join(folder, 'job.sh'), lines.join('\n'))
    const ran = await run(folder, 'bash -e job.sh')
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('✓ cached') })
    expect(readFileSync(join(folder, 'verify.xml'), 'utf8')).toContain('<testsuite')
  })
})
