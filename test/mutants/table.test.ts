import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

interface Row {
  readonly name: string
  readonly file: string
  readonly from: string
  readonly test: string
  readonly title: string
}

const rows = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name): Row[] => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')))

it('every mutant has its place in the source, once, and the test that has to notice it', () => {
  const lost = rows.filter(({ file, from, test }) => {
    const isThere = existsSync(file) && readFileSync(file, 'utf8').split(from).length === 2
    return !isThere || !existsSync(test)
  })
  expect(lost.map(({ name }) => name)).toEqual([])
  expect(rows.length).toBeGreaterThan(100)
})
