import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { parseText } from '../../src/sandbox/openapi/document.js'
import { running } from '../sandbox/support/sandbox.js'
import { madeIn } from './made.js'

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

async function madeOf(template: string): Promise<unknown> {
  const { gateway, sandbox } = await running({ seed: 'empty', template })
  return madeIn(sandbox, gateway)
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
