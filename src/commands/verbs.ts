import type { Command } from 'commander'
import type { Context } from '../context.js'

type Register = (program: Command, context: Context) => void

interface Verb {
  readonly summary: string
  readonly load: () => Promise<Register>
}

/** All verbs in the order of the help; only the requested one is loaded. */
export const VERBS: Readonly<Record<string, Verb>> = {
  enable: {
    summary: 'provision the stage cache, turn GET caching on, wait until it serves',
    load: async () => (await import('./enable/command.js')).enable,
  },
  disable: {
    summary: 'remove the cache, wait until it is gone',
    load: async () => (await import('./disable/command.js')).disable,
  },
  resize: {
    summary: 'change the capacity (drops every entry)',
    load: async () => (await import('./resize/command.js')).resize,
  },
  wait: {
    summary: 'wait for a change that somebody else started',
    load: async () => (await import('./wait/command.js')).wait,
  },
  defaults: {
    summary: 'show or set the stage-wide method settings (*/*)',
    load: async () => (await import('./defaults/command.js')).defaults,
  },
  override: {
    summary: 'show or set the settings of one method; --remove to inherit again',
    load: async () => (await import('./override/command.js')).override,
  },
  keys: {
    summary: 'list, add and remove the cache key parameters of a method',
    load: async () => (await import('./keys/command.js')).keys,
  },
  flush: {
    summary: 'discard every entry',
    load: async () => (await import('./flush/command.js')).flush,
  },
  invalidate: {
    summary: 'refresh single entries with Cache-Control: max-age=0, and judge the answer',
    load: async () => (await import('./invalidate/command.js')).invalidate,
  },
  status: {
    summary: 'cluster, effective settings, hits and misses, price',
    load: async () => (await import('./status/command.js')).status,
  },
  list: {
    summary: 'every stage with its cache: state, ratio, price, findings',
    load: async () => (await import('./list/command.js')).list,
  },
  verify: {
    summary: 'prove by probing that a method is (or is not) served from the cache',
    load: async () => (await import('./verify/command.js')).verify,
  },
  warm: {
    summary: 'fill the cache from a list of URLs, gently',
    load: async () => (await import('./warm/command.js')).warm,
  },
  doctor: {
    summary: 'why it is not caching, what is unsafe, what costs for nothing',
    load: async () => (await import('./doctor/command.js')).doctor,
  },
  advise: {
    summary: 'right-size or retire a cluster, from its metrics',
    load: async () => (await import('./advise/command.js')).advise,
  },
  report: {
    summary: 'a self-contained HTML page: charts, methods, settings, price',
    load: async () => (await import('./report/command.js')).report,
  },
  export: {
    summary: 'write the declarative file from live stages',
    load: async () => (await import('./export/command.js')).exportVerb,
  },
  plan: {
    summary: 'show the difference between the declarative file and what is live',
    load: async () => (await import('./plan/command.js')).plan,
  },
  apply: {
    summary: 'make live stages what the declarative file says',
    load: async () => (await import('./apply/command.js')).apply,
  },
  policy: {
    summary: 'print IAM policies: for clients that invalidate, for operators of this tool',
    load: async () => (await import('./policy/command.js')).policy,
  },
  sandbox: {
    summary: 'run a local API Gateway and CloudWatch that really cache',
    load: async () => (await import('./sandbox/command.js')).sandbox,
  },
  demo: {
    summary: 'the whole story in one minute, without an AWS account',
    load: async () => (await import('./demo/command.js')).demo,
  },
  config: {
    summary: 'show what is set by options, variables and the config file',
    load: async () => (await import('./config/command.js')).config,
  },
  completion: {
    summary: 'print a script that completes verbs and options in a shell',
    load: async () => (await import('./completion/command.js')).completion,
  },
  help: {
    summary: 'help on a verb or a topic: exit-codes, environment',
    load: async () => (await import('./help/command.js')).help,
  },
}
