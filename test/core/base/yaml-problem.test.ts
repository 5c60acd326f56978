import { describe, expect, it } from 'vitest'
import { yamlProblem } from '../../../src/core/base/yaml-problem.js'
import { parsePriceFile } from '../../../src/core/config-file/price-file.js'
import { parseSettingsFile } from '../../../src/core/config-file/settings-file.js'
import { parseFile } from '../../../src/core/declare/document/parse.js'
import { openApiPaths } from '../../../src/core/request/openapi-paths.js'
import { startSandbox } from '../../../src/sandbox/index.js'

const BROKEN = {
  'a quote that is not closed': 'api: "pets\n',
  'a bracket that is not closed': 'api: [pets\n',
  'a tab': 'api:\n\t- pets\n',
  'a text with a colon': 'api: pets: prod\n',
  'a key of several lines': 'api\nstage: prod\n',
  'the same key twice': 'api: a\napi: b\n',
  'an escape that is none': 'api: "\\q"\n',
  'an indentation that does not fit': 'a:\n    b: 1\n  c: 2\n',
  'a sign that YAML keeps': 'api: `pets`\n',
  'an alias of nothing': 'api: *nothing\n',
  'two documents': 'api: a\n---\napi: b\n',
}
/** Of the library, whose sentences speak of its insides. */
const ITS_OWN = /implicit|flow|scalar|token|resolve|anchor:|collection|block|exhaustion|unexpected|at line/i

async function messageOf(read: () => unknown): Promise<string> {
  try {
    await read()
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}

describe('a file that is no YAML', () => {
  it.each(Object.entries(BROKEN))('is told in our words, and where: %s', async (_, text) => {
    const [mistake] = parseFile('f', text).mistakes
    const told = {
      settings: await messageOf(() => parseSettingsFile('f', text)),
      prices: await messageOf(() => parsePriceFile('f', text)),
      openapi: await messageOf(() => openApiPaths('f', text, [])),
      declared: mistake?.message ?? '',
      sandbox: await messageOf(() => startSandbox({ openApi: text })),
    }

    for (const [where, message] of Object.entries(told)) {
      expect(message, where).not.toBe('')
      expect(message, where).not.toMatch(ITS_OWN)
    }
    expect(mistake?.line).toBeGreaterThan(0)
  })

  it('has words also for what is not known yet', () => {
    expect(yamlProblem('SOMETHING_NEW')).toBe('this is neither YAML nor JSON')
  })
})
