import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  GetApiKeysCommand,
  GetExportCommand,
  GetStagesCommand,
  GetUsagePlansCommand,
} from '@aws-sdk/client-api-gateway'
import { expect, it } from 'vitest'
import { parseText } from '../../src/sandbox/openapi/document.js'
import { running } from '../sandbox/support/sandbox.js'

const near = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const hasSam = spawnSync('python3', ['-c', 'import samtranslator']).status === 0

/** What SAM itself makes of a template. */
function translated(source: string): string {
  const { stdout, stderr } = spawnSync('python3', [near('translate_sam.py')], {
    input: source,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, AWS_DEFAULT_REGION: 'us-east-1' },
  })
  if (stdout === '') throw new Error(stderr)
  return stdout
}

/** Everything that the template has made, without the ids and times that are made up for it. */
async function madeOf(template: string): Promise<unknown> {
  const { gateway, sandbox } = await running({ seed: 'empty', template })
  const apis = await Promise.all(
    sandbox.apis.map(async ({ id: restApiId, name, stages }) => {
      const [{ name: stageName = '' } = {}] = stages
      const parameters = { extensions: 'apigateway,integrations,authorizers,documentation' }
      const exported = await gateway.send(
        new GetExportCommand({ restApiId, stageName, exportType: 'oas30', parameters }),
      )
      const { item = [] } = await gateway.send(new GetStagesCommand({ restApiId }))
      const settled = item.map(({ deploymentId, createdDate, lastUpdatedDate, ...stage }) => stage)
      const text = Buffer.from(exported.body ?? []).toString('utf8')
      return { name, document: JSON.parse(text.replaceAll(restApiId, 'API')), stages: settled }
    }),
  )
  const { items: plans = [] } = await gateway.send(new GetUsagePlansCommand({}))
  const { items: keys = [] } = await gateway.send(new GetApiKeysCommand({}))
  const names = new Map(sandbox.apis.map(({ id, name }) => [id, name]))
  return {
    apis: apis.sort((one, other) => one.name.localeCompare(other.name)),
    plans: plans.map(({ id, apiStages = [], ...plan }) => ({
      ...plan,
      apiStages: apiStages.map(({ apiId = '', ...stage }) => ({ ...stage, api: names.get(apiId) })),
    })),
    keys: keys.map(({ name, enabled }) => ({ name, enabled })),
  }
}

it.skipIf(!hasSam).each(['sam.yaml', 'sam-events.yaml', 'sam-documents.yaml'])(
  'SAM translates %s to what the sandbox makes of it (skipped without samtranslator)',
  { timeout: 60_000 },
  async (name) => {
    const source = readFileSync(near(`templates/${name}`), 'utf8')
    // Before there is a sandbox, which would not be heard while this process waits for Python.
    const translation = translated(JSON.stringify(parseText(source)))
    expect(await madeOf(source)).toEqual(await madeOf(translation))
  },
)
