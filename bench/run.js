import { parseArgs } from 'node:util'
import { builtCopy } from './built.js'
import { forPeople } from './report.js'

const BENCHMARKS = {
  startup: async () => (await import('./startup.js')).startup,
  status: async () => (await import('./status.js')).status,
  'status-floor': async () => (await import('./status-floor.js')).statusFloor,
  install: async () => (await import('./install.js')).install,
  list: async () => (await import('./list.js')).list,
  plan: async () => (await import('./plan.js')).plan,
  memory: async () => (await import('./memory.js')).memory,
  wait: async () => (await import('./wait.js')).wait,
  hits: async () => (await import('./hits.js')).hits,
  'hits-moto': async () => (await import('./hits-moto.js')).hitsMoto,
  'cache-growth': async () => (await import('./cache-growth.js')).cacheGrowth,
}
const EXIT_FAILURE = 1
const EXIT_USAGE = 2

process.exitCode = await main(process.argv.slice(2))

async function main(argv) {
  const { names, json, problem } = read(argv)
  if (problem) {
    process.stderr.write(`error: ${problem}\n`)
    return EXIT_USAGE
  }
  const built = builtCopy()
  let failed = false
  try {
    for (const name of names) if (!(await runOne(name, { built, json }))) failed = true
  } finally {
    built.remove()
  }
  return failed ? EXIT_FAILURE : 0
}

function read(argv) {
  const known = Object.keys(BENCHMARKS)
  try {
    const options = { json: { type: 'boolean', default: false } }
    const { values, positionals } = parseArgs({ args: argv, allowPositionals: true, options })
    const unknown = positionals.find((name) => !known.includes(name))
    const problem = unknown && `there is no benchmark "${unknown}": ${known.join(', ')}`
    return { names: positionals.length > 0 ? positionals : known, json: values.json, problem }
  } catch ({ message }) {
    return { problem: message }
  }
}

/** A benchmark whose work fails says so, and the others are still run. */
async function runOne(name, { built, json }) {
  try {
    const benchmark = await BENCHMARKS[name]()
    const { measures, notes = [] } = await benchmark({ built })
    const result = { name, node: process.version, measures, notes }
    process.stdout.write(`${json ? JSON.stringify(result) : forPeople(result)}\n`)
    return true
  } catch (error) {
    process.stderr.write(`error: ${name}: ${error.message}\n`)
    return false
  }
}
