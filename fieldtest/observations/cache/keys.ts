import type { Observation } from '../../observation.js'
import { patch, replace } from '../patching.js'

/** What is in the key of an entry. Every observation has resources of its own, so that none sees another's entries. */
export const KEYS: readonly Observation[] = [
  {
    statement: 'K1',
    about: 'which of GET, POST and a GET that its own setting turns off */* caches',
    needs: {
      stages: ['main'],
      methods: { 'GET /k1': {}, 'POST /k1': {}, 'GET /k1/off': {} },
      settings: { '/~1k1~1off/GET/caching/enabled': 'false' },
    },
    expected: 'get | post not stored | off not stored',
    ask: ({ sharing }) => sharing({ get: 'GET /k1', post: 'POST /k1', off: 'GET /k1/off' }),
  },
  {
    statement: 'K2',
    about: 'whether a key without ~1 turns caching off, for a path of one and of two segments',
    unknown: { row: 'U10' },
    needs: {
      stages: ['main'],
      methods: { 'GET /k2': {}, 'GET /k2/deep': {} },
      settings: { '/k2/GET/caching/enabled': 'false', '/k2/deep/GET/caching/enabled': 'false' },
    },
    expected: 'one not stored | two',
    ask: ({ sharing }) => sharing({ one: 'GET /k2', two: 'GET /k2/deep' }),
  },
  {
    statement: 'K3',
    about: 'whether a setting for ANY applies to a POST that an ANY method serves',
    unknown: { row: 'U9', knob: 'anyKeyMatches' },
    needs: {
      stages: ['main'],
      methods: { 'ANY /k3': {} },
      settings: { '/~1k3/ANY/caching/enabled': 'true' },
    },
    expected: false,
    ask: async ({ sharing }) => !(await sharing({ post: 'POST /k3' })).includes('not stored'),
  },
  {
    statement: 'K4',
    about: 'whether a POST is cached whose setting has only inherited that',
    unknown: { row: 'U8' },
    needs: {
      stages: ['main'],
      methods: { 'POST /k4': {} },
      settings: { '/~1k4/POST/throttling/burstLimit': '100' },
    },
    expected: 'post',
    ask: ({ sharing }) => sharing({ post: 'POST /k4' }),
  },
  {
    statement: 'K6',
    about: 'which requests share an entry where nothing is a key',
    needs: { stages: ['main'], methods: { 'GET /k6/{id}': {} } },
    expected: 'one other queried headed',
    ask: ({ sharing }) =>
      sharing({
        one: 'GET /k6/1',
        other: 'GET /k6/2',
        queried: 'GET /k6/1?q=1',
        headed: ['GET /k6/1', { headers: { 'x-own': '1' } }],
      }),
  },
  {
    statement: 'K8',
    about: 'path, query and header as keys; an absent and an empty value; the case of names',
    needs: {
      stages: ['main'],
      methods: {
        'GET /k8/{id}': {
          keys: ['method.request.path.id', 'method.request.querystring.q', 'method.request.header.X-K'],
        },
      },
    },
    expected: 'one lower | other | q | Q | empty | header',
    ask: async ({ sharing }) => {
      const k = (value: string, name = 'X-K') => ({ headers: { [name]: value } })
      return sharing({
        one: ['GET /k8/1?q=0', k('0')],
        lower: ['GET /k8/1?q=0', k('0', 'x-k')],
        other: ['GET /k8/2?q=0', k('0')],
        q: ['GET /k8/1?q=1', k('0')],
        Q: ['GET /k8/1?Q=0', k('0')],
        empty: ['GET /k8/1?q=', k('0')],
        header: ['GET /k8/1?q=0', k('1')],
      })
    },
  },
  {
    statement: 'K9',
    about: 'a key with the value of what is mapped to it',
    needs: {
      stages: ['main'],
      methods: {
        'GET /k9': {
          mapped: { 'integration.request.header.Mapped': 'method.request.querystring.q' },
          keys: ['integration.request.header.Mapped'],
        },
      },
    },
    expected: 'one again | two',
    ask: ({ sharing }) => sharing({ one: 'GET /k9?q=1', again: 'GET /k9?q=1&z=2', two: 'GET /k9?q=2' }),
  },
  {
    statement: 'K10',
    about: 'two resources with one namespace, and a third with its own',
    needs: {
      stages: ['main'],
      methods: {
        'GET /k10/a': { namespace: 'k10shared' },
        'GET /k10/b': { namespace: 'k10shared' },
        'GET /k10/c': {},
      },
    },
    expected: 'a b | c',
    ask: ({ sharing }) => sharing({ a: 'GET /k10/a', b: 'GET /k10/b', c: 'GET /k10/c' }),
  },
  {
    statement: 'K11',
    about: 'whether the verb is part of the key',
    unknown: { row: 'U1', knob: 'keyIncludesVerb' },
    needs: {
      stages: ['main'],
      methods: { 'GET /k11': {}, 'POST /k11': {} },
      settings: { '/~1k11/POST/caching/enabled': 'true' },
    },
    expected: true,
    ask: async ({ sharing }) => {
      const seen = await sharing({ get: 'GET /k11', post: 'POST /k11' })
      return (
        new Map<string, boolean>([
          ['get | post', true],
          ['get post', false],
        ]).get(seen) ?? seen
      )
    },
  },
  {
    statement: 'K13',
    about: 'which of several values of one parameter the key has',
    unknown: { row: 'U17', knob: 'multiValueKey' },
    needs: { stages: ['main'], methods: { 'GET /k13': { keys: ['method.request.querystring.q'] } } },
    expected: 'last',
    ask: async ({ sharing }) => {
      const seen = await sharing({ one: 'GET /k13?q=1', two: 'GET /k13?q=2', both: 'GET /k13?q=1&q=2' })
      return (
        new Map([
          ['one | two both', 'last'],
          ['two | one both', 'first'],
          ['one | two | both', 'joined'],
        ]).get(seen) ?? seen
      )
    },
  },
  {
    statement: 'K14',
    about: 'values that could be taken for one another',
    needs: {
      stages: ['main'],
      methods: {
        'GET /k14': { keys: ['method.request.querystring.a', 'method.request.querystring.b'] },
      },
    },
    expected: 'ab | ba | comma | amp',
    ask: ({ sharing }) =>
      sharing({
        ab: 'GET /k14?a=x&b=y',
        ba: 'GET /k14?a=y&b=x',
        comma: 'GET /k14?a=x,y',
        amp: 'GET /k14?a=x%26b%3Dy',
      }),
  },
  {
    statement: 'K31',
    about: 'whether */GET, or a path that ends in *, turns caching off',
    needs: {
      stages: ['main'],
      methods: { 'GET /k31': {}, 'GET /k31/below': {} },
      settings: { '/*/GET/caching/enabled': 'false', '/~1k31~1*/GET/caching/enabled': 'false' },
    },
    expected: 'one | below',
    ask: ({ sharing }) => sharing({ one: 'GET /k31', below: 'GET /k31/below' }),
  },
]

/** Its entries are lost to all others while it is asked, so that it comes after them. */
export const MOVED: readonly Observation[] = [
  {
    statement: 'K12',
    about: 'whether the deployment is part of the key',
    unknown: { row: 'U6', knob: 'keyIncludesDeployment' },
    needs: { stages: ['main'], methods: { 'GET /k12': {} } },
    expected: true,
    ask: async (world) => {
      const { api, deployment } = await world.served()
      const id = async () => (await world.call('GET /k12')).json.id ?? 'no id'
      const before = [await id(), await id()]
      const { json } = await world.control(`POST ${api}/deployments`, {})
      const move = async (to: string) => {
        await patch(world, `${api}/stages/main`, replace('/deploymentId', to))
        await world.settle()
      }
      await move(String(json.id))
      const after = [await id(), await id()]
      await move(deployment)
      const back = await id()
      if (!before.includes(after[0] ?? '')) return before.includes(back) ? true : 'new entries, and the old ones lost'
      return false
    },
  },
]
