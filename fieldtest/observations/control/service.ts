import type { Observation } from '../../observation.js'
import { items, pick } from '../../wire/answer.js'
import type { Message } from '../../wire/send.js'
import { patch, replace } from '../patching.js'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const MINUTE = 60_000

const authorization =
  (change: (value: string) => string) =>
  (message: Message): Message => {
    const name = Object.keys(message.headers).find((key) => key.toLowerCase() === 'authorization') ?? ''
    return { ...message, headers: { ...message.headers, [name]: change(message.headers[name] ?? '') } }
  }
/** The kind of a refusal without its words, which go on for lines. */
const kind = (refusal: string) => refusal.split(':')[0] ?? ''

export const SERVICE: readonly Observation[] = [
  {
    statement: 'A3',
    about: 'the request id of an answer',
    expected: 'a UUID',
    ask: async ({ control }) => {
      const { headers } = await control('GET /account')
      const id = String(headers['x-amzn-requestid'] ?? 'none')
      return UUID.test(id) ? 'a UUID' : id
    },
  },
  {
    statement: 'A4',
    about: 'a call that nobody signed',
    expected: '403 MissingAuthenticationTokenException: Missing Authentication Token',
    ask: async ({ control, outcome }) => outcome(await control('GET /restapis', undefined, { signing: 'none' })),
  },
  {
    statement: 'A5',
    about: 'a path that the control plane does not have',
    expected: '403 MissingAuthenticationTokenException: Missing Authentication Token',
    ask: async ({ control, outcome }) => outcome(await control('GET /nonsense')),
  },
  {
    statement: 'A6',
    about: 'a body that is no JSON, and one that is no object',
    expected: ['400 SerializationException', '400 SerializationException'],
    ask: async ({ control, outcome, scratch }) => {
      const line = `POST ${await scratch.api()}/models`
      return [kind(outcome(await control(line, '{"name"'))), kind(outcome(await control(line, '"text"')))]
    },
  },
  {
    statement: 'I3',
    about: 'a signature that does not fit',
    expected:
      '403 InvalidSignatureException: The request signature we calculated does not match the signature you provided.',
    ask: async ({ control, outcome }) => {
      const wrong = authorization((value) => value.replace(/Signature=.*/, `Signature=${'0'.repeat(64)}`))
      return outcome(await control('GET /restapis', undefined, { tamper: wrong })).replace(/ Check your.*/s, '')
    },
  },
  {
    statement: 'I4',
    about: 'an access key that nobody has',
    expected: '403 UnrecognizedClientException: The security token included in the request is invalid.',
    ask: async ({ control, outcome }) => {
      const keys = { accessKeyId: 'AKIAZZZZZZZZZZZZZZZZ', secretAccessKey: 'none' }
      return outcome(await control('GET /restapis', undefined, { signing: { keys } }))
    },
  },
  {
    statement: 'I5',
    about: 'what was signed ten minutes ago, and in ten minutes',
    expected: [
      '403 InvalidSignatureException: Signature expired',
      '403 InvalidSignatureException: Signature not yet current',
    ],
    ask: async ({ control, outcome, target }) => {
      const seen: string[] = []
      for (const minutes of [-10, 10]) {
        const signing = { at: target.clock.now() + minutes * MINUTE }
        const refusal = outcome(await control('GET /restapis', undefined, { signing }))
        seen.push(refusal.split(':').slice(0, 2).join(':'))
      }
      return seen
    },
  },
  {
    statement: 'I6',
    about: 'a signature for another service, and one without its date',
    expected: ['403 InvalidSignatureException', '403 IncompleteSignatureException'],
    ask: async ({ control, outcome }) => {
      const other = await control('GET /restapis', undefined, { signing: { service: 'lambda' } })
      const dateless = (message: Message) => {
        const kept = Object.entries(message.headers).filter(([name]) => name.toLowerCase() !== 'x-amz-date')
        return { ...message, headers: Object.fromEntries(kept) }
      }
      const without = await control('GET /restapis', undefined, { tamper: dateless })
      return [kind(outcome(other)), kind(outcome(without))]
    },
  },
  {
    statement: 'I20',
    about: 'two credentials in one header',
    expected: '403 IncompleteSignatureException',
    ask: async ({ control, outcome }) => {
      const twice = authorization((value) => value.replace(/Credential=([^,]+)/, 'Credential=$1, Credential=$1'))
      return kind(outcome(await control('GET /restapis', undefined, { tamper: twice })))
    },
  },
  {
    statement: 'T1',
    about: 'who is asking',
    expected: ['200', 'a number of twelve digits', 'an ARN'],
    ask: async ({ form, outcome }) => {
      const answer = await form('sts', { Action: 'GetCallerIdentity', Version: '2011-06-15' })
      const account = /<Account>(.*?)<\/Account>/.exec(answer.text)?.[1] ?? 'no account'
      const arn = /<Arn>(.*?)<\/Arn>/.exec(answer.text)?.[1] ?? 'no ARN'
      return [
        outcome(answer),
        /^\d{12}$/.test(account) ? 'a number of twelve digits' : account,
        /^arn:aws[-a-z]*:(iam|sts)::\d{12}:/.test(arn) ? 'an ARN' : arn,
      ]
    },
  },
  {
    statement: 'T2',
    about: 'an action that STS does not have',
    expected: [400, 'InvalidAction'],
    ask: async ({ form }) => {
      const { status, text } = await form('sts', { Action: 'Nonsense', Version: '2011-06-15' })
      return [status, /<Code>(.*?)<\/Code>/.exec(text)?.[1] ?? 'no code']
    },
  },
  {
    statement: 'T5',
    about: 'AssumeRole with two values that it does not take',
    expected: [400, 'ValidationError', '2 validation errors detected'],
    ask: async ({ form }) => {
      const wrong = { RoleArn: 'short', RoleSessionName: 'ok', DurationSeconds: '60' }
      const { status, text } = await form('sts', { Action: 'AssumeRole', Version: '2011-06-15', ...wrong })
      const message = /<Message>(.*?)<\/Message>/s.exec(text)?.[1] ?? 'no message'
      return [status, /<Code>(.*?)<\/Code>/.exec(text)?.[1] ?? 'no code', message.split(':')[0] ?? '']
    },
  },
  {
    statement: 'C1',
    about: 'the statuses of making, reading, changing and removing a resource and a method',
    expected: [201, 201, 200, 200, 204, 202],
    ask: async (world) => {
      const { control, scratch } = world
      const created = await control(`POST ${await scratch.root()}`, { pathPart: 'statuses' })
      const path = `${await scratch.api()}/resources/${String(created.json.id)}`
      const put = await control(`PUT ${path}/methods/GET`, { authorizationType: 'NONE' })
      const read = await control(`GET ${path}/methods/GET`)
      const changed = await patch(world, `${path}/methods/GET`, replace('/apiKeyRequired', 'true'))
      const method = await control(`DELETE ${path}/methods/GET`)
      const resource = await control(`DELETE ${path}`)
      return [created, put, read, changed, method, resource].map(({ status }) => status)
    },
  },
  {
    statement: 'C2',
    about: 'an API that there is not, and a method of it',
    expected: [
      '404 NotFoundException: Invalid API identifier specified {account}:zzzzzzzzzz',
      '404 NotFoundException: Invalid Resource identifier specified',
    ],
    ask: async ({ control, outcome }) => [
      outcome(await control('GET /restapis/zzzzzzzzzz')),
      outcome(await control('GET /restapis/zzzzzzzzzz/resources/abcdef/methods/GET')),
    ],
  },
  {
    statement: 'C4',
    about: 'a page of one resource',
    expected: [1, 'a position'],
    ask: async ({ control, scratch }) => {
      await scratch.resource()
      const answer = await control(`GET ${await scratch.api()}/resources?limit=1`)
      return [items(answer).length, typeof answer.json.position === 'string' ? 'a position' : 'none']
    },
  },
  {
    statement: 'C9',
    about: 'the throttle of an account',
    expected: { throttleSettings: { burstLimit: 5000, rateLimit: 10_000 } },
    ask: async ({ control }) => pick((await control('GET /account')).json, 'throttleSettings'),
  },
]
