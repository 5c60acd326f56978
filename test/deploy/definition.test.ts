import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getLanguageService, TextDocument } from 'amazon-states-language-service'
import validate from 'asl-validator'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../support/program.js'

const TEXT = readFileSync(join(ROOT, 'deploy/map.asl.json'), 'utf8')
const parsed = () => JSON.parse(TEXT)
const { EachAccountAndRegion: MAP } = parsed().States

/** What each of the two validators complains about. */
async function faults(text: string): Promise<{ readonly schema: number; readonly service: number }> {
  const service = getLanguageService({})
  const document = TextDocument.create('file:///map.asl.json', 'asl', 1, text)
  const found = await service.doValidation(document, service.parseJSONDocument(document))
  return { schema: validate(JSON.parse(text)).errors.length, service: found.length }
}

describe('the definition of the map', () => {
  it('has no fault for either validator', async () => {
    expect(await faults(TEXT)).toEqual({ schema: 0, service: 0 })
  })

  it.each([
    ['a transition to nowhere', { ...parsed(), StartAt: 'Nowhere' }],
    [
      'a map without its processor',
      { ...parsed(), States: { EachAccountAndRegion: { ...MAP, ItemProcessor: undefined } } },
    ],
    ['a misspelt field', { ...parsed(), States: { EachAccountAndRegion: { ...MAP, Resultwriter: {} } } }],
  ])('is checked for %s', async (_, broken) => {
    const { schema, service } = await faults(JSON.stringify(broken))
    expect(schema + service).toBeGreaterThan(0)
  })

  it('reads JSON lines from the bucket, and writes the results of the items there', () => {
    expect(MAP.ItemReader).toMatchObject({
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSONL' },
    })
    expect(MAP.ResultWriter.Resource).toBe('arn:aws:states:::s3:putObject')
    expect(MAP.ItemProcessor.ProcessorConfig).toEqual({ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' })
  })

  it('leaves it to who starts it how many items may fail', () => {
    expect(MAP.ToleratedFailurePercentagePath).toBe('$.toleratedFailurePercentage')
  })

  it('repeats an item that is not finished, and none that failed', () => {
    const retried = MAP.ItemProcessor.States.Work.Retry.flatMap(
      ({ ErrorEquals }: { ErrorEquals: readonly string[] }) => ErrorEquals,
    )
    expect(retried).toContain('ItemUnfinished')
    for (const error of ['ItemFailed', 'States.ALL', 'States.TaskFailed']) expect(retried).not.toContain(error)
  })
})
