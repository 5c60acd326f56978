import { describe, expect, it } from 'vitest'
import { commandSpelling } from '../../../../src/commands/session/spelling.js'
import { CALLS } from '../../../../src/core/base/calls.js'
import type { Evidence, Known } from '../../../../src/core/verify/evidence.js'
import { DOUBTS } from '../../../../src/core/verify/judging/doubts.js'
import { remedyFor, type Unsettled } from '../../../../src/core/verify/judging/remedy.js'

const TARGET = { account: null, region: 'eu-west-1', api: { id: 'aaaaaaaaaa', name: null }, stage: 'prod' }
const KNOWN: Known = {
  ...{ method: 'GET', servedBy: 'ANY', path: '/pets/{id}', cached: true, uncached: null, ttlSeconds: 300 },
  ...{
    requireAuthorization: false,
    unauthorized: 'FAIL_WITH_403',
    keys: [],
    signed: false,
    canary: false,
    hasCanary: false,
  },
  ...{ needsApiKey: false, pendingKeys: null, identity: ['header.X-Who'] },
}
const EVIDENCE: Evidence = {
  ...{ probes: [], others: [], taken: new Map(), main: null, named: null, expected: 'cached' },
  ...{ known: KNOWN, direct: true, sent: { signed: false, apiKey: false } },
}

function unsettled(
  { asked = '/pets/1', options = {}, spelling = commandSpelling({ profile: 'ops' }), samples = 5 } = {},
  evidence: Partial<Evidence> = {},
): Unsettled {
  const target = evidence.known === null ? null : TARGET
  return {
    request: {
      ...{ samples, intervalMs: 500, asked: options, testInvoke: null, target },
      advice: { spelling, target, removal: '', asked },
      variants: [{ url: 'http://x/', headers: [['Authorization', 'x']], label: '', values: [] }],
    },
    evidence: { ...EVIDENCE, ...evidence },
  }
}

const told = (kind: (typeof DOUBTS)[number], one: Unsettled, source = 'header:x-made') =>
  remedyFor(one, { kind, reason: '', source })

describe('the next step of what is inconclusive', () => {
  it.each(DOUBTS)('is a command: %s', (kind) => {
    const target = '--api aaaaaaaaaa --stage prod --region eu-west-1 --profile ops'
    const all = [
      told(kind, unsettled()),
      told(kind, unsettled({ options: { metrics: true, flush: true, vary: ['x'] }, samples: 100 })),
      told(kind, unsettled({ asked: 'https://x.example/pets' }, { known: null })),
    ]

    for (const [index, text] of all.entries()) {
      const [words = '', ...commands] = text.split('\n')
      expect(words).toMatch(/:$/)
      expect(commands).toHaveLength(1)
      expect(commands[0]).toMatch(/^(?:apigw-cache (?:verify|keys list|list)|aws sts get-caller-identity) .+/)
      expect(commands[0]).toContain(index < 2 && !text.includes('aws ') ? target : '--profile ops')
    }
    expect(told(kind, unsettled({ spelling: CALLS }))).toMatch(/:\n(?:stage\.|aws )/)
  })

  it.each(DOUBTS)('repeats no path of which something is hidden: %s', (kind) => {
    expect(told(kind, unsettled({ asked: '/reset/[redacted]' }))).not.toContain('redacted')
  })

  it.each<[(typeof DOUBTS)[number], string]>([
    ['unsigned', ' --sign '],
    ['without-api-key', "--header 'x-api-key: env:API_KEY'"],
    ['without-identity', "--header 'X-Who: env:X_WHO'"],
    ['throttled', '--interval 2000ms'],
    ['too-few', '--samples 10'],
    ['no-sign', ' --metrics '],
    ['other-error', "keys list ANY '/pets/{id}'"],
  ])('fits the reason: %s', (kind, command) => {
    expect(told(kind, unsettled())).toContain(command)
  })

  it('goes on to what was not asked for yet, and ends with what no proof can mend', () => {
    const next = (options: object, evidence = {}) => told('no-sign', unsettled({ options }, evidence))

    expect(next({ metrics: true })).toContain(' --flush ')
    expect(next({ metrics: true, flush: true })).toContain('--allow-inconclusive')
    expect(next({ metrics: true }, { known: { ...KNOWN, cached: false } })).toContain('--allow-inconclusive')
    expect(next({}, { known: null })).toContain('--vary querystring.probe=1,2')
    expect(next({}, { known: null, main: { label: 'a', values: [] } })).toContain('--allow-inconclusive')
  })

  it('names the value that was seen where there is no stage to ask, unless it cannot be written', () => {
    const named = (source: string) =>
      told('header-moves', unsettled({}, { known: null, main: { label: 'a', values: [] } }), source)

    expect(named('header:x-made')).toContain('--timestamp header:x-made')
    expect(named('body:data.madeAt')).toContain('--timestamp body:data.madeAt')
    expect(named('text:made')).toContain('--allow-inconclusive')
  })
})
