import { describe, expect, it } from 'vitest'
import { styleOf } from '../../../src/render/format/style.js'
import { renderValue } from '../../../src/render/format/value.js'
import { withSandbox } from '../../support/cli.js'

const STYLE = styleOf({ isTTY: false, columns: 80, colors: 0 }, 'auto', {})
const OBJECTS = [
  { method: 'GET', keys: ['a', 'b'] },
  { method: 'POST', ttl: 60 },
]

describe('the result of --query', () => {
  it.each([
    ['json', 'AVAILABLE', '"AVAILABLE"\n'],
    ['text', 'AVAILABLE', 'AVAILABLE\n'],
    ['text', null, '\n'],
    ['text', ['a', 1, true], 'a\t1\ttrue\n'],
    ['text', [], '\n'],
    [
      'text',
      [
        ['GET', '/a'],
        ['PUT', '/b'],
      ],
      'GET\t/a\nPUT\t/b\n',
    ],
    ['text', OBJECTS, 'GET\t["a","b"]\t\nPOST\t\t60\n'],
    ['csv', OBJECTS, 'method,keys,ttl\nGET,"[""a"",""b""]",\nPOST,,60\n'],
    ['csv', ['=a', 'b'], "value\n'=a\nb\n"],
    ['csv', [], ''],
    ['ndjson', OBJECTS, '{"method":"GET","keys":["a","b"]}\n{"method":"POST","ttl":60}\n'],
    ['ndjson', 'x', '"x"\n'],
    ['markdown', [{ path: '/a|b' }], '| path |\n| --- |\n| /a\\|b |\n'],
    ['table', 'AVAILABLE', 'AVAILABLE\n'],
    ['table', ['a', 'b'], 'a\nb\n'],
    ['table', [{ m: 'GET', p: '/pets' }], 'm    p\nGET  /pets\n'],
  ] as const)('as %s of %j', (format, value, expected) => {
    expect(renderValue(format, value, STYLE)).toBe(expected)
  })

  it('has nothing that acts on a terminal', () => {
    for (const format of ['table', 'json', 'ndjson', 'csv', 'markdown', 'text'] as const) {
      expect(renderValue(format, [{ 'k\u001b': 'a\u001b[2Jb\u009b' }], STYLE).replaceAll('\n', '')).not.toMatch(
        /\p{Cc}/u,
      )
    }
  })

  it('is JSON where no format was named, and what -o says where one was', async () => {
    const { cli } = await withSandbox()
    const query = async (more: string, env = {}) =>
      (await cli(`status --api pets --stage prod --query cluster.status ${more}`, { env })).stdout

    expect(await query('')).toBe('"NOT_AVAILABLE"\n')
    expect(await query('', { APIGW_CACHE_OUTPUT: 'text' })).toBe('"NOT_AVAILABLE"\n')
    expect(await query('-o text')).toBe('NOT_AVAILABLE\n')
    expect(await query('-o json')).toBe('"NOT_AVAILABLE"\n')
    expect(await query('-o csv')).toBe('value\nNOT_AVAILABLE\n')
  })

  it('may be of methods, and of the result of a change', async () => {
    const { cli } = await withSandbox()

    const { stdout } = await cli([
      ...['status', '--api', 'pets', '--stage', 'prod', '--methods', '-o', 'text', '--query'],
      "methods[?path=='/pets'].[method,path]",
    ])
    expect(stdout).toBe('GET\t/pets\n')

    const changed = await cli('enable --stage prod --query changed')
    expect(changed.stdout).toBe('true\n')
  })

  it('is a usage error where the query is none', async () => {
    const { cli } = await withSandbox()

    const { code, stdout, stderr } = await cli(['status', '--stage', 'prod', '--query', 'a.['])

    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('error: "a.[" is not a JMESPath query')
  })
})
