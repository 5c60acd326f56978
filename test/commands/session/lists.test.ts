import { describe, expect, it } from 'vitest'
import { readUrlList } from '../../../src/commands/session/lists.js'
import { withSandbox } from '../../support/cli.js'

const read = (text: string, use?: Parameters<typeof readUrlList>[2]) =>
  readUrlList('list', { readFile: async () => text, readInput: async () => '' }, use).then((urls) =>
    urls.map(({ url }) => url),
  )

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

  it('is refused with all of its wrong lines', async () => {
    const refused = read('/pets\npets\nPOST /search\n/ok\n')

    await expect(refused).rejects.toMatchObject({
      message: '2 lines cannot be used',
      hint: expect.stringMatching(/^list:2: "pets" is neither .*\nlist:3 says POST/),
    })
  })

  it.each(['verify --from list', 'warm --from list', 'invalidate --from list', 'flush --then-warm list --yes'])(
    'names every line that no method answers, and sends nothing: %s',
    async (command) => {
      const { cli, sandbox } = await withSandbox({ seed: 'demo' })
      await cli('enable --stage prod --accept-unkeyed all')
      sandbox.clearRequests()
      const ask = (list: string) => cli(`${command} --stage prod`, { files: { list } })

      const several = await ask('# our paths\n/pets\n/petz\n/pets/1\n/userz?type=a\n')
      expect(several.code).toBe(1)
      expect(several.stderr).toContain('answers 2 of 4 requests')
      expect(several.stderr).toContain("  list:3 GET /petz: did you mean 'GET /pets'?")
      expect(several.stderr).toContain("  list:5 GET /userz: did you mean 'GET /users'?")
      const one = await ask('/pets\n/petz\n')
      expect(one.stderr).toContain('error: list:2: no method of the deployed API answers GET /petz\n')
      const sent = sandbox.requests().filter(({ method }) => method !== 'GET')
      expect(sent).toEqual([])
      expect(sandbox.requests().filter(({ service }) => service === 'execute-api')).toEqual([])
    },
  )

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
