import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { html } from '../../../src/sandbox/server/page/html.js'
import { API, running } from '../support/sandbox.js'

const BROWSER = { accept: 'text/html,application/xhtml+xml;q=0.9' }

describe('the page at the address of the sandbox', () => {
  it('A28 shows stages, their caches, hits and misses, links and requests', async () => {
    const { http, clock } = await running({ seed: seed('pets') })
    const asked = `/restapis/${API}/prod/_user_request_/pets`
    await http(`GET ${asked}`)
    await http(`GET ${asked}`)
    clock.advance(1_000)

    const answer = await http('GET /', undefined, BROWSER)
    const page = await answer.text()

    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page).toContain('<td>pets<br>')
    expect(page).toContain('<td>AVAILABLE, 0.5 GB</td>\n<td class="n">1</td><td class="n">1</td>')
    expect(page).toContain(`<a href="${asked}">/pets</a>`)
    expect(page).not.toContain('/pets/{id}</a>')
    expect(page.match(new RegExp(`<td>GET ${asked}</td>`, 'g'))).toHaveLength(2)
  })

  it('A28 lets no name and no path be HTML, and no script run', async () => {
    const { http } = await running({ seed: seed('<img src=x onerror=alert(1)>') })
    await http('GET /<script>alert(1)</script>', undefined, {})

    const answer = await http('GET /', undefined, BROWSER)
    const page = await answer.text()

    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(page).not.toMatch(/<(img|script)/)
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('A28 escapes whatever is put into HTML', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`<b title="${text}">${[html`${text}`]}</b>`.text.slice(10, -4)).not.toMatch(/<(?!\/)|[^=]"[^>]|'/)
      }),
    )
  })

  it.each([
    ['a client of AWS', BROWSER, { authorization: 'AWS4-HMAC-SHA256 Credential=test' }],
    ['somebody who takes no HTML', { accept: '*/*' }, {}],
    ['a page of another site', BROWSER, { origin: 'https://example.com' }],
  ])('A28 is not for %s', async (_, headers, more) => {
    const { http } = await running()
    expect(await (await http('GET /', undefined, { ...headers, ...more })).text()).not.toContain('<html')
  })
})

function seed(name: string) {
  const integration = { type: 'MOCK', body: '{}' } as const
  return {
    apis: [
      {
        id: API,
        name,
        methods: { 'GET /pets': { integration }, 'GET /pets/{id}': { integration } },
        stages: { prod: { cluster: '0.5' as const, settings: { '*/*': { cachingEnabled: true } } } },
      },
    ],
  }
}
