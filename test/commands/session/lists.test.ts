import { describe, expect, it } from 'vitest'
import { readUrlList } from '../../../src/commands/session/lists.js'
import { withSandbox } from '../../support/cli.js'

const read = (text: string, use?: Parameters<typeof readUrlList>[2]) =>
  readUrlList('list', { readFile: async () => text, readInput: async () => '' }, use)

describe('a list of paths and URLs', () => {
  it('may say the verb that is sent, in any case', async () => {
    const text = 'GET /pets\nget\t/pets/1  # the first\n/users?type=a\nGET https://a.example/x\n'

    expect(await read(text)).toEqual(['/pets', '/pets/1', '/users?type=a', 'https://a.example/x'])
    expect(await read('POST /search', { method: 'POST' })).toEqual(['/search'])
  })

  it.each([
    ['/pets\nPOST /search', undefined, 'list:2 says POST, and GET is sent'],
    ['GET /pets', 'HEAD', 'list:1 says GET, and HEAD is sent'],
    ['GETS /pets', undefined, 'list:1: "GETS /pets"'],
  ])('refuses another verb, and says where: %j', async (text, method, message) => {
    await expect(read(text, { method })).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining(message),
    })
  })

  it.each([
    'verify --from list --samples 2 --expect not-cached --control none --allow-inconclusive',
    'warm --from list',
    'invalidate --from list',
    'flush --then-warm list --yes',
  ])('is taken by: %s', async (command) => {
    const { cli } = await withSandbox({ seed: 'demo' })

    const { stderr } = await cli(`${command} --stage prod`, { files: { list: 'GET /pets\n' } })

    expect(stderr).not.toMatch(/list:1|neither a path/)
  })
})
