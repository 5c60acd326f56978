import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withoutCommands } from '../../../src/io/terminal/build-log.js'
import { withSandbox } from '../../support/cli.js'

/** What GitHub, Azure and TeamCity would obey. */
const obeyed = (text: string) => text.split('\n').some((line) => /^\s*::/.test(line) || /##\w*\[/.test(line))

const NASTY = [
  '::error::x',
  '  ::set-env name=a::b',
  '##[error]x',
  'a ##vso[task.setvariable]b',
  '##teamcity[x]',
  ':::x',
]

describe('text from outside in a build log', () => {
  it.each(NASTY)('is no command: %s', (text) => {
    expect(obeyed(text)).toBe(true)
    expect(obeyed(withoutCommands(text))).toBe(false)
    expect(obeyed(withoutCommands(`fine\n${text}\nfine`))).toBe(false)
  })

  it.each(['a::b', 'arn:aws:apigateway:us-east-1::/restapis', '# heading', '## [link](x)', '  :colon', '#1'])(
    'stays as it is where it is none: %s',
    (text) => {
      expect(withoutCommands(text)).toBe(text)
    },
  )

  it('keeps its meaning in JSON, on one line or on many', () => {
    const word = fc.constantFrom(...NASTY, 'plain', '"', '\\', '\n')
    fc.assert(
      fc.property(fc.dictionary(word, fc.array(word)), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        const safe = withoutCommands(text)
        expect(JSON.parse(safe)).toEqual(value)
        expect(obeyed(safe)).toBe(false)
      }),
    )
  })

  it('is made harmless on both streams where a variable says that a build server reads', async () => {
    const name = '::error::##vso[task.complete]'
    const seed = {
      apis: [
        {
          id: 'aaaaaaaaaa',
          name,
          methods: { 'GET /pets': { integration: { type: 'MOCK' } } },
          stages: { prod: {} },
        },
      ],
    } as const
    for (const format of ['table', 'json', 'ndjson', 'csv', 'markdown', 'text']) {
      for (const variable of ['CI', 'GITHUB_ACTIONS', 'TF_BUILD']) {
        const { cli } = await withSandbox({ seed })

        const { stdout, stderr } = await cli(`status -o ${format}`, { env: { [variable]: 'true' } })

        expect(stdout).not.toBe('')
        expect(obeyed(stdout), stdout).toBe(false)
        expect(obeyed(stderr), stderr).toBe(false)
        if (format === 'json') expect(JSON.parse(stdout).api.name).toBe(name)
      }
    }
  })
})
