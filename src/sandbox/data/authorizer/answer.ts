import * as z from 'zod/mini'
import { compileCallerPolicy } from '../../iam/resource-policy.js'
import type { Authorization } from '../../world/authorizers/results.js'
import { failureOf } from '../../world/lambda.js'
import { authorizerMisconfigured, type Reply, unauthorized } from '../gateway-responses.js'
import { whyRefused } from '../integration/refused-answer.js'

/** What an answer is worth: the function may have said nothing that counts, or may not know the caller. */
export type Answer =
  | { readonly authorization: Authorization; readonly policy: string; readonly refusal: null }
  | { readonly authorization?: undefined; readonly refusal: Reply }

/** What a function gave back, or what it threw. */
export type Outcome = { readonly result: unknown } | { readonly error: unknown }

interface Read {
  readonly answer: Answer
  /** What Lambda says. */
  readonly result: unknown
  /** Why it does not count; null also where the function failed. */
  readonly why: string | null
}

const scalar = z.union([z.string(), z.number(), z.boolean()])
const oneOrMore = z.union([z.string(), z.array(z.string())])

const statement = z.strictObject({
  Sid: z.exactOptional(z.string()),
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.exactOptional(oneOrMore),
  NotAction: z.exactOptional(oneOrMore),
  Resource: z.exactOptional(oneOrMore),
  NotResource: z.exactOptional(oneOrMore),
  Condition: z.exactOptional(z.record(z.string(), z.record(z.string(), z.unknown()))),
})

const authorizerResult = z.strictObject({
  principalId: scalar,
  policyDocument: z.strictObject({
    Version: z.exactOptional(z.string()),
    Id: z.exactOptional(z.string()),
    Statement: z.union([statement, z.array(statement)]),
  }),
  context: z.nullish(z.record(z.string(), z.nullish(scalar))),
  usageIdentifierKey: z.nullish(z.string()),
})

export function answerOf(outcome: Outcome): Read {
  if ('error' in outcome) return answerOfFailure(outcome.error)
  const { result } = outcome
  const parsed = authorizerResult.safeParse(result)
  if (!parsed.success)
    return { result, answer: wrong(problemOf(result, parsed.error.issues)), why: whyRefused(parsed.error.issues) }
  const { principalId, policyDocument, context, usageIdentifierKey } = parsed.data
  const authorization: Authorization = {
    principalId: String(principalId),
    context: textsOf(context ?? {}),
    usageIdentifierKey: usageIdentifierKey ?? undefined,
    judge: compileCallerPolicy(policyDocument),
    size: JSON.stringify(result).length,
  }
  return { result, answer: { authorization, policy: JSON.stringify(policyDocument), refusal: null }, why: null }
}

/** What Lambda says of a function that fails is no answer of an authorizer, but for one message. */
function answerOfFailure(error: unknown): Read {
  const { errorMessage, errorType } = failureOf(error)
  const answer = errorMessage === 'Unauthorized' ? { refusal: unauthorized() } : wrong(unrecognized('errorType'))
  return { result: { errorType, errorMessage }, answer, why: null }
}

function textsOf(context: Readonly<Record<string, string | number | boolean | null | undefined>>) {
  return Object.fromEntries(
    Object.entries(context).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)] as const])),
  )
}

function wrong(problem: string): Answer {
  return { refusal: authorizerMisconfigured(`configuration error: ${problem}`) }
}

/** In API Gateway's words where they are known. */
function problemOf(result: unknown, issues: readonly z.core.$ZodIssue[]): string {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return 'Could not parse policy'
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [],
  )
  if (unknown[0] !== undefined) return unrecognized(unknown[0])
  const within = (field: string) => issues.find(({ path }) => path[0] === field)
  const inContext = within('context')
  if (inContext) return undeserializable(result, inContext.path)
  if (!('policyDocument' in result)) return 'Could not parse policy'
  return within('policyDocument') ? 'Unable to parse given policy' : 'No principalId in the response'
}

function unrecognized(field: string): string {
  return `Invalid JSON in response: Unrecognized field "${field}" , not marked as ignorable`
}

function undeserializable(result: object, path: readonly PropertyKey[]): string {
  const value = path.reduce<unknown>((of, name) => Reflect.get(Object(of), name), result)
  const token = Array.isArray(value) ? 'START_ARRAY' : 'START_OBJECT'
  return `Invalid JSON in response: Can not deserialize instance of java.lang.String out of ${token} token`
}
