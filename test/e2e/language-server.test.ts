import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { CLUSTER_SIZES } from '../../src/core/gateway/model.js'
import { startSandbox } from '../../src/sandbox/index.js'
import { CURSOR, type Editor, editorIn } from '../support/language-server.js'
import { awsEnvironment, bin } from '../support/program.js'

describe('an editor with the published schema', { timeout: 60_000 }, () => {
  let folder = ''
  let line = ''
  let editor: Editor

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'apigw-cache-editor-'))
    const { stdout } = await bin(['export', '--schema', 'apigw-cache.schema.json'], { cwd: folder })
    line = stdout
    editor = await editorIn(folder)
  })

  afterAll(async () => {
    await editor.close()
    await rm(folder, { recursive: true })
  })

  it('finds nothing wrong with what export writes', async () => {
    const sandbox = await startSandbox({ seed: 'traffic' })
    onTestFinished(() => sandbox.close())
    const { stdout, code } = await bin(['export', '--api', '*', '--stage', '*'], {
      env: awsEnvironment(sandbox.url),
    })
    expect(code).toBe(0)
    expect(stdout).toContain('stages:')
    expect(await editor.diagnostics(line + stdout)).toEqual([])
  })

  it('finds nothing wrong with merge keys, on and off, and every field', async () => {
    const text = `${line}version: 1
defaults: { region: eu-west-1, account: "012345678901", role: "arn:aws:iam::{account}:role/ops" }
stages:
  - &one
    api: pets
    stage: prod
    cache: "0.5"
    settings: { caching: on, ttl: 5m, encrypted: true, requireAuthorization: off, unauthorized: warn, detailedMetrics: true }
    methods:
      GET /pets/{id}: { ttl: 60, keys: [path.id] }
      POST /search:   { caching: true, keys: [integration.header.Body=method.request.body] }
    prune: true
    overrides: follow
    deploy: false
    takeOver: true
    acceptUnkeyed: [{ method: GET /users, reason: the same for all, until: 2027-03-01 }]
  - <<: *one
    stage: test
    cache: false
`
    expect(await editor.diagnostics(text)).toEqual([])
  })

  it('marks each mistake where it is', async () => {
    const text = `${line}version: 2
stages:
  - api: pets
    cahce: "0.5"
    stage: prod
    settings: { ttl: 9999, unauthorized: perhaps }
    methods:
      GET /pets: { caching: 1 }
  - api: pets
    cache: 0.5
`
    const found = await editor.diagnostics(text)
    expect(found).toEqual([
      '2:10 Value must be 1.',
      '7:22 Value is above the maximum of 3600.',
      expect.stringMatching(/^7:42 Value is not accepted. Valid values: "fail", "warn", "ignore"/),
      '9:29 Value is not accepted. Valid values: true, false, "on", "off".',
      '5:5 Property cahce is not allowed.',
      '10:5 Missing property "stage".',
      expect.stringMatching(/^11:12 Value is not accepted. Valid values: "0.5", "1.6", .*"237", false.$/),
    ])
  })

  it('offers the names and the values that fit', async () => {
    const stage = `${line}version: 1\nstages:\n  - api: pets\n    stage: prod\n    `
    expect(await editor.completions(stage + CURSOR)).toEqual(
      expect.arrayContaining(['cache', 'settings', 'methods', 'prune', 'acceptUnkeyed']),
    )
    expect(await editor.completions(`${stage}cache: ${CURSOR}`)).toEqual([
      ...CLUSTER_SIZES.map((size) => `"${size}"`),
      'false',
    ])
    expect(await editor.completions(`${stage}settings:\n      unauthorized: ${CURSOR}`)).toEqual(
      expect.arrayContaining(['fail', 'warn', 'ignore']),
    )
    expect(await editor.completions(`${stage}methods:\n      GET /pets:\n        ${CURSOR}`)).toEqual(
      expect.arrayContaining(['caching', 'ttl', 'keys']),
    )
  })
})
