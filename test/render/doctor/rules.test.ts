import { describe, expect, it } from 'vitest'
import { commandSpelling } from '../../../src/commands/session/spelling.js'
import { explanationOf } from '../../../src/core/doctor/rule.js'
import { RULES } from '../../../src/core/doctor/rules.js'
import { rulesDocument } from '../../../src/render/doctor/rules.js'

const PAGES = RULES.map((rule) => explanationOf(rule, commandSpelling({})))

describe('docs/rules.md', () => {
  /** `npx vitest run test/render/doctor/rules.test.ts -u` writes it anew. */
  it('says what the rules say', async () => {
    await expect(rulesDocument(PAGES)).toMatchFileSnapshot('../../../docs/rules.md')
  })
})

describe('the page of a rule', () => {
  it.each(PAGES)('$id says why it matters, what helps, and who says so', (page) => {
    const { id, title } = page
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(title).toMatch(/^[a-zC].*[^.]$/)
    expect(page.why).toMatch(/\.$/)
    expect(page.remedy).toMatch(/\.$|:(\napigw-cache .*)+$/)
    expect(page.sources.length).toBeGreaterThan(0)
    for (const { url, says } of page.sources) {
      expect(new URL(url).protocol).toBe('https:')
      expect(says).toMatch(/^[a-zA-Z].*[^.]$/)
    }
  })

  it('is there once for each id', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length)
  })
})
