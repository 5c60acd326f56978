import { describe, expect, it } from 'vitest'
import { parseAccounts } from '../../../src/core/fleet/accounts-file.js'

const [A, B] = ['012345678901', '222222222222']
const parsed = (text: string) => parseAccounts('accounts', text)
const ALONE = { role: null, externalId: null, regions: null, isSuspended: false }

describe('a file of accounts', () => {
  it('is JSON lines, a JSON list, or CSV with a head in any order', () => {
    const expected = [
      {
        id: A,
        role: `arn:aws:iam::${A}:role/a,b`,
        externalId: null,
        regions: ['us-east-1', 'all'],
        isSuspended: false,
      },
      { ...ALONE, id: B, externalId: 'x' },
    ]
    const lines = [
      `{"account":"${A}","role":"arn:aws:iam::{account}:role/a,b","regions":["us-east-1","all"]}`,
      '',
      `{"account":"${B}","externalId":"x","role":null}`,
    ]
    expect(parsed(lines.join('\n'))).toEqual(expected)
    expect(parsed(`[${lines.filter(Boolean).join(',\n')}]`)).toEqual(expected)
    const csv = `\ufeffrole,account,regions,externalId\r\n"arn:aws:iam::${A}:role/a,b",${A},us-east-1 all,\r\n,${B},,x\r\n`
    expect(parsed(csv)).toEqual(expected)
  })

  it('takes the account from the role, and knows who is suspended', () => {
    expect(parsed(`role\narn:aws:iam::${A}:role/r\n`)).toMatchObject([{ id: A }])
    expect(parsed(`account,status\n${A},ACTIVE\n${B},SUSPENDED\n`)).toEqual([
      { ...ALONE, id: A },
      { ...ALONE, id: B, isSuspended: true },
    ])
  })

  it('has quotes within quotes, empty cells and comments', () => {
    expect(parsed(`# ours\naccount,externalId,regions\n${A},"a ""b""",\n`)).toMatchObject([
      { externalId: 'a "b"', regions: null },
    ])
  })

  it.each([
    [`account\n${A}\nabc\n`, 'accounts:3: "abc" is not an account'],
    [`{"account":${B}}`, 'accounts:1: the account is a number, which loses leading zeros'],
    ['{"role":"x"}', 'accounts:1: "x" is not the ARN of a role'],
    ['{}', 'accounts:1: there is no account'],
    [`{"account":"${A}","regions":"us_east"}`, 'accounts:1: "us_east" is not a region'],
    [`{"account":"${A}"}\n{`, 'accounts:2: not JSON'],
    ['[1]', 'accounts, entry 1: not an account'],
    ['', 'accounts has no account'],
  ])('says where it is wrong: %s', (text, message) => {
    expect(() => parsed(text)).toThrow(message)
  })
})
