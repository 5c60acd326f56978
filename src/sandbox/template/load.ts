import { NO_CLUSTER } from '../world/cluster.js'
import type { Account } from '../world/lambda.js'
import type { RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import { parseTemplate, type Template } from './document.js'
import { LAMBDA } from './foreign.js'
import { functionNames, missingFunctions, namedHandlers } from './functions.js'
import { textAt, wrong } from './intrinsics/scope.js'
import { createNotes } from './notes.js'
import { parametersOf } from './parameters.js'
import { expanded } from './sam/expand.js'
import { SERVERLESS } from './sam/expansion.js'
import { makeStack } from './stack.js'
import { staticScope } from './static-scope.js'
import type { SandboxTemplate } from './template.js'

export interface LoadedTemplate {
  /** Adds what the template describes. Throws an Error that says where it is wrong. */
  addTo(world: World): void
  /** The functions that were given, under the names that the template's ARNs have. */
  named<T>(handlers: Readonly<Record<string, T>>): Readonly<Record<string, T>>
  /** The logical ids of its functions. */
  readonly functions: readonly string[]
  /** True where functions may be given under that name. */
  knows(name: string): boolean
  /** Of the last time that it was added. */
  notes(): readonly string[]
}

/** Reads a template. Throws an Error that says where it is wrong. */
export function loadTemplate(given: string | SandboxTemplate, account: Account): LoadedTemplate {
  const {
    text,
    parameters: values = {},
    files = {},
  }: SandboxTemplate = typeof given === 'string' ? { text: given } : given
  const source = bounded(() => parseTemplate(text))
  const isSam = checkTransforms(source)
  const parametersWith = (warn: (text: string) => void) =>
    parametersOf(source.parameters, new Map(Object.entries(values)), account, warn)
  const early = staticScope(
    source,
    parametersWith(() => undefined),
    (name) => name,
  )
  const left = new Set<string>()
  const sam = { files, scope: early, note: (line: string) => void left.add(line) }
  const template = isSam ? bounded(() => expanded(source, sam)) : source
  const names = bounded(() => functionNames(template, early))
  let lines: readonly string[] = []
  return {
    named: (handlers) => namedHandlers(names, handlers),
    functions: [...template.resources].flatMap(([id, { type }]) => (type === LAMBDA ? [id] : [])),
    knows: (name) => names.has(name),
    notes: () => lines,
    addTo(world) {
      const notes = createNotes()
      for (const line of left) notes.other(line)
      const before = new Set(world.apis.keys())
      bounded(() => makeStack({ ...world, clusterTimeMs: 0 }, template, parametersWith(notes.other), notes))
      const added = [...world.apis.values()].filter(({ id }) => !before.has(id))
      if (added.length === 0) throw new Error(`it has no AWS::ApiGateway::RestApi${notes.withoutCache()}`)
      settleClusters(added)
      notes.uncalled(missingFunctions(world))
      lines = notes.lines()
    },
  }
}

const SAM = 'AWS::Serverless-2016-10-31'
const EMULATED = [SAM, 'AWS::LanguageExtensions']

/** True for a template of SAM. Throws an Error for a macro that is not known, and for types of SAM without its macro. */
function checkTransforms({ transforms, resources }: Template): boolean {
  const names = transforms.map((one) => textAt(typeof one === 'string' ? one : Object(one).Name, 'Transform'))
  const unknown = names.find((name) => !EMULATED.includes(name))
  if (unknown !== undefined) throw wrong('Transform', `the macro ${unknown} is not run`)
  if (names.includes(SAM)) return true
  for (const [name, { type }] of resources) {
    if (type.startsWith(SERVERLESS)) throw wrong(`Resources.${name}.Type`, `${type} needs "Transform: ${SAM}"`)
  }
  return false
}

/** What is long has come to its end when a deployment has: a cluster is there. */
function settleClusters(apis: readonly RestApi[]): void {
  for (const { stages } of apis) {
    for (const [name, stage] of stages) {
      const { enabled, size } = stage.cluster
      if (enabled) stages.set(name, { ...stage, cluster: { ...NO_CLUSTER, enabled, size, before: 'AVAILABLE' } })
    }
  }
}

/** What refers to more than a call stack holds is refused like any other mistake. */
function bounded<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof RangeError) throw new Error('it refers to too much, or is nested too deeply', { cause: error })
    throw error
  }
}
