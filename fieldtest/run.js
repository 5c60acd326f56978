// Node 20 runs no TypeScript, so that the sources are bundled first, as benchmarks do.
import { readFileSync, writeFileSync } from 'node:fs'
import { bundle } from '../bench/bundled.js'

const { url, remove } = await bundle(new URL('main.ts', import.meta.url))
const { main } = await import(url).finally(remove)
const interrupted = new AbortController()
process.once('SIGINT', () => interrupted.abort())
process.once('SIGTERM', () => interrupted.abort())
process.exitCode = await main(process.argv.slice(2), {
  print: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
  behaviour: readFileSync(new URL('../src/sandbox/BEHAVIOUR.md', import.meta.url), 'utf8'),
  write: writeFileSync,
  signal: interrupted.signal,
})
