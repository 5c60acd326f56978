import { describe, expect, it } from 'vitest'
import { parseSettingsFile } from '../../../src/core/config-file/settings-file.js'

const PATH = '/etc/apigw-cache.config.yaml'

describe('the config file', () => {
  it.each([
    ['YAML', 'api: pets\nstage: prod # the only one\nrate: 9/s\n'],
    ['JSON', '{ "api": "pets", "stage": "prod", "rate": "9/s" }'],
  ])('may be %s', (_, source) => {
    expect(parseSettingsFile(PATH, source)).toEqual({ api: 'pets', stage: 'prod', rate: '9/s' })
  })

  it.each(['', '# nothing\n', '{}'])('may say nothing: %j', (source) => {
    expect(parseSettingsFile(PATH, source)).toEqual({})
  })

  it.each([
    ['api: pets\nstages: prod\n', '2: unknown key "stages"'],
    ['api: pets\nregion: us-east-1\naccount: 000000000012\n', '3: "account" is not a text'],
    ['api:\n  - pets\n', '"api" is not a text'],
    ['api: "pets\n', ': a quote, bracket, comma, colon or space is missing'],
    ['api: a\napi: b\n', '2: the same key twice'],
  ])('is refused with file, line and key: %j', (source, message) => {
    expect(() => parseSettingsFile(PATH, source)).toThrow(
      expect.objectContaining({ kind: 'usage', message: expect.stringContaining(message) }),
    )
    expect(() => parseSettingsFile(PATH, source)).toThrow(PATH)
  })

  it.each(['pets', '- api: pets', '42', 'null\n...\n---\napi: x'])(
    'is refused where it is no mapping: %j',
    (source) => {
      expect(() => parseSettingsFile(PATH, source)).toThrow(
        expect.objectContaining({ kind: 'usage', message: expect.stringContaining(PATH) }),
      )
    },
  )
})
