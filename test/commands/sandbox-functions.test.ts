import { expect, it } from 'vitest'
import { functionsOf } from '../../src/commands/sandbox/functions.js'

it.each([
  [{ type: 'TOKEN', methodArn: 'arn' }, 'Unauthorized', 0],
  [{ type: 'TOKEN', methodArn: 'arn' }, 'no such key', 1],
  [{ httpMethod: 'GET' }, 'Unauthorized', 1],
])('A209 tells of %j no refusal of the caller, but what fails: %s', async (event, message, lines) => {
  const told: string[] = []
  const handler = () => {
    throw Object.assign(new Error(message), { stack: message })
  }
  const { auth } = await functionsOf(['auth=./auth.mjs'], {
    cwd: '/',
    readFile: async () => '',
    importModule: async () => ({ handler }),
    io: { err: (line) => told.push(line) },
  })
  await expect(Promise.resolve(auth?.(event as never, {} as never))).rejects.toThrow(message)
  expect(told).toHaveLength(lines)
})
