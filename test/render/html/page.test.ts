import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../../src/core/report/model.js'
import { clean } from '../../../src/render/format/text.js'
import { scriptJson } from '../../../src/render/html/chart-data.js'
import { escapeHtml, html, verbatim } from '../../../src/render/html/markup.js'
import { renderPage } from '../../../src/render/html/page.js'

const TARGET = {
  account: '123456789012',
  region: 'us-east-1',
  api: { id: 'abc', name: 'pets' },
  stage: 'prod',
}
const SETTINGS = {
  caching: true,
  ttlSeconds: 300,
  encrypted: false,
  requireAuthorization: true,
  unauthorized: 'FAIL_WITH_403',
} as const
const METHOD = { method: 'GET', path: '/pets/{id}' }
const LATENCY = { averageMs: 12, p50Ms: 8, p95Ms: 40.25 }
const AT = '2026-01-01T00:00:00.000Z'
const REPORT: Report = {
  generatedAt: AT,
  stages: [
    {
      status: {
        ...TARGET,
        cluster: { enabled: true, status: 'AVAILABLE', size: '0.5' },
        defaults: SETTINGS,
        changed: false,
        waitedMs: 0,
        methods: [
          {
            ...METHOD,
            ...SETTINGS,
            source: 'override',
            cached: true,
            keys: ['path.id'],
            pendingKeys: ['header.X'],
          },
        ],
        metrics: {
          since: AT,
          until: '2026-01-01T01:00:00.000Z',
          settledUntil: '2026-01-01T00:55:00.000Z',
          periodSeconds: 60,
          hits: 3,
          misses: 1,
          requests: 5,
          ratio: 0.75,
          series: [{ at: AT, hits: 3, misses: 1 }],
          methods: [{ ...METHOD, hits: 3, misses: 1, ratio: 0.75 }],
        },
        price: { billed: true, hourlyUsd: 0.02, monthlyUsd: 14.6, asOf: '2026-01-01', of: 'us-east-1' },
        managedBy: { tool: 'CloudFormation', evidence: 'a tag' },
        canary: { percent: 10, usesStageCache: false },
        warnings: [{ rule: 'some-rule', message: 'a message' }],
      },
      series: [
        {
          at: AT,
          hits: 3,
          misses: 1,
          requests: 5,
          ratio: 0.75,
          latency: LATENCY,
          integrationLatency: LATENCY,
        },
      ],
      findings: [
        {
          rule: 'a-rule',
          severity: 'error',
          ...METHOD,
          message: 'seen',
          fix: 'do it',
          safe: false,
          suppressed: null,
        },
        {
          rule: 'b-rule',
          severity: 'info',
          ...METHOD,
          message: 'seen',
          fix: 'do it',
          safe: false,
          suppressed: 'because',
        },
      ],
      notJudged: [{ rule: 'c-rule', reason: 'not allowed' }],
      advice: [
        {
          target: TARGET,
          action: 'resize',
          reason: 'too big',
          command: 'run it',
          monthlyUsdChange: -5,
          pricesOf: 'us-east-1',
          confidence: 'high',
        },
      ],
      adviceBasis: {
        target: TARGET,
        since: AT,
        until: AT,
        hits: 3,
        misses: 1,
        requests: 5,
        ratio: 0.75,
        size: '0.5',
        monthlyUsd: 14.6,
        price: { of: 'us-east-1', asOf: '2026-01-01' },
        notJudged: [{ what: 'capacity', reason: 'too few' }],
      },
    },
  ],
}
const MANY: Report = { ...REPORT, stages: [...REPORT.stages, ...REPORT.stages] }

/** Copies of a report, each with one of its strings replaced. */
function poisoned(poison: string): readonly Report[] {
  const text = JSON.stringify(MANY)
  const strings = [...text.matchAll(/"(?:[^"\\]|\\.)*"(?!:)/g)].length
  return Array.from({ length: strings }, (_, chosen) => {
    let place = 0
    return JSON.parse(text, (_, one: unknown) => (typeof one === 'string' && place++ === chosen ? poison : one))
  })
}

/** A page without its style sheet and its program, which are the same in each. */
const withoutOwn = (page: string) =>
  page.replace(/<style>[\s\S]*<\/style>/, '').replace(/<script>[\s\S]*<\/script>/, '')

/** How often each sign that means something to HTML occurs. */
const active = (page: string) =>
  (page.match(/[<>"'&]|\p{Cc}|\p{Bidi_Control}/gu) ?? []).sort().join('').replaceAll('\n', '')

describe('the page of a report', () => {
  it('keeps every string from outside as text, wherever it stands', async () => {
    const hostile = '</script><img src=x onerror=alert(1)>"\'&\u001b[2J\u202e'
    const rendered = (poison: string) =>
      Promise.all(poisoned(poison).map(async (one) => withoutOwn(await renderPage(one, null))))
    // As many words, which are marked up one by one in commands.
    const harmless = await rendered('x x x')

    const pages = await rendered(hostile)

    for (const [index, page] of pages.entries()) {
      expect(page).not.toContain('<img')
      expect(page.match(/<\/script>/g)).toHaveLength(1)
      for (const sign of ['\u001b', '\u202e']) expect(page).not.toContain(sign)
      const entities = /&(lt|gt|amp|quot|#39);/g
      const own = active((harmless[index] ?? '').replace(entities, ''))
      // In the page's data a quote is escaped by a backslash.
      expect(active(page.replace(entities, '').replaceAll('\\"', ''))).toBe(own)
    }
    // Hundreds of whole pages.
  }, 60_000)

  it('shows a title and text in any direction as they are', async () => {
    const page = await renderPage(REPORT, 'דוח <b>')
    expect(page).toContain('<h1><bdi>דוח &lt;b&gt;</bdi></h1>')
  })

  it('allows no request and no other script', async () => {
    const [, policy = ''] = /Content-Security-Policy" content="([^"]+)"/.exec(await renderPage(REPORT, null)) ?? []

    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+';/)
    expect(policy).not.toContain('unsafe')
    expect(await renderPage(REPORT, null)).not.toMatch(/\b(src|href)="(?!#)/)
  })

  it('has an overview with links only where there are several stages', async () => {
    expect(await renderPage(REPORT, null)).not.toContain('Overview')
    const page = await renderPage(MANY, null)
    expect(page).toContain('<a href="#stage-2">')
    expect(page).toContain('id="stage-2"')
    expect(page).toContain('$29.20')
  })

  it('has what costs most first in its overview, and sums', async () => {
    const [stage] = REPORT.stages
    if (!stage) throw new Error('there is a stage')
    const of = (name: string, monthlyUsd: number | null, findings: typeof stage.findings) => ({
      ...stage,
      status: {
        ...stage.status,
        api: { id: name, name },
        price: { ...stage.status.price, monthlyUsd },
      },
      findings,
    })
    const stages = [
      of('quiet', 14.6, []),
      of('priceless', null, null),
      of('big', 200, []),
      of('found', 14.6, stage.findings),
    ]
    const page = await renderPage({ ...REPORT, stages }, null)

    expect([...page.matchAll(/<a href="#stage-\d"><bdi>(\w+)/g)].map(([, name]) => name)).toEqual([
      'big',
      'found',
      'quiet',
      'priceless',
    ])
    const [, sums = ''] = /<tfoot>(.*)<\/tfoot>/s.exec(page) ?? []
    expect(sums.replaceAll(/<[^>]*>/g, '|').replaceAll(/\|+/g, '|')).toBe(
      '|All together|20|12|4|75.0 %|at least $229.20|$20.00|at least 1',
    )
  })

  it('says not known where a figure is not, and does not show a 0', async () => {
    const [stage] = REPORT.stages
    if (!stage) throw new Error('there is a stage')
    const metrics = {
      ...stage.status.metrics,
      hits: null,
      misses: null,
      requests: null,
      ratio: null,
      methods: null,
    }
    const page = await renderPage(
      { ...REPORT, stages: [{ ...stage, status: { ...stage.status, metrics }, series: [] }] },
      null,
    )

    expect(page.match(/class="unknown">not known/g)).toHaveLength(1)
    expect(page).toContain('Detailed metrics are off')
    expect(page).not.toContain('<div class="plot"')
    expect(page).toContain('No hits and no misses are known')
    const idle = { ...metrics, hits: 0, misses: 0, requests: 0 }
    const silent = { ...stage, status: { ...stage.status, metrics: idle }, series: [] }
    const quiet = await renderPage({ ...REPORT, stages: [silent] }, null)
    expect(quiet).toContain('There were neither hits nor misses. No request was measured.')
    // What an idle stage has not takes no room.
    expect(quiet).not.toContain('<dt>Hit ratio')
    expect(quiet).not.toContain('<figure')
  })

  it('says that nothing is to change only where all was judged', async () => {
    const [stage] = REPORT.stages
    if (!stage?.adviceBasis) throw new Error('there is a stage')
    const basis = stage.adviceBasis
    const page = (notJudged: typeof basis.notJudged) =>
      renderPage({ ...REPORT, stages: [{ ...stage, advice: [], adviceBasis: { ...basis, notJudged } }] }, null)

    expect(await page([])).toContain('<b>Advice</b>: nothing to change.</p>')
    const partly = await page(basis.notJudged)
    expect(partly).toContain('<p class="empty">Nothing to change in what was judged.</p>')
    expect(partly).toContain('Not judged: <bdi>capacity</bdi> (<bdi>too few</bdi>)')
    const nothing = await page([{ what: 'everything', reason: 'too short' }])
    expect(nothing).toContain('<p class="empty">Nothing was judged.</p>')
  })

  it('says whose prices they are where they are not those of the region', async () => {
    const [stage] = REPORT.stages
    const [advice] = stage?.advice ?? []
    if (!stage || !advice) throw new Error('there is a stage')
    const status = { ...stage.status, region: 'eu-west-3' }
    const elsewhere = {
      ...stage,
      status,
      advice: [{ ...advice, target: { ...TARGET, region: 'eu-west-3' } }],
    }
    const page = await renderPage({ ...REPORT, stages: [elsewhere, elsewhere] }, null)

    expect(page).toContain('<dd>$14.60</dd><dd class="more">estimate (us-east-1 price)</dd>')
    expect(page).toContain('<td class="number" data-value="14.6">$14.60 (us-east-1 price)')
    expect(page).toContain('<td class="number">$29.20 (us-east-1 price)')
    expect(page).toContain('saves about $5.00 a month (us-east-1 price)')
    expect(await renderPage(MANY, null)).not.toContain('(us-east-1 price)')
  })

  it('tells stages of one name apart by the ids of their APIs', async () => {
    const [stage] = REPORT.stages
    if (!stage) throw new Error('there is a stage')
    const named = (id: string, name: string) => ({
      ...stage,
      status: { ...stage.status, api: { id, name } },
    })
    const overview = async (...stages: readonly (typeof stage)[]) =>
      /<table class="stages">[\s\S]*?<\/table>/.exec(await renderPage({ ...REPORT, stages }, null))?.[0] ?? ''

    const twins = await overview(named('aaaaaaaaaa', 'pets'), named('bbbbbbbbbb', 'pets'))
    expect(twins).toContain('<code><bdi>aaaaaaaaaa</bdi></code>')
    expect(twins).toContain('<code><bdi>bbbbbbbbbb</bdi></code>')
    const others = await overview(named('aaaaaaaaaa', 'pets'), named('bbbbbbbbbb', 'shop'))
    expect(others).not.toContain('aaaaaaaaaa')
  })

  it.each([
    [24 * 60 - 5, '1 day'],
    [24 * 60 + 1, '1 day'],
    [14 * 24 * 60, '14 days'],
    [60, '1 hour'],
    [55, '55 minutes'],
  ])('heads a window of %d minutes with %s', async (minutes, shown) => {
    const [stage] = REPORT.stages
    if (!stage) throw new Error('there is a stage')
    const until = new Date(Date.parse(AT) + minutes * 60_000).toISOString()
    const status = { ...stage.status, metrics: { ...stage.status.metrics, until } }
    const page = await renderPage({ ...REPORT, stages: [{ ...stage, status }] }, null)
    expect(page).toContain(`<span>${shown}: <time`)
  })

  it('leaves out warnings that are findings too', async () => {
    const [stage] = REPORT.stages
    if (!stage) throw new Error('there is a stage')
    const warnings = [{ rule: 'a-rule', message: 'said twice' }]
    const page = await renderPage({ ...REPORT, stages: [{ ...stage, status: { ...stage.status, warnings } }] }, null)

    expect(page).toContain('a-rule')
    expect(page).not.toContain('said twice')
  })
})

describe('a template', () => {
  it('escapes whatever is put into it, once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { text: made } = html`<p title="${text}">${[text, html`<b>${text}</b>`]}</p>`
        const escaped = escapeHtml(text)
        expect(made).toBe(`<p title="${escaped}">${escaped}<b>${escaped}</b></p>`)
        expect(escaped).not.toMatch(/[<>"']/)
        const back = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' } as Record<string, string>
        expect(escaped.replace(/&(lt|gt|quot|#39|amp);/g, (one) => back[one] ?? one)).toBe(clean(text))
      }),
    )
  })

  it('leaves out null and false, and takes what was written here as it is', () => {
    expect(html`a${null}b${false}c${0}${verbatim('<i>')}`.text).toBe('abc0<i>')
  })
})

describe('the data in the page', () => {
  it('reads back the same and cannot end its element', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (strings) => {
        const text = scriptJson([...strings, '</script><!--'])
        expect(text).not.toContain('<')
        expect(JSON.parse(text)).toEqual([...strings, '</script><!--'])
      }),
    )
  })
})
