import { describe, expect, it } from 'vitest'
import { withSandbox } from '../../support/cli.js'
import { parseCsv } from '../../support/csv.js'

describe('-o', () => {
  const SEED = {
    apis: [
      {
        id: 'aaaaaaaaaa',
        name: '=pets, "1"',
        methods: {
          'GET /pets': { integration: { type: 'MOCK' }, keys: ['querystring.type', 'querystring.page'] },
          'POST /pets': { integration: { type: 'MOCK' } },
        },
        stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } },
      },
    ],
  } as const
  const run = async (command: string) => {
    const { cli } = await withSandbox({ seed: SEED })
    const { code, stdout } = await cli(`${command} --api aaaaaaaaaa --stage prod`)
    expect(code).toBe(0)
    return stdout
  }
  const stageHead = 'api,apiId,stage,region,status,sizeGb,caching,ttlSeconds'

  it('csv of status is one row', async () => {
    expect(await run('status -o csv')).toBe(
      `${stageHead},hits,misses,requests,ratio,hourlyUsd\n"'=pets, ""1""",aaaaaaaaaa,prod,us-east-1,AVAILABLE,0.5,true,300,,,,,0.02\n`,
    )
  })

  it('csv of status --methods is a row for each method', async () => {
    expect(parseCsv(await run('status --methods -o csv')).map((cells) => [...cells.slice(0, 6), cells[9]])).toEqual([
      ['method', 'path', 'cached', 'caching', 'source', 'ttlSeconds', 'keys'],
      ['GET', '/pets', 'true', 'true', 'stage-default', '300', 'querystring.type querystring.page'],
      ['POST', '/pets', 'false', 'false', 'off', '300', ''],
    ])
  })

  it('text of status --methods can be read into shell variables', async () => {
    const lines = (await run('status --methods -o text')).split('\n')

    expect(lines[0]?.split('\t').slice(0, 4)).toEqual(['GET', '/pets', 'true', 'true'])
    expect(lines).toHaveLength(3)
  })

  it('ndjson is the list that JSON has, an element a line', async () => {
    const lines = (await run('status --methods -o ndjson')).split('\n').slice(0, -1)

    expect(lines.map((line) => JSON.parse(line))).toEqual(JSON.parse(await run('status --methods -o json')).methods)
    expect((await run('status -o ndjson')).split('\n')).toHaveLength(2)
  })

  it('markdown of enable is one row', async () => {
    const [head, rule, row, end] = (await run('enable -o markdown')).split('\n')

    expect(head).toBe(`| ${[...stageHead.split(','), 'changed', 'waitedMs'].join(' | ')} |`)
    expect(rule).toMatch(/^(\| --- )+\|$/)
    expect(row).toBe('| =pets, "1" | aaaaaaaaaa | prod | us-east-1 | AVAILABLE | 0.5 | true | 300 | false | 0 |')
    expect(end).toBe('')
  })

  it.each([
    ['csv', '"\'=pets, ""1""",aaaaaaaaaa,prod,us-east-1,AVAILABLE,0.5,true,300,false,0'],
    ['text', '=pets, "1"\taaaaaaaaaa\tprod\tus-east-1\tAVAILABLE\t0.5\ttrue\t300\tfalse\t0'],
  ])('%s of enable is one row', async (format, row) => {
    expect((await run(`enable -o ${format}`)).trimEnd().split('\n').at(-1)).toBe(row)
  })
})
