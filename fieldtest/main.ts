import { announcement } from './announcement.js'
import { type Options, optionsFrom, USAGE } from './options.js'
import { answersOf, documentOf, lineOf, observations, summaryOf, takenBy } from './report.js'
import { fieldtest, type Session } from './session.js'
import { type Statement, statementsIn } from './statements.js'
import { awsTarget } from './targets/aws.js'
import { atEndpoint } from './targets/endpoint.js'
import { sandboxTarget } from './targets/sandbox.js'
import type { Target } from './targets/target.js'
import { NotListed } from './world/cleanup.js'
import type { Leftover } from './world/ledger.js'

export interface Surroundings {
  readonly print: (text: string) => void
  readonly complain: (text: string) => void
  /** The text of BEHAVIOUR.md. */
  readonly behaviour: string
  readonly write: (path: string, text: string) => void
  /** Ends a run early; what it has made is removed all the same. */
  readonly signal: AbortSignal
  /** Ends the removing too. */
  readonly abandon?: AbortSignal
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
  } catch (error) {
    if (!(error instanceof NotListed)) throw error
    around.complain('error: nothing was created, because it could not be found again\n')
    return FAILED
  } finally {
    await target.close()
  }
}

async function targetOf({ aws, region = '', profile, endpoint, backend, paced }: Options): Promise<Target> {
  const reachable = backend === undefined ? {} : { backend }
  if (aws) return awsTarget(region, { ...reachable, ...(profile === undefined ? {} : { profile }) })
  return endpoint === undefined ? sandboxTarget() : atEndpoint(endpoint, { backend, paced })
}

async function run(target: Target, options: Options, around: Surroundings): Promise<number> {
  const statements = statementsIn(around.behaviour)
  const say = (line: string) => around.complain(`${line}\n`)
  const session = await fieldtest(target, {
    only: options.only,
    remove: options.remove,
    signal: around.signal,
    ...(around.abandon === undefined ? {} : { abandon: around.abandon }),
    say,
    told: (result) => around.print(`${lineOf(result)}\n`),
  })
  if (!options.remove) {
    conclude(session, statements, around)
    around.write(options.out, documentOf(target, session, statements))
    around.print(`${takenBy(session)} on the clock of ${target.name}; written to ${options.out}\n`)
  }
  if (session.left.length > 0) around.complain(leftBehind(session.left, options))
  return exitCodeOf(session, options)
}

/** What is still there, what it costs, and how to be rid of it. */
function leftBehind(left: readonly Leftover[], { aws, region, profile, endpoint }: Options): string {
  const where = aws ? `--aws --region ${region}${profile ? ` --profile ${profile}` : ''}` : `--endpoint ${endpoint}`
  const billed =
    aws && left.some(({ path }) => path.startsWith('/restapis/')) ? '; its caches are billed by the hour' : ''
  const lines = left.map(({ name, path }) => `  ${name} (${path})\n`).join('')
  return `left behind${billed}:\n${lines}to remove it: npm run fieldtest -- ${where} --remove\n`
}

function conclude(session: Session, statements: readonly Statement[], { print, complain }: Surroundings): void {
  const { results, denied, stopped } = session
  if (denied.length > 0) complain(`\ndenied, and so not asked:\n${denied.map((line) => `  ${line}\n`).join('')}`)
  if (stopped !== null) complain(`\nstopped: ${stopped}\n`)
  const answers = answersOf(results)
  if (answers.length > 0) print(`\nWhat nobody outside AWS knows:\n${answers.map((line) => `  ${line}\n`).join('')}`)
  print(`\n${summaryOf(results, statements)}\n`)
}

function exitCodeOf({ interrupted, left, results, denied, stopped }: Session, { strict }: Options): number {
  if (left.length > 0 || denied.length > 0 || stopped !== null) return FAILED
  if (interrupted) return INTERRUPTED
  return strict && results.some(({ verdict }) => verdict === 'differs' || verdict === 'failed') ? DIFFERS : 0
}

function unknownName({ only }: Options): string | null {
  const names = observations().flatMap(({ statement, unknown }) => [statement, unknown?.row, unknown?.knob])
  const unknown = only.find((name) => !names.includes(name))
  return unknown === undefined ? null : `no observation is about "${unknown}"`
}
