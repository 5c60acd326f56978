import { spawn, spawnSync } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { at, metered, NAMESPACE, STAGE } from '../support/metered.js'

const SCRIPT = fileURLToPath(new URL('ask_with_botocore.py', import.meta.url))
// Nothing of the machine's own AWS settings.
const env = { PATH: process.env.PATH ?? '' }
const hasBotocore = spawnSync('python3', ['-c', 'import botocore'], { env }).status === 0

async function botocore(url: string, protocol: string): Promise<unknown> {
  const child = spawn('python3', [SCRIPT, url, protocol], { stdio: ['ignore', 'pipe', 'inherit'], env })
  return JSON.parse(await text(child.stdout))
}

describe.skipIf(!hasBotocore)('botocore (skipped where python3 has none)', () => {
  it.each([
    ['M24 JSON', 'json', 'application/x-amz-json-1.0'],
    ['M26 the query protocol', 'query', 'application/x-www-form-urlencoded; charset=utf-8'],
    ['M29 CBOR', 'smithy-rpc-v2-cbor', 'application/cbor'],
  ])('%s is understood', async (_, protocol, contentType) => {
    const { sandbox, ask } = await metered()
    await ask(3)
    const start = at(0).getTime() / 1000
    expect(await botocore(sandbox.url, protocol)).toEqual({
      sent: contentType,
      points: [[start, 3, 'Count']],
      values: [[start], [1], 'Complete'],
      metrics: [{ Namespace: NAMESPACE, MetricName: 'Count', Dimensions: STAGE }],
      refusal: 'InvalidParameterValue',
    })
  })
})
