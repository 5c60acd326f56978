#!/usr/bin/env node
// Node's own modules are taken without import statements, which would cost every start some milliseconds.
if (process.argv.length === 3 && ['--version', '-V'].includes(process.argv[2])) {
  const { readFileSync } = process.getBuiltinModule('node:fs')
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  process.stdout.on('error', ({ code }) => {
    if (code === 'EPIPE') return
    process.exitCode = 1
    process.stderr.write(['error:', `the version could not be written (${code})\n`].join(' '))
  })
  process.stdout.write(`${version}\n`)
} else {
  // Node 22.1 and later keep the compiled bundle on disk, which halves the start-up.
  process.getBuiltinModule('node:module').enableCompileCache?.()
  await import('../dist/main.mjs')
}
