import { readFile } from 'node:fs/promises'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CALLS } from '../../../src/core/base/calls.js'
import type { DoctorFinding, DoctorReport } from '../../../src/core/doctor/report.js'
import { RULES } from '../../../src/core/doctor/rules.js'
import { sarif } from '../../../src/render/doctor/sarif.js'

const TARGET = { account: null, region: 'us-east-1', api: { id: 'aaaaaaaaaa', name: 'pets' }, stage: 'prod' }
const FINDING: DoctorFinding = {
  rule: 'ttl-zero',
  severity: 'warning',
  method: 'GET',
  path: '/pets/{id}',
  message: 'it has a TTL of 0',
  fix: 'apigw-cache defaults --ttl 300',
  safe: false,
  suppressed: null,
}
const reportOf = (findings: readonly DoctorFinding[], notJudged: DoctorReport['notJudged'] = []) => ({
  target: TARGET,
  findings,
  notJudged,
})

async function validator() {
  const source = await readFile('test/support/schemas/sarif-2.1.0.json', 'utf8')
  const { $schema: _, id: __, ...schema } = JSON.parse(source)
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
  addFormats.default(ajv)
  return ajv.compile(schema)
}

const resultsOf = (...findings: readonly DoctorFinding[]) =>
  JSON.parse(sarif([reportOf(findings)], CALLS)).runs[0].results

describe('the SARIF report', () => {
  it('is valid, whatever was found', async () => {
    const validate = await validator()
    const text = fc.string({ unit: 'binary' })
    const finding = fc.record<DoctorFinding>({
      rule: fc.constantFrom(...RULES.map(({ id }) => id)),
      severity: fc.constantFrom('error', 'warning', 'info'),
      method: fc.constantFrom('GET', null),
      path: fc.option(text),
      message: text,
      fix: text,
      safe: fc.boolean(),
      suppressed: fc.option(text),
    })
    fc.assert(
      fc.property(fc.array(finding), text, (findings, reason) => {
        const log = JSON.parse(sarif([reportOf(findings, [{ rule: 'idle-cluster', reason }])], CALLS))
        expect(validate(log), JSON.stringify(validate.errors)).toBe(true)
      }),
      // Each log has all rules with their pages.
      { numRuns: 30 },
    )
  })

  it('would not pass with a field that SARIF does not know', async () => {
    const validate = await validator()
    const log = JSON.parse(sarif([reportOf([FINDING])], CALLS))
    log.runs[0].results[0].severity = 'error'
    expect(validate(log)).toBe(false)
  })

  it('has every rule with its help, and each result points to its own', () => {
    const { driver } = JSON.parse(sarif([reportOf([FINDING])], CALLS)).runs[0].tool
    expect(driver.rules.map(({ id }: { id: string }) => id)).toEqual(RULES.map(({ id }) => id))
    const [result] = resultsOf(FINDING)
    expect(driver.rules[result.ruleIndex]).toMatchObject({
      id: 'ttl-zero',
      shortDescription: { text: expect.any(String) },
      help: { text: expect.any(String), markdown: expect.stringContaining('](https://') },
      defaultConfiguration: { level: 'warning' },
    })
  })

  it('tells method, stage and fix, with a place that needs no file', () => {
    expect(resultsOf(FINDING)).toEqual([
      {
        ruleId: 'ttl-zero',
        ruleIndex: RULES.findIndex(({ id }) => id === 'ttl-zero'),
        level: 'warning',
        message: { text: 'it has a TTL of 0. Fix: apigw-cache defaults --ttl 300' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'us-east-1/aaaaaaaaaa/prod' },
              region: { startLine: 1 },
            },
            logicalLocations: [
              {
                name: 'GET /pets/{id}',
                fullyQualifiedName: 'us-east-1/aaaaaaaaaa/prod/GET /pets/{id}',
                kind: 'function',
              },
            ],
          },
        ],
        partialFingerprints: {
          primaryLocationLineHash: 'ttl-zero/us-east-1/aaaaaaaaaa/prod/GET /pets/{id}:1',
        },
      },
    ])
  })

  it('calls info a note, and says why something is suppressed', () => {
    expect(resultsOf({ ...FINDING, severity: 'info', suppressed: 'it is meant so' })).toMatchObject([
      { level: 'note', suppressions: [{ kind: 'external', justification: 'it is meant so' }] },
    ])
  })

  it('keeps the fingerprint of a finding when another one, or other words, come in', () => {
    const hashes = (...findings: readonly DoctorFinding[]) =>
      resultsOf(...findings).map((one: object) => Reflect.get(one, 'partialFingerprints'))
    const [alone] = hashes(FINDING)
    const other = { ...FINDING, path: '/users' }
    expect(hashes(other, { ...FINDING, message: 'other words', fix: 'other command' })[1]).toEqual(alone)
    expect(new Set(hashes(FINDING, FINDING, other).map((one: object) => JSON.stringify(one))).size).toBe(3)
  })
})
