import { describe, expect, it } from 'vitest'
import { type Bench, withSandbox } from '../../support/cli.js'

const HEAD = 'version: 1\nstages:\n'
const ROLE = 'arn:aws:iam::123456789012:user/ops'
const ARN = 'arn:aws:apigateway:us-east-1::/restapis/abc'

/** Stages on one line: what each has besides API and stage, where its one mistake is, what is said of it. */
const IN_STAGES: readonly (readonly [text: string, at: string, what: string])[] = [
  ['cahce: false', 'cahce', 'cahce is unknown; did you mean cache?'],
  ['methods: { GET /a: { tll: 60 } }', 'tll', 'tll is unknown; did you mean ttl?'],
  ['cache: 0.50 ', '0.50', 'is a number: quote it'],
  ['cache: "0.6"', '"0.6"', 'is neither a size in GB ('],
  ['cache: true', 'true', 'is neither a size in GB ('],
  ['settings: { ttl: 9999 }', '9999', 'is not a TTL: whole seconds from 0'],
  ['settings: { ttl: 1.5 }', '1.5', 'is not a TTL: whole seconds from 0'],
  ['settings: { ttl: -1 }', '-1', 'is not a TTL: whole seconds from 0'],
  ['settings: { ttl: 1:30 }', '1:30', 'is not a TTL: whole seconds from 0'],
  ['settings: { ttl: 99999999999999999999 }', '99999999999999999999', 'is not a TTL: whole seconds from 0'],
  ['settings: { ttl: 2h }', '2h', 'is not a TTL: whole seconds from 0'],
  ['settings: { caching: yes }', 'yes', 'is neither true nor false: write true, without quotes'],
  ['settings: { encrypted: "false" }', '"false"', 'is neither true nor false: write false, without quotes'],
  ['settings: { unauthorized: allow }', 'allow', 'is none of fail, warn, ignore ('],
  ['settings: [caching]', '[', 'settings is not a mapping of settings'],
  ['settings: ', 'settings', 'settings is empty: write {}, or leave it out'],
  ['methods: [GET /a]', '[', 'methods is not a mapping of methods'],
  ['methods: { GET pets: {} }', 'GET pets', '"GET pets" is not a method; a verb and a path'],
  ['methods: { FETCH /a: {} }', 'FETCH', '"FETCH /a" is not a method; a verb and a path'],
  ['methods: { GET /*: {} }', 'GET /*', 'has a wildcard, which matches no method; settings has'],
  ['methods: { GET /a: {}, get /a: {} }', 'get', 'is the same method as "GET /a"'],
  ['methods: { GET /a: { keys: path.id } }', 'path.id', 'keys is not a list of cache keys'],
  ['methods: { GET /a: { keys: [id] } }', 'id]', '"id" is not a cache key; '],
  ['methods: { GET /a: { keys: [path.id] } }', 'path.id', 'GET /a has no path parameter "id"'],
  ['methods: { GET /a: { keys: [header.A, header.A] } }', 'header.A]', 'is the same key as "header.A"'],
  ['methods: { GET /a: { keys: [1] } }', '1', 'keys[0] is not a text: quote it'],
  ['account: 012345678901', '012345678901', 'is not an account: quote it'],
  ['account: "1234"', '"1234"', 'is not the twelve digits of an account'],
  ['region: 1', '1', 'region is not a text: quote it'],
  [`role: "${ROLE}"`, `"${ROLE}`, 'is not the ARN of a role such as'],
  ['prune: some', 'some', 'prune is neither true nor false'],
  ['overrides: leave', 'leave', 'overrides can only be "follow"'],
  ['deploy: true', 'true', 'deploy can only be false'],
  ['takeOver: 1', '1', 'takeOver is neither true nor false: write true'],
  ['acceptUnkeyed: GET /a', 'GET', 'acceptUnkeyed is not a list'],
  ['acceptUnkeyed: [{ method: GET /a }]', '{ method', 'reason is missing'],
  ['acceptUnkeyed: [{ method: a, reason: r }]', 'a, reason', '"a" is not a method to accept'],
  ['acceptUnkeyed: [{ method: all, reason: r, until: 1.3.2027 }]', '1.3', 'is not a day such as 2027-03-01'],
  ['acceptUnkeyed: [{ method: all, reason: r, until: 2027-02-30 }]', '2027', 'is a day that no calendar has'],
  ['region: eu-west-1, name: 1e8', '1e8', 'name is not a text: quote it'],
]

const OF_STAGES: readonly (readonly [line: string, at: string, what: string])[] = [
  ['{ stage: s }', '{', 'api is missing'],
  ['{ api: last }', '{', 'stage is missing'],
  ['{ api: 0123456789, stage: s }', '0123456789', 'api is not a text: quote it'],
  ['{ api: b, stage: 007 }', '007', 'stage is not a text: quote it'],
  ['{ api: c, stage: prod/x }', 'prod/x', 'is no name of a stage: those have letters, digits, _ and -'],
  [`{ api: "${ARN}/stages/dev", stage: prod }`, '"', 'names stage dev, and the stage prod'],
  [`{ api: "${ARN}d", stage: prod, region: eu-west-1 }`, '"', 'names region us-east-1, and the stage eu-west-1'],
]

const stages = [
  ...IN_STAGES.map(([text, at, what], index) => {
    const begin = `  - { api: a${index}, stage: s, `
    const column = begin.length + text.lastIndexOf(at) + 1
    return { line: `${begin}${text} }`, column, what }
  }),
  ...OF_STAGES.map(([text, at, what]) => ({ line: `  - ${text}`, column: 5 + text.indexOf(at), what })),
]

async function complaintsOf({ cli, sent }: Bench, files: Readonly<Record<string, string>>, verb: string) {
  const named = Object.keys(files).map((name) => `-f ${name}`)
  const { code, stdout, stderr } = await cli(`${verb} ${named.join(' ')}`, { files })
  expect({ code, stdout, sent: sent() }).toEqual({ code: 2, stdout: '', sent: [] })
  return stderr.split('\n').filter((line) => /\.yaml:\d+:\d+: /.test(line))
}

const complaint = (place: string, what: string) =>
  expect.stringMatching(new RegExp(`^ *${escaped(place)}.*${escaped(what)}`))
const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

describe.each(['plan', 'apply --yes'])('%s of more than forty mistakes', (verb) => {
  it('in one file complains of each with its place, and sends nothing', async () => {
    const text = `${HEAD}${stages.map(({ line }) => line).join('\n')}\n`
    const found = await complaintsOf(await withSandbox(), { 'all.yaml': text }, verb)
    expect(found).toEqual(stages.map(({ column, what }, index) => complaint(`all.yaml:${index + 3}:${column}: `, what)))
  })

  it('in as many files complains of each with its file and place, and sends nothing', async () => {
    const files = Object.fromEntries(stages.map(({ line }, index) => [`f${index}.yaml`, `${HEAD}${line}\n`]))
    const found = await complaintsOf(await withSandbox(), files, verb)
    expect(found).toEqual(stages.map(({ column, what }, index) => complaint(`f${index}.yaml:3:${column}: `, what)))
  })
})
