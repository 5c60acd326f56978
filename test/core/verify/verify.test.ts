import { describe, expect, it } from 'vitest'
import { ApigwCacheError } from '../../../src/core/base/errors.js'
import type { VerifyOptions, VerifyQuestion } from '../../../src/core/verify/options.js'
import { requestsThrough, stageOf } from '../../../src/stage.js'
import { stageOf as seeded } from '../../commands/verify/stages.js'
import { type Bench, withSandbox } from '../../support/cli.js'
import { connectionTo, openStageOf } from '../../support/connection.js'

const probes = ({ sandbox }: Bench) => sandbox.requests().filter(({ service }) => service === 'execute-api').length

async function opened() {
  const bench = await withSandbox(seeded())
  return { bench, stage: stageOf(await openStageOf(bench)) }
}

const errorOf = (work: Promise<unknown>): Promise<ApigwCacheError> =>
  work.then(
    () => Promise.reject(new Error('it was not refused')),
    (error) => (error instanceof ApigwCacheError ? error : Promise.reject(error)),
  )

const WITH_COOKIE: VerifyOptions = { paths: ['/stamped'], headers: [['Cookie', 's=1']] }

describe('verify of a stage, as a library', () => {
  it('refuses to send an identity that nobody accepted, and sends one that was', async () => {
    const { bench, stage } = await opened()

    expect(await errorOf(stage.verify(WITH_COOKIE))).toMatchObject({ kind: 'usage', code: 'private-answers' })
    expect(probes(bench)).toBe(0)

    const { passed } = await stage.verify({ ...WITH_COOKIE, acceptUnkeyed: ['GET /stamped'] })
    expect(passed).toBe(true)
  })

  it('asks first what only a person can decide, and sends nothing after a no', async () => {
    const { bench, stage } = await opened()
    const asked: VerifyQuestion[] = []
    const refusing = async (question: VerifyQuestion) => {
      asked.push(question)
      if (question.kind === 'loss') throw new ApigwCacheError('cancelled', 'declined', 'nothing was sent')
    }

    const error = await errorOf(stage.verify({ ...WITH_COOKIE, flush: true, onAsk: refusing }))

    expect(error.kind).toBe('cancelled')
    expect(asked).toMatchObject([
      { kind: 'identity', probes: [{ path: '/stamped', missing: ['header.Cookie'] }] },
      { kind: 'loss', by: { change: 'verify' }, target: stage.target },
    ])
    expect(probes(bench)).toBe(0)
  })

  it('goes by what the settings say now, not by what they said when the stage was found', async () => {
    const { bench, stage } = await opened()
    await stage.defaults({ settings: { caching: false } })

    const { reports } = await stage.verify({ paths: ['/stamped'] })

    expect(reports).toMatchObject([{ expected: 'not-cached', verdict: 'not-cached', passed: true }])
    expect(probes(bench)).toBe(5)
  })

  it('names methods and fields where the command line names commands and flags', async () => {
    const { stage } = await opened()

    const [still] = (await stage.verify({ paths: ['/still'], control: 'none' })).reports
    expect(still?.reason).toMatch(/\(timestamp\), vary, flush, metrics or control: 'test-invoke' would settle it$/)
    const [unexpected] = (await stage.verify({ paths: ['/stamped'], expected: 'not-cached' })).reports
    expect(unexpected?.next).toContain('stage.override(')
  })

  it.each<[Partial<VerifyOptions>, string]>([
    [{ method: 'GRAB' }, 'the method is "GRAB"'],
    [{ samples: 1 }, 'samples is 1'],
    [{ vary: ['querystring.a=1'] }, 'there is only one value for querystring.a'],
    [{ vary: ['a=1,2'] }, '"a" does not say what to vary'],
    [{ vary: ['path.id=1,2'] }, 'there is no path.id in /stamped'],
    [{ layer: 'stage' }, 'nothing would show which layer answers'],
    [{ identities: [[['Cookie', 'a']]] }, '1 identities cannot be compared'],
  ])('refuses %j before anything is sent, in words without a flag', async (options, message) => {
    const { bench, stage } = await opened()

    const error = await errorOf(stage.verify({ paths: ['/stamped'], ...options }))

    expect(error).toMatchObject({ kind: 'usage', message })
    expect(`${error.message} ${error.hint}`).not.toContain('--')
    expect(probes(bench)).toBe(0)
  })
})

describe('verify of URLs without a stage', () => {
  it('needs none, and says so where a proof does', async () => {
    const { bench } = await opened()
    const connection = await connectionTo(bench)
    const elsewhere = requestsThrough({ ...connection, stage: null, signer: async () => connection.sign })
    const url = `${bench.sandbox.url}/restapis/aaaaaaaaaa/prod/_user_request_/stamped`
    // What is made at midnight may tick in days.
    bench.clock.advance(113)

    const { reports } = await elsewhere.verify({ paths: [url] })
    expect(reports).toMatchObject([{ target: null, url, verdict: 'cached', passed: true }])
    expect(await errorOf(elsewhere.verify({ paths: [url], metrics: true }))).toMatchObject({
      code: 'proof-needs-stage',
      message: `metrics needs the stage that answers at ${url}`,
    })
  })

  it('tells what was answered before it throws what kept the only one from a verdict', async () => {
    const { bench } = await opened()
    const connection = await connectionTo(bench)
    const elsewhere = requestsThrough({ ...connection, stage: null, signer: async () => connection.sign })
    const partials: unknown[] = []

    const gone = elsewhere.verify({
      paths: ['http://127.0.0.1:9/'],
      onPartial: (partial) => partials.push(partial),
    })

    expect((await errorOf(gone)).kind).toBe('failure')
    expect(partials).toMatchObject([{ passed: false, reports: [{ verdict: 'inconclusive', probes: [] }] }])
  })
})
