import { Command } from 'commander'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { argvOf } from '../src/argv.js'
import { globalOptions } from '../src/commands/flags/common.js'
import { withSandbox } from './support/cli.js'

const VERBS = ['enable', 'status', 'sandbox', 'wait']
const { hoist } = argvOf(globalOptions(new Command()).options)
const words = (text: string) => text.split(' ').filter(Boolean)
const hoisted = (text: string) => {
  const { verb, args } = hoist(words(text), VERBS)
  return { verb, args: args.join(' ') }
}

describe('options before the verb', () => {
  it.each([
    ['status -o json', 'status', 'status -o json'],
    ['-o json status', 'status', 'status -o json'],
    ['--stage prod enable', 'enable', 'enable --stage prod'],
    ['--stage=prod enable --yes', 'enable', 'enable --stage=prod --yes'],
    ['-v -s prod -a pets status --methods', 'status', 'status -v -s prod -a pets --methods'],
    ['-ojson status', 'status', 'status -ojson'],
    ['-qo json status', 'status', 'status -qo json'],
    ['-qs prod status', 'status', 'status -qs prod'],
    ['-va pets status', 'status', 'status -va pets'],
    ['-qvo json status', 'status', 'status -qvo json'],
    ['-qs enable status', 'status', 'status -qs enable'],
    ['-qv status prod', 'status', 'status -qv prod'],
    ['--timeout 5m wait gone', 'wait', 'wait --timeout 5m gone'],
    ['--stage enable status', 'status', 'status --stage enable'],
    ['--no-color --json --rate 2/s status', 'status', 'status --no-color --json --rate 2/s'],
    ['--query api.id --region eu-west-1 status', 'status', 'status --query api.id --region eu-west-1'],
  ])('are moved behind it: %s', (text, verb, args) => {
    expect(hoisted(text)).toEqual({ verb, args })
  })

  it.each([
    ['sandbox -- status -o json', 'sandbox', 'sandbox -- status -o json'],
    ['-- status', null, '-- status'],
    ['--version', null, '--version'],
    ['-o', null, '-o'],
    ['', null, ''],
  ])('stay where they are: %j', (text, verb, args) => {
    expect(hoisted(text)).toEqual({ verb, args })
  })

  it('are hoisted with a verb that does not exist too, so that the closest one can be named', () => {
    expect(hoisted('-o json statsu')).toEqual({ verb: null, args: 'statsu -o json' })
  })

  it('lose and change nothing, whatever the words are', () => {
    const word = fc.constantFrom('status', 'enable', '-o', 'json', '--stage', 'prod', '--yes', '--', '-v', 'x')
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (argv) => {
        const { args } = hoist(argv, VERBS)
        const end = argv.indexOf('--')

        expect([...args].sort()).toEqual([...argv].sort())
        if (end >= 0) expect(args.slice(args.indexOf('--'))).toEqual(argv.slice(end))
      }),
    )
  })

  it('work in the whole program', async () => {
    const { cli } = await withSandbox()

    const { code, stdout } = await cli('-o json --stage prod --api pets status')

    expect(JSON.parse(stdout)).toMatchObject({ stage: 'prod', api: { name: 'pets' } })
    expect(code).toBe(0)
    expect((await cli('--stage prod --timeout 10m -qo json enable --dry-run')).code).toBe(0)
  })

  it('work as one word of several flags, of which the last has a value', async () => {
    const { cli } = await withSandbox()

    const { code, stdout, stderr } = await cli('-qs prod -va pets -qo json status')

    expect(JSON.parse(stdout)).toMatchObject({ stage: 'prod', api: { name: 'pets' } })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})
