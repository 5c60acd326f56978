import { readFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { startSandbox } from '../../../src/sandbox/index.js'
import { parseSeed } from '../../../src/sandbox/seed/schema.js'

const PAGE = readFileSync(new URL('../../../docs/seed.md', import.meta.url), 'utf8')

it('the page on seeds has one that starts, and names every field that a seed may have', async () => {
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(PAGE) ?? []
  const seed = parseSeed(JSON.parse(example))
  const sandbox = await startSandbox({ seed, port: 0 })
  onTestFinished(() => sandbox.close())

  expect(sandbox.apis.map(({ name }) => name)).toEqual(['shop'])
  const source = ['schema.ts', 'identity-schema.ts']
    .map((file) => readFileSync(new URL(`../../../src/sandbox/seed/${file}`, import.meta.url), 'utf8'))
    .join('\n')
  const optional = [...source.matchAll(/^\s+(\w+): z\./gm)].map(([, name = '']) => name)
  const awsNames =
    /^(metrics|logging|dataTrace|throttling|caching|cache(?!Namespace)|require|unauthorized|[A-Z]|Sid|stageVariable|useStage|percent)/
  const own = optional.filter((name) => !awsNames.test(name))
  expect(own.length).toBeGreaterThan(30)
  expect(own.filter((name) => !PAGE.includes(name))).toEqual([])
})
