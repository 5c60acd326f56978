import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { ApigwCacheError } from '../../../src/core/base/errors.js'
import { readDeclaration } from '../../../src/core/declare/document/declared.js'
import { jsonSchema } from '../../../src/core/declare/document/schema.js'

const HEAD = 'version: 1\nstages:\n  - api: pets\n    stage: prod\n'

/** The lines that a file, or several, are refused with. */
function complaints(...texts: readonly string[]): readonly string[] {
  const files = texts.map((text, index) => ({ name: `${'abc'[index]}.yaml`, text }))
  try {
    readDeclaration(files)
  } catch (error) {
    if (error instanceof ApigwCacheError && error.kind === 'usage') return error.hint?.split('\n') ?? []
    throw error
  }
  return []
}

describe('a declarative file', () => {
  it('says what a stage shall be', () => {
    const [stage, ...others] = readDeclaration([
      {
        name: 'a.yaml',
        text: `version: 1
defaults: { region: eu-west-1, account: "012345678901" }
stages:
  - api: pets
    stage: prod
    cache: "0.5"
    settings: { caching: on, ttl: 5m, encrypted: true, requireAuthorization: off, unauthorized: warn, detailedMetrics: true }
    methods:
      GET /pets/{id}: { ttl: 60, keys: [path.id] }
      POST /search:   { caching: true, keys: [integration.header.Body=method.request.body] }
`,
      },
    ])
    expect(others).toEqual([])
    expect(stage).toMatchObject({
      api: 'pets',
      stage: 'prod',
      region: 'eu-west-1',
      account: '012345678901',
      cache: '0.5',
      settings: {
        caching: true,
        ttlSeconds: 300,
        encrypted: true,
        requireAuthorization: false,
        unauthorized: 'SUCCEED_WITH_RESPONSE_HEADER',
        metrics: true,
      },
      methods: [
        {
          method: 'GET',
          path: '/pets/{id}',
          settings: { ttlSeconds: 60 },
          keys: [{ parameter: 'method.request.path.id' }],
        },
        {
          method: 'POST',
          keys: [{ parameter: 'integration.request.header.Body', source: 'method.request.body' }],
        },
      ],
    })
    expect(stage?.sources['methods.GET /pets/{id}.ttl']).toEqual({ file: 'a.yaml', line: 9, column: 25 })
  })

  it('takes an alias for what was last marked so before it, and points there', () => {
    const text = `version: 1
stages:
  - { api: pets, stage: one, settings: &some { ttl: 60 } }
  - { api: pets, stage: two, settings: *some }
  - { api: pets, stage: three, settings: &some { ttl: 90 } }
  - { api: pets, stage: four, settings: *some }
`
    const stages = readDeclaration([{ name: 'a', text }])
    expect(stages.map(({ settings, sources }) => [settings.ttlSeconds, sources['defaults.ttl']?.line])).toEqual([
      [60, 3],
      [60, 3],
      [90, 5],
      [90, 5],
    ])
    expect(complaints(text.replace('two, settings: *some', 'two, settings: *none'))).toEqual([
      'a.yaml:4:40: nothing is marked with &none',
    ])
  })

  it('takes merge keys, and points into what was merged', () => {
    const text = `version: 1
stages:
  - &one { api: pets, stage: prod, settings: { ttl: 60 } }
  - { <<: *one, stage: test }
`
    expect(readDeclaration([{ name: 'a', text }]).map(({ stage, settings }) => [stage, settings])).toEqual([
      ['prod', { ttlSeconds: 60 }],
      ['test', { ttlSeconds: 60 }],
    ])
    expect(complaints(text.replace('ttl: 60', 'ttl: 9999'))).toEqual([
      expect.stringMatching(/^a\.yaml:3:\d+: stages\[0\]\.settings\.ttl is not a TTL/),
      expect.stringMatching(/^a\.yaml:3:\d+: stages\[1\]\.settings\.ttl is not a TTL/),
    ])
  })

  it('reads JSON', () => {
    const text = JSON.stringify({ version: 1, stages: [{ api: '0123456789', stage: 'prod', cache: false }] })
    expect(readDeclaration([{ name: 'a', text }])).toMatchObject([{ api: '0123456789', cache: false }])
  })

  const MISTAKES: readonly (readonly [string, string])[] = [
    ['version: 2\nstages: []\n', 'a.yaml:1:10: version has to be 1'],
    ['version: "1"\nstages: []\n', 'a.yaml:1:10: version has to be 1'],
    ['stages: []\n', 'a.yaml:1:1: version is missing'],
    ['version: 1\n', 'a.yaml:1:1: stages is missing'],
    ['version: 1\nstages: pets\n', 'a.yaml:2:9: stages is not a list of stages'],
    ['version: 1\nstages: []\nstage: x\n', 'a.yaml:3:1: stage is unknown; did you mean stages?'],
    ['version: 1\nstages: [{ stage: prod }]\n', 'a.yaml:2:10: stages[0].api is missing'],
    ['version: 1\nstages: [{ api: pets }]\n', 'a.yaml:2:10: stages[0].stage is missing'],
    ['version: 1\nstages: [{ api: 0123456789, stage: prod }]\n', 'a.yaml:2:17: stages[0].api is not a text: quote it'],
    ['version: 1\nstages: [{ api: 1e8, stage: prod }]\n', 'a.yaml:2:17: stages[0].api is not a text: quote it'],
    ['version: 1\nstages: [{ api: "", stage: prod }]\n', 'a.yaml:2:17: stages[0].api is empty'],
    ['version: 1\nstages: [{ api: pets, stage: 1 }]\n', 'a.yaml:2:30: stages[0].stage is not a text: quote it'],
    ['version: 1\nstages: [{ api: pets, stage: on }]\n', 'a.yaml:2:30: stages[0].stage is not a text'],
    [
      'version: 1\nstages: [{ api: "arn:aws:s3:::x", stage: prod }]\n',
      'a.yaml:2:17: stages[0].api "arn:aws:s3:::x" is not the ARN of a REST API',
    ],
    [
      'version: 1\ndefaults: { account: 012345678901 }\nstages: []\n',
      'a.yaml:2:22: defaults.account is not an account: quote it',
    ],
    [
      'version: 1\ndefaults: { account: "12345" }\nstages: []\n',
      'a.yaml:2:22: defaults.account is not the twelve digits of an account',
    ],
    [
      'version: 1\ndefaults: { regoin: x }\nstages: []\n',
      'a.yaml:2:13: defaults.regoin is unknown; did you mean region?',
    ],
    [`${HEAD}    cache: 0.5\n`, 'a.yaml:5:12: stages[0].cache is a number: quote it'],
    [`${HEAD}    cache: "0.6"\n`, 'a.yaml:5:12: stages[0].cache is neither a size in GB'],
    [`${HEAD}    cache: true\n`, 'a.yaml:5:12: stages[0].cache is neither a size in GB'],
    [`${HEAD}    chache: "0.5"\n`, 'a.yaml:5:5: stages[0].chache is unknown; did you mean cache?'],
    [`${HEAD}    settings: { ttl: 3601 }\n`, 'a.yaml:5:22: stages[0].settings.ttl is not a TTL'],
    [`${HEAD}    settings: { ttl: -1 }\n`, 'a.yaml:5:22: stages[0].settings.ttl is not a TTL'],
    [`${HEAD}    settings: { ttl: 1.5 }\n`, 'a.yaml:5:22: stages[0].settings.ttl is not a TTL'],
    [`${HEAD}    settings: { ttl: 2h }\n`, 'a.yaml:5:22: stages[0].settings.ttl is not a TTL'],
    [`${HEAD}    settings: { caching: maybe }\n`, 'a.yaml:5:26: stages[0].settings.caching is neither true nor false'],
    [
      `${HEAD}    settings: { unauthorized: refuse }\n`,
      'a.yaml:5:31: stages[0].settings.unauthorized is none of fail, warn, ignore',
    ],
    [`${HEAD}    settings: { TTL: 60 }\n`, 'a.yaml:5:17: stages[0].settings.TTL is unknown; did you mean ttl?'],
    [`${HEAD}    methods: [GET /pets]\n`, 'a.yaml:5:14: stages[0].methods is not a mapping of methods'],
    [`${HEAD}    methods: { PETS: {} }\n`, 'a.yaml:5:16: stages[0].methods.PETS "PETS" is not a method'],
    [`${HEAD}    methods: { GET pets: {} }\n`, 'a.yaml:5:16: stages[0].methods.GET pets "GET pets" is not a method'],
    [`${HEAD}    methods: { GET /*: {} }\n`, 'a.yaml:5:16: stages[0].methods.GET /* "GET /*" has a wildcard'],
    [
      `${HEAD}    methods: { GET /a: {}, get /a: {} }\n`,
      'a.yaml:5:28: stages[0].methods.get /a is the same method as "GET /a"',
    ],
    [`${HEAD}    methods: { GET /a: {}, GET /a: {} }\n`, 'a.yaml:5:28: the same key twice'],
    [
      `${HEAD}    methods: { GET /a: { keys: path.id } }\n`,
      'a.yaml:5:32: stages[0].methods.GET /a.keys is not a list of cache keys',
    ],
    [
      `${HEAD}    methods: { GET /a: { keys: [type] } }\n`,
      'a.yaml:5:33: stages[0].methods.GET /a.keys[0] "type" is not a cache key',
    ],
    [
      `${HEAD}    methods: { GET /a: { keys: [path.id] } }\n`,
      'a.yaml:5:33: stages[0].methods.GET /a.keys[0] GET /a has no path parameter "id"',
    ],
    [
      `${HEAD}    methods: { GET /a: { key: [header.X] } }\n`,
      'a.yaml:5:26: stages[0].methods.GET /a.key is unknown; did you mean keys?',
    ],
    [`${HEAD}    acceptUnkeyed: [{ method: GET /a }]\n`, 'a.yaml:5:21: stages[0].acceptUnkeyed[0].reason is missing'],
    [
      `${HEAD}    acceptUnkeyed: [{ method: /a, reason: x }]\n`,
      'a.yaml:5:31: stages[0].acceptUnkeyed[0].method "/a" is not a method to accept',
    ],
    [
      `${HEAD}    acceptUnkeyed: [{ method: GET /a, reason: x, until: soon }]\n`,
      'a.yaml:5:57: stages[0].acceptUnkeyed[0].until is not a day',
    ],
    [`${HEAD}    overrides: keep\n`, 'a.yaml:5:16: stages[0].overrides can only be "follow"'],
    [`${HEAD}    deploy: true\n`, 'a.yaml:5:13: stages[0].deploy can only be false'],
    [`${HEAD}    takeOver: yes\n`, 'a.yaml:5:15: stages[0].takeOver is neither true nor false'],
    [`${HEAD}  - api: pets\n    stage: prod\n`, 'a.yaml:5:5: stage prod of API pets is the one of a.yaml:3'],
    [
      `${HEAD}    methods: { GET /a: { keys: [header.X] } }\n  - api: pets\n    stage: test\n    methods: { GET /a: { keys: [] } }\n`,
      'a.yaml:8:26: GET /a has other keys than for stage prod, but keys belong to the API: a.yaml:5',
    ],
    [
      'version: 1\nstages: [\n',
      'a.yaml:3:1: the indentation does not fit the lines around it, or a bracket is not closed',
    ],
    ['version: 1\nstages: [{ <<: *nothing }]\n', 'a.yaml:2:16: nothing is marked with &nothing'],
    ['', 'a.yaml:1:1: the file is empty: it needs version and stages'],
    ['# nothing\n', 'a.yaml:1:1: the file is empty: it needs version and stages'],
    ['- api: pets\n', 'a.yaml:1:1: the file is no mapping: it needs version and stages'],
    ['version: 1\nstages:\n', 'a.yaml:2:1: stages is not a list of stages'],
    ['version: 1\nstages: [pets]\n', 'a.yaml:2:10: stages[0] is not a mapping of api, stage'],
    [`${HEAD}---\n${HEAD}`, 'a.yaml:5:1: a second document begins with ---'],
    [`${HEAD}    cache: "0.5"\n    cache: "1.6"\n`, 'a.yaml:6:5: the same key twice'],
    ['version: 1\nstages:\n\t- api: pets\n', 'a.yaml:3:1: a tab indents: use spaces'],
    [`${HEAD}    settings:\n      <<: 3\n`, 'a.yaml:6:11: << takes a mapping, or a list of mappings'],
    [`\uFEFF${HEAD}    deploy: true\n`, 'a.yaml:5:13: stages[0].deploy can only be false'],
    [`${HEAD}    deploy: true\n`.replaceAll('\n', '\r\n'), 'a.yaml:5:13: stages[0].deploy can only be false'],
    // What is left of another encoding.
    [`${HEAD}    name: caf\uFFFD\n`, 'a.yaml:5:14: this is not UTF-8'],
    ['\uFFFD\uFFFDv\0e\0r\0', 'a.yaml:1:1: this is not UTF-8'],
    [
      '{\n  "version": 1, "stages": [],\n  // of the shop\n  "prune": false }',
      'a.yaml:3:3: has a comment here: in YAML those begin with #, and JSON has none',
    ],
  ]

  it.each(MISTAKES)('refuses %j', (text, expected) => {
    const found = complaints(text)
    expect(found.filter((line) => line.startsWith(expected))).toHaveLength(1)
    expect(found).toHaveLength(1)
  })

  it('tells every mistake of all files in one run', () => {
    const bad = `${HEAD}    cache: 0.5\n    chache: 1\n    settings: { ttl: no, TTL: 1 }\n    methods: { PETS: {}, GET /a: { keys: [type] } }\n`
    expect(complaints(bad, 'version: 2\nstages: []\n', HEAD).map((line) => line.split(' ')[0])).toEqual([
      'a.yaml:5:12:',
      'a.yaml:6:5:',
      'a.yaml:7:22:',
      'a.yaml:7:26:',
      'a.yaml:8:16:',
      'a.yaml:8:43:',
      'b.yaml:1:10:',
    ])
  })

  it('has a published schema that takes what the tool takes, and refuses what it refuses', () => {
    const validate = new Ajv().compile(jsonSchema() as object)
    const stage = { api: 'pets', stage: 'prod', cache: '0.5', settings: { caching: 'on', ttl: '5m' } }
    expect(validate({ version: 1, stages: [stage] })).toBe(true)
    const wrong = [
      { cache: 0.5 },
      { cache: true },
      { chache: false },
      { settings: { ttl: 3601 } },
      { api: 7 },
      { methods: [] },
    ]
    for (const one of wrong) expect(validate({ version: 1, stages: [{ ...stage, ...one }] })).toBe(false)
    expect(validate({ version: 2, stages: [] })).toBe(false)
  })

  it('finds the same stage in two files', () => {
    expect(complaints(HEAD, HEAD)).toEqual(['b.yaml:3:5: stage prod of API pets is the one of a.yaml:3'])
  })

  it('lets a stage that is never deployed want other keys', () => {
    const text = `${HEAD}    methods: { GET /a: { keys: [header.X] } }\n  - api: pets\n    stage: test\n    deploy: false\n    methods: { GET /a: { keys: [] } }\n`
    expect(complaints(text)).toEqual([])
  })
})
