/*
 * Draws the page's charts from the JSON in #figures. Tests read a chart's uPlot instance from `element.uplot`; its
 * data are the times and the values, for traffic the sum and the hits.
 */
;(() => {
  const stages = JSON.parse(document.getElementById('figures').textContent)
  const root = document.documentElement
  const announcer = document.getElementById('announcer')
  const plots = []

  const counts = new Intl.NumberFormat('en-US')
  const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })
  const milliseconds = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 })
  const KINDS = {
    traffic: { height: 220, show: (value) => counts.format(value), tick: (value) => short.format(value) },
    ratio: {
      height: 150,
      show: (value) => `${(value * 100).toFixed(1)} %`,
      tick: (value) => `${Math.round(value * 100)} %`,
    },
    latency: {
      height: 180,
      show: (value) => `${milliseconds.format(value)} ms`,
      tick: (value) => (value < 1000 ? `${value} ms` : `${value / 1000} s`),
    },
  }
  KINDS.integration = KINDS.latency

  const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
  const color = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim()
  const iso = (seconds) => new Date(seconds * 1000).toISOString()
  const minute = (seconds) => iso(seconds).slice(0, 16).replace('T', ' ')
  const clock = (seconds) => iso(seconds).slice(11, 16)
  const day = (seconds) => {
    const date = new Date(seconds * 1000)
    return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`
  }

  /** Bars that fill their periods exactly, on whole pixels; the stroke is the upper edge. */
  function columns(periodSeconds) {
    return (u, series, first, last) => {
      const [fill, stroke] = [new Path2D(), new Path2D()]
      const base = Math.round(u.valToPos(0, 'y', true))
      const edge = (time) => Math.round(u.valToPos(Math.min(time, u.scales.x.max), 'x', true))
      for (let index = first; index <= last; index++) {
        const value = u.data[series][index]
        if (!value) continue
        const [left, right] = [edge(u.data[0][index]), edge(u.data[0][index] + periodSeconds)]
        const width = Math.max(1, right - left - (right - left >= 6 * devicePixelRatio ? devicePixelRatio : 0))
        const top = Math.round(u.valToPos(value, 'y', true))
        fill.rect(left, top, width, base - top)
        stroke.moveTo(left, top)
        stroke.lineTo(left + width, top)
      }
      return { fill, stroke, clip: null, band: null, gaps: null, flags: 0 }
    }
  }

  /** Values without neighbours: a line alone would not show them. */
  const isolated = (u, series) =>
    u.data[series].flatMap((value, index, all) =>
      value !== null && (all[index - 1] ?? null) === null && (all[index + 1] ?? null) === null ? [index] : [],
    )

  const LINES = {
    ratio: { stroke: 'ratio', fill: 'ratio-fill' },
    p50: { stroke: 'p50' },
    p95: { stroke: 'p95', dash: [5, 3] },
    average: { stroke: 'p50' },
  }

  function line(name) {
    const { stroke, fill, dash } = LINES[name]
    return {
      stroke: () => color(stroke),
      ...(fill && { fill: () => color(fill) }),
      ...(dash && { dash }),
      width: 1.5,
      points: { show: true, filter: isolated, size: 5, width: 0, fill: () => color(stroke) },
    }
  }

  const column = (name, paths) => ({
    stroke: () => color(name),
    fill: () => color(`${name}-fill`),
    width: 1,
    paths,
    points: { show: false },
  })

  /** Data and series for uPlot. Misses are stacked on hits, so their bar is the sum, drawn behind the hits. */
  function drawn(kind, { times, periodSeconds, charts }) {
    const lines = charts[kind]
    if (kind !== 'traffic') return { data: [times, ...Object.values(lines)], series: Object.keys(lines).map(line) }
    const { hits, misses } = lines
    const sum = hits.map((value, index) => (value === null ? null : value + (misses[index] ?? 0)))
    const paths = columns(periodSeconds)
    return { data: [times, sum, hits], series: [column('misses', paths), column('hits', paths)] }
  }

  const font = '12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
  const axis = (more) => ({
    font,
    stroke: () => color('quiet'),
    grid: { stroke: () => color('grid'), width: 1 },
    ticks: { show: false },
    ...more,
  })

  const WHOLE = [1, 2, 5].flatMap((digit) => Array.from({ length: 12 }, (_, power) => digit * 10 ** power))

  const fits = ({ width, scales: { x } }, at) => ((x.max - at) / (x.max - x.min)) * (width - 56) >= 18

  function axes(kind) {
    const { tick } = KINDS[kind]
    return [
      axis({
        size: 28,
        space: 64,
        grid: { show: false },
        ticks: { show: true, size: 4, width: 1, stroke: () => color('grid') },
        values: (u, splits, _, __, step) =>
          splits.map((at) => (fits(u, at) ? (step >= 86_400 || at % 86_400 === 0 ? day(at) : clock(at)) : null)),
      }),
      axis({
        size: 52,
        space: 36,
        values: (_, splits) => splits.map(tick),
        ...(kind === 'traffic' && { incrs: WHOLE.sort((a, b) => a - b) }),
        ...(kind === 'ratio' && { splits: () => [0, 0.25, 0.5, 0.75, 1] }),
      }),
    ]
  }

  function options(kind, stage, figures, width) {
    const { series } = figures
    return {
      width,
      height: KINDS[kind].height,
      padding: [8, 4, 0, 0],
      legend: { show: false },
      tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'),
      cursor: {
        y: false,
        drag: { x: false, y: false },
        sync: { key: `stage-${stage}`, scales: ['x', null] },
        points: { show: kind !== 'traffic', size: 6 },
      },
      scales: {
        x: { range: [stages[stage].since, stages[stage].until] },
        y: { range: (_, __, most) => [0, kind === 'ratio' ? 1 : Math.max(most ?? 0, 1) * 1.06] },
      },
      axes: axes(kind),
      series: [{}, ...series],
      hooks: { setCursor: [(u) => u.figure && tell(u)] },
    }
  }

  /** The legend shows the values under the cursor; without a cursor, the sums of the window. */
  function tell({ figure, kind, stage, cursor }) {
    const { times, periodSeconds, until, charts } = stages[stage]
    const index = cursor.idx ?? null
    const end = Math.min(times[index] + periodSeconds, until)
    const when = figure.querySelector('[data-when]')
    when.textContent = index === null ? when.dataset.when : `${minute(times[index])} to ${clock(end)}`
    for (const output of figure.querySelectorAll('[data-line]')) {
      const value = index === null ? null : charts[kind][output.dataset.line][index]
      output.textContent = index === null ? output.dataset.rest : value === null ? '–' : KINDS[kind].show(value)
    }
  }

  const spoken = (figure) => {
    const values = [...figure.querySelectorAll('.legend li')].map((item) =>
      item.textContent.trim().replace(/\s+/g, ' ').replace(/–$/, 'not known'),
    )
    return `${figure.querySelector('[data-when]').textContent}: ${values.join(', ')}`
  }

  const MOVES = {
    ArrowLeft: (at) => at - 1,
    ArrowRight: (at) => at + 1,
    PageUp: (at, last) => at - Math.ceil(last / 10),
    PageDown: (at, last) => at + Math.ceil(last / 10),
    Home: () => 0,
    End: (_, last) => last,
  }

  function onKey(u, event) {
    const last = u.data[0].length - 1
    if (event.key === 'Escape') {
      u.setCursor({ left: -10, top: -10 }, true, true)
      return
    }
    const move = MOVES[event.key]
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const from = u.cursor.idx ?? (event.key === 'ArrowRight' ? -1 : last + 1)
    const index = Math.min(last, Math.max(0, move(from, last)))
    u.setCursor({ left: u.valToPos(u.data[0][index], 'x'), top: u.over.clientHeight / 2 }, true, true)
    announcer.textContent = spoken(u.figure)
  }

  function draw(figure) {
    const element = figure.querySelector('.plot')
    const kind = figure.dataset.chart
    const stage = Number(figure.dataset.stage)
    element.hidden = false
    const figures = drawn(kind, stages[stage])
    const u = new uPlot(options(kind, stage, figures, element.clientWidth), figures.data, element)
    Object.assign(u, { figure, kind, stage })
    element.uplot = u
    element.addEventListener('keydown', (event) => onKey(u, event))
    element.addEventListener('blur', () => u.setCursor({ left: -10, top: -10 }, true, true))
    plots.push(u)
  }

  function resize() {
    for (const u of plots) {
      const width = u.root.parentElement.clientWidth
      if (width > 0 && width !== u.width) u.setSize({ width, height: u.height })
      else u.redraw()
    }
  }

  for (const figure of document.querySelectorAll('[data-chart]')) draw(figure)
  new ResizeObserver(resize).observe(document.getElementById('main'))
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', resize)

  /** Printed charts take the width of the paper and the light colours. */
  function onPaper(paper) {
    root.toggleAttribute('data-paper', paper)
    resize()
  }
  addEventListener('beforeprint', () => onPaper(true))
  addEventListener('afterprint', () => onPaper(false))
  matchMedia('print').addEventListener('change', ({ matches }) => onPaper(matches))
})()
