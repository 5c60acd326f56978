import { parseBody } from '../../control/input.js'
import { checkCount } from '../../control/limits/counts.js'
import { ROUTES } from '../../control/routes.js'
import { ServiceError } from '../../http/errors.js'
import type { World } from '../../world/world.js'
import type { Json } from '../document.js'
import { textAt, wrong } from '../intrinsics/scope.js'

/** What is known of a resource once it is made. */
export interface Made {
  /** What `Ref` gives. */
  readonly id: string
  /** What `Fn::GetAtt` gives. */
  readonly attributes?: Readonly<Record<string, string>>
}

/** One resource that is being made. */
export interface Making {
  readonly logicalId: string
  /** The name that CloudFormation would make up for it. */
  readonly generatedName: string
  /** As requests have them. */
  readonly properties: Json
  readonly region: string
  /** A property that has to be there. */
  required(name: string): string
  /** What is wrong with a property. */
  refusal(property: string, message: string): Error
  /** Calls an operation of the control plane; `at` is the property that it is called for. */
  call(operation: string, at: string, input: CallInput): Json
}

interface CallInput {
  /** The variables of its path. */
  readonly path?: Readonly<Record<string, string>>
  readonly body?: Json
  readonly query?: Readonly<Record<string, string>>
  /** As text, or as what its text is of. */
  readonly document?: unknown
}

export type Make = (making: Making) => Made

/** The largest page of a collection. */
const PAGE_SIZE = 500

export function makingOf(
  world: World,
  standsFor: (value: string) => string | undefined,
  { logicalId, generatedName, properties, at }: Pick<Making, 'logicalId' | 'generatedName' | 'properties'> & At,
): Making {
  return {
    logicalId,
    generatedName,
    properties,
    region: world.region,
    refusal: (property, message) => wrong(`${at}.${property}`, message),
    required: (name) => {
      const property = name.charAt(0).toUpperCase() + name.slice(1)
      return textAt(properties[name], `${at}.${property}`)
    },
    call(operation, property, input) {
      try {
        return Object(operate(world, operation, input))
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error
        const place = property === '' ? at : `${at}.${property}`
        throw wrong(place, `${operation}: ${error.message}${madeUpIn(input, standsFor)}`)
      }
    },
  }
}

/** Of a value that was made up and that the operation may have stumbled over. */
function madeUpIn({ path = {}, body = {} }: CallInput, standsFor: (value: string) => string | undefined): string {
  for (const value of [...Object.values(path), ...Object.values(body)]) {
    const what = typeof value === 'string' ? standsFor(value) : undefined
    if (what !== undefined) return `; "${value}" stands for ${what}, ${UNKNOWN}`
  }
  return ''
}

const UNKNOWN = "which is not known here: put both stacks' resources into one template, or have a parameter for it"

interface At {
  /** The place of the properties. */
  readonly at: string
}

/** What a request to the control plane does, short of its quotas, its permissions and the faults. */
function operate(world: World, operation: string, { path = {}, body, query = {}, document }: CallInput): unknown {
  const route = ROUTES.find((one) => one.operation === operation)
  if (!route) throw new Error(`there is no operation ${operation}`)
  const rawBody = Buffer.from(typeof document === 'string' ? document : JSON.stringify(document ?? body ?? {}))
  checkCount(operation, world, path)
  return route.run(world, {
    params: path,
    query: new URLSearchParams(query),
    headers: {},
    body: parseBody(operation, route.document ? Buffer.alloc(0) : rawBody),
    rawBody,
    pageSize: PAGE_SIZE,
  })
}
