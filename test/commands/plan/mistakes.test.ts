import { describe, expect, it } from 'vitest'
import { type Bench, withSandbox } from '../../support/cli.js'

const COUNT = 40
const HEAD = 'version: 1\nstages:\n'
/** A stage on one line; each number has a mistake of its own, at its own place. */
const MISTAKES: readonly ((index: number) => readonly [line: string, at: string, what: string])[] = [
  (index) => [`{ api: a${index}, stage: s, cahce: false }`, 'cahce', 'is unknown; did you mean cache?'],
  (index) => [`{ api: a${index}, stage: s, cache: 0.5 }`, '0.5 ', 'is a number: quote it'],
  (index) => [`{ api: a${index}, stage: s, settings: { ttl: 9999 } }`, '9999', 'is not a TTL'],
  (index) => [`{ api: a${index}, stage: s, methods: { GET pets: {} } }`, 'GET pets', 'is not a method'],
]

const stages = Array.from({ length: COUNT }, (_, index) => {
  const [text, at, what] = (MISTAKES[index % MISTAKES.length] ?? (() => ['', '', '']))(index)
  const line = `  - ${text}`
  return { line, column: line.indexOf(at) + 1, what }
})

async function complaintsOf({ cli, sent }: Bench, files: Readonly<Record<string, string>>, verb: string) {
  const named = Object.keys(files).map((name) => `-f ${name}`)
  const { code, stdout, stderr } = await cli(`${verb} ${named.join(' ')}`, { files })
  expect({ code, stdout, sent: sent() }).toEqual({ code: 2, stdout: '', sent: [] })
  return stderr.split('\n').filter((line) => /\.yaml:\d+:\d+: /.test(line))
}

describe.each(['plan', 'apply --yes'])('%s of forty mistakes', (verb) => {
  it('in one file complains of each with its place, and sends nothing', async () => {
    const text = `${HEAD}${stages.map(({ line }) => line).join('\n')}\n`
    const found = await complaintsOf(await withSandbox(), { 'all.yaml': text }, verb)
    expect(found).toEqual(
      stages.map(({ column, what }, index) =>
        expect.stringMatching(new RegExp(`all\\.yaml:${index + 3}:${column}: .*${what.replace('?', '\\?')}`)),
      ),
    )
  })

  it('in forty files complains of each with its file and place, and sends nothing', async () => {
    const files = Object.fromEntries(stages.map(({ line }, index) => [`f${index}.yaml`, `${HEAD}${line}\n`]))
    const found = await complaintsOf(await withSandbox(), files, verb)
    expect(found).toEqual(
      stages.map(({ column, what }, index) =>
        expect.stringMatching(new RegExp(`f${index}\\.yaml:3:${column}: .*${what.replace('?', '\\?')}`)),
      ),
    )
  })
})
