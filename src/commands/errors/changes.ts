import type { ApigwCacheError } from '../../core/base/errors.js'
import type { Step } from '../../core/base/spelling.js'
import type { UnkeyedMethod } from '../../core/exposure/wrong-data.js'
import type { MethodRef } from '../../core/gateway/method.js'
import type { ClusterStatus, Target } from '../../core/gateway/model.js'
import type { Advise } from './advise.js'
import { looks, messageAfter } from './sent.js'
import { remedyFor, remedyForRemoval, remedyInFile } from './unkeyed.js'

interface Of {
  readonly target: Target
}

interface Several {
  readonly targets: readonly Target[]
}

interface Unkeyed extends Of {
  readonly methods: readonly UnkeyedMethod[]
  readonly isRemoval?: true
  readonly hasCanary?: boolean
  /** The stage is to be what a file says. */
  readonly isDeclared?: true
}

/** Errors of changing a stage. */
export const CHANGES: Readonly<Record<string, Advise>> = {
  'not-as-asked': ({ target }: Of, { step }) => ({
    hint: `another tool may have changed it:\n${step({ verb: 'status', target })}`,
  }),
  'in-transition': ({ target, status }: Of & { status: ClusterStatus }, { step }) => ({
    hint: `wait for it first:\n${step({ verb: 'wait', words: [endOf(status)], target })}`,
  }),
  'interrupted-unchanged': ({ target }: Of, { step }) => ({ hint: step({ verb: 'status', target }) }),
  'interrupted-changed': ({ target }: Of, { step }) => ({
    hint: `AWS goes on by itself; to look at it:\n${step({ verb: 'status', target })}`,
  }),
  'change-sent': ({ target, first }: Of & { first: ApigwCacheError }, { step }, tell) => {
    const { hint } = tell(first)
    const look = `AWS goes on by itself; to look:\n${step({ verb: 'status', target })}`
    return { hint: hint === null ? look : `${hint}\n${look}` }
  },
  'ended-changed': ({ targets }: Several, spelling) => ({
    hint: `AWS goes on by itself; ${looks(targets, spelling)}`,
  }),
  'after-writes': ({ targets, first, what }: Several & { first: ApigwCacheError; what: string }, spelling, tell) => {
    const { message, hint } = tell(first)
    const look = targets.length === 0 ? [] : [looks(targets, spelling)]
    const hints = [...(hint === null ? [] : [hint]), ...look].join('\n')
    return { message: messageAfter(first, what, message), ...(hints === '' ? {} : { hint: hints }) }
  },
  'still-busy': ({ target }: Of, { step }) => ({
    hint: `repeat the command later; to look at it:\n${step({ verb: 'status', target })}`,
  }),
  'cluster-still-changing': ({ target, status, goal }: Of & { status: ClusterStatus; goal: string }, { step }) => {
    if (status === 'NOT_AVAILABLE') return { hint: `no creation was seen:\n${step({ verb: 'enable', target })}` }
    if (status === 'AVAILABLE' && goal === 'gone') {
      return { hint: `no removal was seen:\n${step({ verb: 'disable', target })}` }
    }
    const state = goal === 'gone' || (goal === 'idle' && status === 'DELETE_IN_PROGRESS') ? 'gone' : 'available'
    const then = goal === 'idle' ? 'wait for it, and repeat the command' : 'to go on waiting'
    return {
      hint: `AWS goes on by itself; ${then}:\n${step({ verb: 'wait', words: [state], target })}`,
    }
  },
  'other-size': ({ target, size }: Of & { size: string }, { step }) => ({
    hint: `another size drops every entry:\n${step({ verb: 'resize', options: { size }, target })}`,
  }),
  'no-cluster-to-resize': ({ target, size }: Of & { size: string }, { step }) => ({
    hint: step({ verb: 'enable', options: { size }, target }),
  }),
  'deployed-meanwhile': ({ target }: Of, { step }) => ({
    hint: `see what is live now:\n${step({ verb: 'keys list', target })}`,
  }),
  'keys-not-live': ({ target }: Of, { step }) => ({ hint: step({ verb: 'keys list', target }) }),
  'keys-not-deployed': (
    { step: next, first, isMade }: { step: Step; first: ApigwCacheError; isMade: boolean },
    { step },
    tell,
  ) => {
    const { hint } = tell(first)
    const look = step({ verb: 'keys list', words: next.words?.slice(0, 2) ?? [], target: next.target })
    const then = isMade ? `to look:\n${look}` : `to deploy them:\n${step(next)}`
    return { hint: hint === null ? then : `${hint}\n${then}` }
  },
  'undeclarable-key': ({ method, path }: MethodRef, { step }) => ({
    hint: `names have letters, digits and : . _ $ - only; where it selects the answer, turn caching off:\n${step({ verb: 'override', words: [method, path], options: { caching: false } })}`,
  }),
  'proxy-mapping': (_, { option }) => ({
    hint: `a key of the method itself needs no mapping (querystring.x, header.X); ${option('force')} adds it all the same`,
  }),
  'accept-unkeyed-syntax': ({ text }: { text: string }) => ({ message: `--accept-unkeyed is "${text}"` }),
  'accept-unkeyed-unknown': ({ unknown }: { unknown: string }) => ({
    message: `--accept-unkeyed says "${unknown}", which the deployed API does not have`,
  }),
  unkeyed: ({ target, methods, isRemoval, hasCanary = false, isDeclared }: Unkeyed, spelling) => {
    if (isDeclared) return { hint: remedyInFile(methods) }
    if (isRemoval) return { hint: remedyForRemoval(methods, target, spelling) }
    return { hint: remedyFor(methods, { target, hasCanary }, spelling) }
  },
  unchecked: () => ({
    hint: 'allow apigateway:GET on the exports of the stage, or repeat with --accept-unchecked',
  }),
  'too-many-words': ({ ref }: { ref: MethodRef }) => ({
    hint: `name one method at a time, here ${ref.method} ${ref.path}`,
  }),
  'any-without-get': ({ path, target }: Of & { path: string }, { step }) => ({
    hint: `cache GET by its own name, or name another verb:\n${step({ verb: 'override', words: ['GET', path], options: { caching: true }, target })}`,
  }),
  'method-wildcard': ({ all }: { all: boolean }, { step }) => {
    const defaults = step({ verb: 'defaults' })
    return {
      hint: all
        ? `the settings of all of them are here:\n${defaults}`
        : `name each method, or set all of them:\n${defaults}`,
    }
  },
}

function endOf(status: ClusterStatus): 'gone' | 'available' {
  return status === 'DELETE_IN_PROGRESS' ? 'gone' : 'available'
}
