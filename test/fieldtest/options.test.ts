import { expect, it } from 'vitest'
import { main } from '../../fieldtest/main.js'

async function run(line: string) {
  const seen = { out: '', problems: '' }
  const code = await main(line.split(' '), {
    print: (text) => {
      seen.out += text
    },
    complain: (text) => {
      seen.problems += text
    },
    behaviour: '',
    write: () => {
      throw new Error('nothing is to be written')
    },
    signal: new AbortController().signal,
  })
  return { code, ...seen }
}

it.each([
  ['--aws', '--aws needs --region, such as --region eu-west-1'],
  ['--endpoint localhost', '--endpoint "localhost" is no http or https URL'],
  ['--backend httpbin.org', '--backend "httpbin.org" is no http or https URL'],
  ['--only C9999', 'no observation is about "C9999"'],
  ['--aws --region nowhere --yes', '"nowhere" is no region'],
  ['--region eu-west-1', '--region and --profile belong to --aws'],
  ['--remove', '--remove needs --aws or --endpoint: nothing else is left'],
  ['--aws --region eu-west-1 --endpoint http://x', '--aws and --endpoint are two targets: name one of them'],
])('fieldtest refuses %s', async (line, message) => {
  expect(await run(line)).toEqual({
    code: 2,
    out: '',
    problems: `error: ${message}; see npm run fieldtest -- --help\n`,
  })
})

it('fieldtest says what it would create in an account and what that costs, and stops there without --yes', async () => {
  const { code, out, problems } = await run('--aws --region eu-west-1')
  expect(out).toContain('In eu-west-1 this creates, with the tag apigw-cache:fieldtest, and removes again:')
  expect(out).toMatch(/at most \$0\.\d+ for the hour that AWS bills at least \(us-east-1 price\)/)
  expect([code, problems]).toEqual([2, 'error: nothing was sent: say --yes to do it\n'])
})

it('fieldtest explains its options', async () => {
  expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--endpoint URL') })
})
