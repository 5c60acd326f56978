import type { Observation } from '../../observation.js'
import type { CallOptions, World } from '../../world/world.js'

const at = (world: World, line: string, options: CallOptions = {}) => world.call(line, { stage: 'bare', ...options })

/** What mapping templates make of a request and of an answer. */
export const TEMPLATES: readonly Observation[] = [
  {
    statement: 'D60',
    about: "parts of a backend's JSON, one that is not there, and a parameter that was not sent",
    needs: {
      backend: true,
      methods: {
        'POST /d60': {
          backend: { type: 'HTTP', verb: 'POST', path: '/anything' },
          says: '{"verb":$input.json(\'$.method\'),"path":"$input.path(\'$.method\')","none":$input.json(\'$.none\'),"absent":"$input.params(\'absent\')"}',
        },
      },
    },
    expected: { verb: 'POST', path: 'POST', none: '', absent: '' },
    ask: async (world) => ({ ...(await at(world, 'POST /d60', { body: '{}' })).json }),
  },
  {
    statement: 'D61',
    about: 'the functions of $util',
    needs: {
      methods: {
        'GET /d61': {
          says: '{"url":"$util.urlEncode(\'a b&\')","back":"$util.urlDecode(\'a%20b\')","base":"$util.base64Encode(\'abc\')","text":"$util.base64Decode(\'YWJj\')","json":"$util.parseJson(\'{"a":"b"}\').a"}',
        },
      },
    },
    expected: { url: 'a+b%26', back: 'a b', base: 'YWJj', text: 'abc', json: 'b' },
    ask: async (world) => ({ ...(await at(world, 'GET /d61')).json }),
  },
  {
    statement: 'D62',
    about: 'how a map, a list, null and a division print, and whether the empty text holds',
    needs: {
      methods: {
        'GET /d62': {
          says: '#set($m={"a":"b"})#set($l=["a","b"])#set($d=7/2){"map":"$m","list":"$l","null":"$none.x","divided":"$d","empty":"#if("")yes#{else}no#end"}',
        },
      },
    },
    expected: { map: '{a=b}', list: '[a, b]', null: '', divided: '3', empty: 'yes' },
    ask: async (world) => ({ ...(await at(world, 'GET /d62')).json }),
  },
  {
    statement: 'D63',
    about: 'a loop, a condition and methods of texts',
    needs: {
      methods: {
        'GET /d63': {
          says: '{"loop":"#foreach($i in [1..3])$i#if($foreach.hasNext),#end#end","text":"$context.httpMethod.toLowerCase().substring(1)"}',
        },
      },
    },
    expected: { loop: '1,2,3', text: 'et' },
    ask: async (world) => ({ ...(await at(world, 'GET /d63')).json }),
  },
  {
    statement: 'D65',
    about: 'a template that cannot be rendered',
    needs: { methods: { 'GET /d65': { says: '#if(' } } },
    expected: [500, '{"message": "Internal server error"}'],
    ask: async (world) => {
      const { status, text } = await at(world, 'GET /d65')
      return [status, text]
    },
  },
  {
    statement: 'D66',
    about: 'payloads of a type for which there is no template: with a status, and without',
    needs: { methods: { 'POST /d66': {} } },
    expected: [200, 500],
    ask: async (world) => {
      const headers = { 'content-type': 'text/plain' }
      const post = async (body: string) => (await at(world, 'POST /d66', { headers, body })).status
      return [await post('{"statusCode": 200}'), await post('{}')]
    },
  },
  {
    statement: 'D71',
    about: 'a status that the template of an answer overrides',
    needs: { methods: { 'GET /d71': { says: '#set($context.responseOverride.status = 202){"at":"here"}' } } },
    expected: [202, 'here'],
    ask: async (world) => {
      const { status, json } = await at(world, 'GET /d71')
      return [status, json.at ?? null]
    },
  },
  {
    statement: 'D72',
    about: 'path, protocol, and whether it is a canary where the stage has none',
    needs: {
      methods: {
        'GET /d72': {
          says: '{"path":"$context.path","protocol":"$context.protocol","canary":"$context.isCanaryRequest","epoch":"$context.requestTimeEpoch"}',
        },
      },
    },
    expected: ['/bare/d72', 'HTTP/1.1', '', 'milliseconds'],
    ask: async (world) => {
      const { path, protocol, canary, epoch } = (await at(world, 'GET /d72')).json
      const close = Math.abs(Number(epoch) - world.target.clock.now()) < 600_000
      return [path ?? null, protocol ?? null, canary ?? null, close ? 'milliseconds' : (epoch ?? null)]
    },
  },
  {
    statement: 'D81',
    about: 'short and long answers for a caller who takes gzip',
    needs: {
      methods: { 'GET /d81': {}, 'GET /d81/long': { says: `{"at":"${'x'.repeat(600)}"}` } },
    },
    expected: ['plain', 'gzip'],
    ask: async (world) => {
      const ask = async (line: string) => {
        const { headers } = await at(world, line, { headers: { 'accept-encoding': 'gzip' } })
        return headers['content-encoding'] ?? 'plain'
      }
      return [await ask('GET /d81'), await ask('GET /d81/long')]
    },
  },
  {
    statement: 'D64',
    about: 'after how many rounds a loop of 1,100 ends',
    needs: { methods: { 'GET /d64': { says: '{"at":"#foreach($i in [1..1100])x#end"}' } } },
    expected: 1000,
    ask: async (world) => String((await at(world, 'GET /d64')).json.at ?? '').length,
  },
  {
    statement: 'D67',
    about: 'which of two templates answers a caller who accepts its type, and one who accepts none of them',
    needs: {
      methods: {
        'GET /d67': { says: { 'application/json': '{"at":"json"}', 'application/xml': '{"at":"xml"}' } },
      },
    },
    expected: ['xml', 'json'],
    ask: async (world) => {
      const ask = async (accept: string) => (await at(world, 'GET /d67', { headers: { accept } })).json.at ?? null
      return [await ask('application/xml'), await ask('text/plain')]
    },
  },
]
