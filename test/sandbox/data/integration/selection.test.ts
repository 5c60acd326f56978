import fc from 'fast-check'
import { expect, it } from 'vitest'
import { defaultIntegration } from '../../../../src/sandbox/control/integrations/integrations.js'
import { selectResponse } from '../../../../src/sandbox/data/integration/response.js'
import { prepareSelection } from '../../../../src/sandbox/data/integration/selection.js'

/** The status of the response that these patterns, by status, select for a text. */
async function selected(patterns: Readonly<Record<string, string | null>>, text: string) {
  const integration = defaultIntegration('HTTP', 'namespace')
  for (const [statusCode, selectionPattern] of Object.entries(patterns)) {
    integration.responses.set(statusCode, {
      statusCode,
      selectionPattern,
      contentHandling: null,
      responseParameters: {},
      responseTemplates: {},
    })
  }
  await prepareSelection(integration)
  return selectResponse(integration, text)?.statusCode
}

it('A94 runs a pattern that would take for ever in time that grows with the text', async () => {
  const text = 'a'.repeat(50_000)

  expect(await selected({ 500: '(a+)+b', 200: null }, text)).toBe('200')
  expect(await selected({ 500: '(a+)+b', 200: null }, `${text}b`)).toBe('500')
})

it.each([
  ['404', '404', true],
  ['404', '4040', false],
  ['4\\d{2}', '418', true],
  ['4\\d{2}', '1418', false],
  ['a|b', 'ab', false],
  ['.*Error.*', 'An\nError\nof two lines', true],
  ['.*\\[NotFound\\].*', 'Task [NotFound] 7', true],
  ['(?!200).*', '500', false],
  ['(', '(', false],
])('A94 takes %s as the whole of %s: %s', async (pattern, text, matches) => {
  expect(await selected({ 500: pattern, 200: null }, text)).toBe(matches ? '500' : '200')
})

it('A94 selects by plain patterns as by what they say', async () => {
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^\w{1,5}$/), fc.stringMatching(/^\w{1,5}$/), async (pattern, text) => {
      expect(await selected({ 500: pattern, 200: null }, text)).toBe(pattern === text ? '500' : '200')
    }),
  )
})
