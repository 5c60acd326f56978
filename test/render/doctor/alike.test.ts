import { describe, expect, it } from 'vitest'
import type { DoctorFinding } from '../../../src/core/doctor/report.js'
import { DOCTOR_VIEW } from '../../../src/render/doctor/screen.js'
import { render } from '../../../src/render/format/print.js'
import { styleOf } from '../../../src/render/format/style.js'

const STYLE = styleOf({ isTTY: true, columns: 80, colors: 0 }, 'never', {})
const target = { account: null, region: 'us-east-1', api: { id: 'aaaaaaaaaa', name: 'pets' }, stage: 'prod' }

const finding = (path: string, about = 'is cached without a key'): DoctorFinding => ({
  rule: 'path-parameter-not-in-key',
  severity: 'error',
  method: 'GET',
  path,
  message: `GET ${path} ${about}`,
  fix: `apigw-cache keys add GET '${path}' path.id`,
  safe: true,
  suppressed: null,
})
const screenOf = (findings: readonly DoctorFinding[]) => DOCTOR_VIEW.screen({ target, findings, notJudged: [] }, STYLE)
const paths = (count: number) => Array.from({ length: count }, (_, place) => `/things${place}/{id}`)

describe('findings that differ in the method only', () => {
  it('are one where there are many, with their number, some names and the first command', () => {
    const screen = screenOf(paths(50).map((path) => finding(path)))

    expect(screen.match(/path-parameter-not-in-key/g)).toHaveLength(1)
    expect(screen).toContain('errors (50)')
    expect(screen).toContain('49 more like this one')
    expect(screen).toContain("\n    apigw-cache keys add GET '/things0/{id}' path.id\n")
    for (const line of screen.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  it('are shown one by one where there are few', () => {
    expect(screenOf(paths(3).map((path) => finding(path))).match(/path-parameter/g)).toHaveLength(3)
  })

  it('are not those that say something else', () => {
    const all = paths(6).map((path, place) => finding(path, `declares querystring.q${place}`))
    expect(screenOf(all).match(/path-parameter/g)).toHaveLength(6)
  })

  it('are one row of Markdown, which people read', () => {
    const findings = paths(50).map((path) => finding(path))
    const text = render('markdown', { target, findings, notJudged: [] }, DOCTOR_VIEW, STYLE)
    expect(text.trim().split('\n')).toHaveLength(3)
    expect(text).toContain('(49 more like this one')
  })

  it('stay single rows for programs', () => {
    const findings = paths(50).map((path) => finding(path))
    expect(DOCTOR_VIEW.rows({ target, findings, notJudged: [] })).toHaveLength(50)
  })
})
