// Node 20 runs no TypeScript, so that the sources are bundled first, as benchmarks do.
import { readFileSync, writeFileSync } from 'node:fs'
import { bundle } from '../bench/bundled.js'

const { url, remove } = await bundle(new URL('main.ts', import.meta.url))
const { main } = await import(url).finally(remove)
const interrupted = new AbortController()
const abandoned = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // A third one ends the process, whatever it is doing.
    if (abandoned.signal.aborted) process.exit(130)
    if (interrupted.signal.aborted) abandoned.abort()
    interrupted.abort()
  })
}
// Where the terminal is gone, what was made is removed all the same.
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)
process.exitCode = await main(process.argv.slice(2), {
  print: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
  behaviour: readFileSync(new URL('../src/sandbox/BEHAVIOUR.md', import.meta.url), 'utf8'),
  write: writeFileSync,
  signal: interrupted.signal,
  abandon: abandoned.signal,
})
