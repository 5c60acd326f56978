import { Argument, type Command } from 'commander'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { isOperatorVerb, type OperatorVerb, VERB_NEEDS } from '../../core/policy/permissions.js'
import { WIDENINGS, type Widening } from '../../core/policy/place.js'
import { examples, targetOptions, verb } from '../flags/common.js'
import type { PolicyFlags, PolicyKind } from './run.js'

export function policy(program: Command, context: Context): void {
  const command = verb(program, 'policy', 'print IAM policies: for clients that invalidate, for operators')
    .addArgument(new Argument('<kind>', 'invalidate or operator').argParser(kind))
    .argument('[words...]', 'for invalidate: METHOD PATH, any number (default: every cached one with AWS_IAM)')
    .option('--read-only', 'operator: only what changes nothing')
    .option('--verbs <list>', 'operator: only for these verbs, such as flush,status', verbs)
    .option('--any <list>', `any ${WIDENINGS.join(', ')} instead of this one`, widenings)
    .addHelpText('after', '\nPrints the document itself as JSON, whatever the output format is.\n')
  targetOptions(command).action(async (what: PolicyKind, words: readonly string[], flags: PolicyFlags) => {
    const { runPolicy } = await import('./run.js')
    await runPolicy(what, words, flags, context)
  })
  examples(
    command,
    "policy invalidate 'GET /pets/{id}' --stage prod",
    'policy operator --api pets --stage prod --verbs flush,status',
    'policy operator --stage prod --read-only --any stage',
  )
}

function kind(text: string): PolicyKind {
  if (text === 'invalidate' || text === 'operator') return text
  throw new ApigwCacheError('usage', 'command-line', `"${text}" is not a kind of policy`, {
    hint: 'invalidate or operator',
  })
}

function verbs(text: string, earlier: readonly OperatorVerb[] = []): readonly OperatorVerb[] {
  return [...earlier, ...text.split(',').map((one) => known(one.trim(), isOperatorVerb, Object.keys(VERB_NEEDS)))]
}

function widenings(text: string, earlier: readonly Widening[] = []): readonly Widening[] {
  const is = (one: string): one is Widening => WIDENINGS.some((other) => other === one)
  return [...earlier, ...text.split(',').map((one) => known(one.trim(), is, WIDENINGS))]
}

function known<T extends string>(text: string, is: (text: string) => text is T, all: readonly string[]): T {
  if (is(text)) return text
  throw new ApigwCacheError('usage', 'command-line', `"${text}" is not one of ${all.join(', ')}`)
}
