import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { startSandbox } from '../../../src/sandbox/index.js'

const SCRIPT = fileURLToPath(new URL('send_with_botocore.py', import.meta.url))
const hasBotocore = spawnSync('python3', ['-c', 'import botocore.auth']).status === 0
const run = promisify(execFile)

it.skipIf(!hasBotocore)(
  'I15 accepts what the botocore of this machine signs, and nothing of which one byte is another (skipped without botocore)',
  async () => {
    const integration = { type: 'MOCK', body: '{}' } as const
    const method = { integration, authorization: 'AWS_IAM' } as const
    const sandbox = await startSandbox({
      iam: 'enforce',
      seed: {
        apis: [
          {
            name: 'orders',
            methods: { 'GET /orders/{id}': method, 'POST /orders/{id}': method },
            stages: { prod: {} },
          },
        ],
      },
    })
    onTestFinished(() => sandbox.close())
    const invokeUrl = sandbox.apis[0]?.stages[0]?.invokeUrl ?? ''

    const { stdout } = await run('python3', [SCRIPT, invokeUrl, 'test', 'test'])

    expect(JSON.parse(stdout)).toEqual([
      ['nothing', 200],
      ['nothing in a body', 200],
      ['nothing in an odd URL', 200],
      ['a byte of the path', 403],
      ['a byte of the query', 403],
      ['a byte of the body', 403],
      ['a byte of Cache-Control', 403],
      ['a byte of X-Amz-Date', 403],
      ['a byte of Authorization', 403],
    ])
  },
)
