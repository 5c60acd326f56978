// A sandbox in a process of its own. Its argument is JSON: the module to take it from, and its options; a seed too
// long for an argument is in a file.
import { readFileSync } from 'node:fs'
import { serveParent } from './serve-parent.js'

const { module, seedFile, ...given } = JSON.parse(process.argv[2])
const options = seedFile ? { ...given, seed: JSON.parse(readFileSync(seedFile, 'utf8')) } : given
const { startSandbox } = await import(module)
const BODY = JSON.stringify({ item: 'x'.repeat(1024 - '{"item":""}'.length) })
let calls = 0
const item = () => {
  calls++
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: BODY }
}
const { url } = await startSandbox({ port: 0, ...options, handlers: { item } })
serveParent(url, () => calls)
