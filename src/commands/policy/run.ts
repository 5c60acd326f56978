import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { MethodRef } from '../../core/gateway/method.js'
import { takeMethod } from '../../core/gateway/named-method.js'
import type { OperatorVerb } from '../../core/policy/permissions.js'
import type { Widening } from '../../core/policy/place.js'
import type { PolicyRequest } from '../../core/policy/policy.js'
import { json } from '../../render/format/formats.js'
import { stageOf } from '../../stage.js'
import type { GlobalFlags } from '../flags/common.js'
import { openSession } from '../session/session.js'

export type PolicyKind = 'invalidate' | 'operator'

export interface PolicyFlags extends GlobalFlags {
  readonly readOnly?: true
  readonly verbs?: readonly OperatorVerb[]
  readonly any?: readonly Widening[]
}

export async function runPolicy(
  kind: PolicyKind,
  words: readonly string[],
  flags: PolicyFlags,
  context: Context,
): Promise<void> {
  const request = requestOf(kind, methodsIn(words), flags)
  const session = await openSession(flags, context)
  const stage = stageOf(await session.open(await session.connect()))
  const { document, notes } = await stage.policy(request)
  for (const note of notes) session.note(note)
  // IAM takes only JSON; a query may still choose from it.
  if (flags.query === undefined) return context.io.out(json(document))
  await session.print(document, async () => ({ screen: json, rows: () => [], columns: [] }))
}

function methodsIn(words: readonly string[]): readonly MethodRef[] {
  if (words.length === 0) return []
  const { ref, rest } = takeMethod(words)
  return [ref, ...methodsIn(rest)]
}

function requestOf(
  kind: PolicyKind,
  methods: readonly MethodRef[],
  { any, readOnly, verbs }: PolicyFlags,
): PolicyRequest {
  if (kind === 'operator') {
    if (methods.length === 0) return { kind, any, verbs, readOnly }
    throw new ApigwCacheError('usage', 'command-line', 'policy operator takes no methods', {
      hint: 'IAM cannot narrow the control plane to methods of a stage',
    })
  }
  if (!readOnly && !verbs) return { kind, any, methods }
  throw new ApigwCacheError('usage', 'command-line', '--read-only and --verbs belong to policy operator', {
    hint: 'policy invalidate permits one action on the methods that it names',
  })
}
