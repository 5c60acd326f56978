import type { MethodRef } from '../../core/gateway/method.js'
import type { Target } from '../../core/gateway/model.js'
import type { Advise } from './advise.js'

interface Of {
  readonly target: Target
}

/** Requests to a stage: what verify, invalidate and warm refuse. */
export const PROBES: Readonly<Record<string, Advise>> = {
  'interrupted-flushing': ({ target }: Of, { step }) => ({
    hint: `AWS goes on by itself; ${step({ verb: 'status', target })}`,
  }),
  'signed-over-authorization': () => ({
    message: '--sign takes the place of the Authorization header that is given',
  }),
  'authorization-in-key': ({ method, path }: MethodRef, { step }) => ({
    hint: step({ verb: 'keys remove', words: [method, path, 'header.Authorization'] }),
  }),
  'cluster-changing': ({ target }: Of, { step }) => ({
    hint: step({ verb: 'wait', words: ['available'], target }),
  }),
  'no-cluster': ({ target }: Of, { step }) => ({ hint: step({ verb: 'enable', target }) }),
  'not-cached': ({ target, method, path }: Of & MethodRef, { step }) => ({
    hint: step({ verb: 'override', words: [method, path], options: { caching: true }, target }),
  }),
}
