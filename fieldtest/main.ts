import { announcement } from './announcement.js'
import { type Options, optionsFrom, USAGE } from './options.js'
import { answersOf, documentOf, lineOf, observations, summaryOf } from './report.js'
import { fieldtest, type Session } from './session.js'
import { type Statement, statementsIn } from './statements.js'
import { awsTarget } from './targets/aws.js'
import { atEndpoint } from './targets/endpoint.js'
import { sandboxTarget } from './targets/sandbox.js'
import type { Target } from './targets/target.js'

export interface Surroundings {
  readonly print: (text: string) => void
  readonly complain: (text: string) => void
  /** The text of BEHAVIOUR.md. */
  readonly behaviour: string
  readonly write: (path: string, text: string) => void
  /** Ends a run early; what it has made is removed all the same. */
  readonly signal: AbortSignal
}

const FAILED = 1
const USAGE_ERROR = 2
const DIFFERS = 6
const INTERRUPTED = 130

export async function main(args: readonly string[], around: Surroundings): Promise<number> {
  if (args.includes('--help')) {
    around.print(USAGE)
    return 0
  }
  const options = optionsFrom(args)
  const problem = 'problem' in options ? options.problem : unknownName(options)
  if ('problem' in options || problem !== null) {
    around.complain(`error: ${problem}; see npm run fieldtest -- --help\n`)
    return USAGE_ERROR
  }
  if (options.aws && !options.remove) {
    around.print(announcement(options.region ?? ''))
    if (!options.yes) {
      around.complain('error: nothing was sent: say --yes to do it\n')
      return USAGE_ERROR
    }
  }
  const target = await targetOf(options)
  try {
    return await run(target, options, around)
  } finally {
    await target.close()
  }
}

async function targetOf({ aws, region = '', profile, endpoint, backend }: Options): Promise<Target> {
  const reachable = backend === undefined ? {} : { backend }
  if (aws) return awsTarget(region, { ...reachable, ...(profile === undefined ? {} : { profile }) })
  return endpoint === undefined ? sandboxTarget() : atEndpoint(endpoint, backend)
}

async function run(target: Target, options: Options, around: Surroundings): Promise<number> {
  const statements = statementsIn(around.behaviour)
  const say = (line: string) => around.complain(`${line}\n`)
  const session = await fieldtest(target, {
    only: options.only,
    remove: options.remove,
    signal: around.signal,
    say,
    told: (result) => around.print(`${lineOf(result)}\n`),
  })
  if (!options.remove) {
    conclude(session, statements, around)
    around.write(options.out, documentOf(target, session, statements))
    const minutes = Math.ceil((session.endedAt - session.startedAt) / 60_000)
    around.print(`${minutes} minutes on the clock of ${target.name}; written to ${options.out}\n`)
  }
  return exitCodeOf(session, options)
}

function conclude({ results }: Session, statements: readonly Statement[], { print }: Surroundings): void {
  const answers = answersOf(results)
  if (answers.length > 0) print(`\nWhat nobody outside AWS knows:\n${answers.map((line) => `  ${line}\n`).join('')}`)
  print(`\n${summaryOf(results, statements)}\n`)
}

function exitCodeOf({ interrupted, left, results }: Session, { strict }: Options): number {
  if (left.length > 0) return FAILED
  if (interrupted) return INTERRUPTED
  return strict && results.some(({ verdict }) => verdict === 'differs' || verdict === 'failed') ? DIFFERS : 0
}

function unknownName({ only }: Options): string | null {
  const names = observations().flatMap(({ statement, unknown }) => [statement, unknown?.row, unknown?.knob])
  const unknown = only.find((name) => !names.includes(name))
  return unknown === undefined ? null : `no observation is about "${unknown}"`
}
