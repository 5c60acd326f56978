// Runs the states of one item on a local interpreter and prints what came of it. A process of its own, because what it
// loads stands beside deploy/package.json.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { argv, exit, stdout } from 'node:process'

const { event, leftMs } = JSON.parse(argv[2])

// The interpreter wants Node 22, of which it uses this.
Promise.withResolvers ??= () => {
  const parts = {}
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }))
  return parts
}

const deploy = new URL('../../deploy/', import.meta.url)
const { StateMachine } = createRequire(new URL('package.json', deploy))('aws-local-stepfunctions')
const { handler } = await import(new URL('function.mjs', deploy))
const { States } = JSON.parse(readFileSync(new URL('map.asl.json', deploy), 'utf8'))
const { ProcessorConfig, ...states } = States.EachAccountAndRegion.ItemProcessor

const attempts = []
async function invoke({ Payload }) {
  const left = leftMs[attempts.length] ?? 900_000
  const context = { awsRequestId: `attempt-${attempts.length + 1}`, getRemainingTimeInMillis: () => left }
  attempts.push('')
  try {
    return { Payload: await handler(Payload, context) }
  } catch (error) {
    attempts[attempts.length - 1] = `${error.name}: ${error.message}`
    throw error
  }
}

const overrides = { taskResourceLocalHandlers: { Work: invoke }, retryIntervalOverrides: { Work: 0 } }
const { result } = new StateMachine(states).run(event, { overrides })
const ended = await result.then(
  (value) => ({ result: value }),
  (error) => ({ error: error.message }),
)
stdout.write(JSON.stringify({ ...ended, attempts, mode: ProcessorConfig.Mode }), () => exit(0))
