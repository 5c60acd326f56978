#!/usr/bin/env node
// From what `apigw-cache list -o ndjson` writes to the items of the map, one for each account and region:
//   apigw-cache list ... -o ndjson | node items.mjs > items.ndjson
import { createInterface } from 'node:readline'

/** A state's input has 256 KiB on AWS, and beside the item the run, the verb and its options. */
const MOST_BYTES = 240 * 1024

const items = new Map()
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue
  const { account, region, api, stage } = JSON.parse(line)
  const key = `${account}/${region}`
  const item = items.get(key) ?? { account, region, targets: [] }
  item.targets.push({ api: api.id ?? api, stage })
  items.set(key, item)
}
for (const [key, item] of items) {
  const text = JSON.stringify(item)
  if (Buffer.byteLength(text) > MOST_BYTES) {
    process.stderr.write(`error: ${key} has ${item.targets.length} stages, which is too much for one item\n`)
    process.exitCode = 1
    break
  }
  process.stdout.write(`${text}\n`)
}
