import { resolve } from 'node:path'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { clean } from '../../render/format/text.js'
import type { Sandbox, SandboxInputError, SandboxOptions, Seed } from '../../sandbox/index.js'
import { type AnyChoices, usageOf } from '../../sandbox/world/choices.js'
import { FAULTS, noFaults } from '../../sandbox/world/faults.js'
import { KNOBS } from '../../sandbox/world/knobs.js'
import type { GlobalFlags } from '../flags/common.js'
import { wrong } from './wrong.js'

export interface SandboxFlags extends GlobalFlags {
  readonly port?: number
  readonly host: string
  readonly allowHost?: readonly string[]
  readonly seed?: string
  readonly pageSize?: number
  readonly openapi?: string
  readonly template?: string
  readonly parameter?: readonly string[]
  readonly state?: string
  readonly accessLog?: string
  readonly handler?: readonly string[]
  readonly clusterTime?: number
  readonly flushTime?: number
  readonly metricsDelay?: number
  readonly history?: number
  readonly quota: NonNullable<SandboxOptions['quota']>
  readonly iam: NonNullable<SandboxOptions['iam']>
  readonly fault?: readonly string[]
  readonly knob?: readonly string[]
}

/** The port where none is named. */
const PORT = 4780
const PORT_TAKEN = 'port-taken'

/**
 * Starts the sandbox of the flags. A command learns the port from its environment, so it gets a free one where the
 * usual one is taken. Errors: `usage` for wrong flags or files.
 */
export async function startSandboxWith(
  flags: SandboxFlags & { readonly hasCommand: boolean },
  context: Context,
  accessLog: SandboxOptions['accessLog'],
): Promise<Sandbox> {
  const { knobs, faults } = await choicesOf(flags)
  const options: SandboxOptions = {
    port: flags.port ?? PORT,
    host: flags.host,
    ...(flags.allowHost === undefined ? {} : { allowHosts: flags.allowHost }),
    ...(await sourcesOf(flags, context)),
    ...(flags.handler === undefined ? {} : { handlers: await handlersOf(flags.handler, context) }),
    clusterTimeMs: flags.clusterTime ?? 4000,
    flushTimeMs: flags.flushTime ?? 2000,
    metricsDelayMs: flags.metricsDelay ?? 0,
    ...(flags.pageSize === undefined ? {} : { pageSize: flags.pageSize }),
    ...(flags.history === undefined ? {} : { history: { days: flags.history } }),
    quota: flags.quota,
    iam: flags.iam,
    ...(accessLog === undefined ? {} : { accessLog }),
    onRefusedAnswer: (line) => context.io.err(clean(line)),
    onBug: ({ text }) => {
      for (const line of text.split('\n')) context.io.err(clean(line))
    },
    knobs,
    faults,
  }
  try {
    return await listening(flags, options)
  } catch (error) {
    const isTaken = error instanceof ApigwCacheError && error.code === PORT_TAKEN
    if (!isTaken || !flags.hasCommand || flags.port !== undefined) throw error
    return listening(flags, { ...options, port: 0 })
  }
}

async function choicesOf(flags: SandboxFlags) {
  const { mergeFaults, parseAssignments, parseKnobs, wrongAssignment } = await import(
    '../../sandbox/world/assignments.js'
  )
  const read = (option: string, choices: AnyChoices, words: readonly string[] = []) => {
    const given = parseAssignments(words)
    const wrong = wrongAssignment(choices, given)
    if (wrong) throw wrongChoice(option, wrong.name, wrong.isKnown ? String(given[wrong.name]) : null, choices)
    return given
  }
  const chosen = parseKnobs(read('--knob', KNOBS, flags.knob))
  const faults = noFaults()
  mergeFaults(faults, read('--fault', FAULTS, flags.fault))
  return { knobs: 'knobs' in chosen ? chosen.knobs : {}, faults }
}

function wrongChoice(option: string, name: string, value: string | null, choices: AnyChoices): ApigwCacheError {
  const message = value === null ? `${option} names "${name}", which there is not` : `${option} ${name} is "${value}"`
  const shown = value === null ? choices : Object.fromEntries(Object.entries(choices).filter(([one]) => one === name))
  return wrong(message, `${option} takes ${usageOf(shown)}`)
}

async function handlersOf(words: readonly string[], context: Context) {
  const { functionsOf } = await import('./functions.js')
  return functionsOf(words, context)
}

/** Reads the APIs to start with. */
async function sourcesOf(
  { seed, openapi, template, parameter, state }: SandboxFlags,
  { readFile, cwd }: Context,
): Promise<Pick<SandboxOptions, 'seed' | 'openApi' | 'template' | 'stateFile'>> {
  if (parameter !== undefined && template === undefined) {
    throw wrong('--parameter is for a template', 'add --template FILE')
  }
  return {
    ...(seed === undefined ? {} : { seed: isBuiltIn(seed) ? seed : await seedFile(seed, readFile) }),
    ...(openapi === undefined
      ? {}
      : { openApi: await textOf(openapi, readFile, 'an OpenAPI or Swagger file, JSON or YAML') }),
    ...(template === undefined ? {} : { template: await templateWith(template, parameter ?? [], readFile) }),
    ...(state === undefined ? {} : { stateFile: resolve(cwd, state) }),
  }
}

async function templateWith(...given: Parameters<typeof import('./template.js').templateOf>) {
  const { templateOf } = await import('./template.js')
  return templateOf(...given)
}

async function listening(flags: SandboxFlags, options: SandboxOptions): Promise<Sandbox> {
  const { startSandbox, SandboxInputError } = await import('../../sandbox/index.js')
  try {
    return await startSandbox(options)
  } catch (cause) {
    if (cause instanceof SandboxInputError) throw wrongInput(flags, cause)
    const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined
    if (typeof code !== 'string') throw cause
    const where = `${flags.host}:${options.port}`
    const isTaken = code.startsWith('EADDRINUSE')
    const hint = isTaken ? 'another --port, or --port 0 for a free one' : 'check --host and --port'
    throw new ApigwCacheError(
      'failure',
      isTaken ? PORT_TAKEN : 'failure',
      `the sandbox cannot listen on ${where} (${code})`,
      {
        hint,
        cause,
      },
    )
  }
}

/** What helps with the option's input, if anything does. */
function hintFor({ option, message }: SandboxInputError): string | undefined {
  if (option === 'stateFile') return 'nothing was overwritten: name another file'
  const isParameter = option === 'template' && message.startsWith('Parameters.')
  return isParameter ? '--parameter NAME=VALUE gives a parameter of the template its value' : undefined
}

function wrongInput({ seed, openapi, template, state }: SandboxFlags, cause: SandboxInputError): ApigwCacheError {
  const file = { seed, openApi: openapi, template, stateFile: state }[cause.option] ?? cause.option
  const hint = hintFor(cause)
  return new ApigwCacheError('usage', 'command-line', `"${file}": ${cause.message}`, {
    ...(hint ? { hint } : {}),
    cause,
  })
}

function isBuiltIn(seed: string): seed is Exclude<NonNullable<SandboxOptions['seed']>, Seed> {
  return ['demo', 'empty', 'traffic', 'fleet'].includes(seed) || seed.startsWith('fleet:')
}

async function seedFile(path: string, readFile: Context['readFile']): Promise<Seed> {
  const { parseSeed } = await import('../../sandbox/seed/schema.js')
  const text = await textOf(path, readFile, '--seed demo, empty, traffic, fleet, fleet:<APIs>, or a JSON file')
  try {
    return parseSeed(JSON.parse(text))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ApigwCacheError('usage', 'command-line', `"${path}": ${why}`, {
      hint: 'docs/seed.md in the repository has all fields of a seed',
      cause,
    })
  }
}

async function textOf(path: string, readFile: Context['readFile'], hint: string): Promise<string> {
  const text = await readFile(path)
  if (text === null) throw wrong(`there is no file "${path}"`, hint)
  return text
}
