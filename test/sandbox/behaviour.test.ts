import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const HERE = fileURLToPath(new URL('.', import.meta.url))
/** For what only a process of its own can show. */
const E2E = fileURLToPath(new URL('../e2e/', import.meta.url))
const BEHAVIOUR = fileURLToPath(new URL('../../src/sandbox/BEHAVIOUR.md', import.meta.url))

it('has a test for every numbered statement of BEHAVIOUR.md, and a statement for every numbered test', () => {
  const statements = numbersIn(readFileSync(BEHAVIOUR, 'utf8'), /^(?:[-*] |\| )?\*\*([A-Z]\d+)\*\*/gm)
  const tests = numbersInTests(HERE)

  expect(statements.length).toBeGreaterThan(0)
  expect(statements.filter((number, index) => statements.indexOf(number) !== index)).toEqual([])
  expect(statements.filter((number) => ![...tests, ...numbersInTests(E2E)].includes(number))).toEqual([])
  expect([...new Set(tests)].filter((number) => !statements.includes(number))).toEqual([])
})

function numbersInTests(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .flatMap((path) => numbersIn(readFileSync(`${folder}${path}`, 'utf8'), /['"`]([A-Z]\d+) /g))
}

function numbersIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, number = '']) => number)
}
