import { EVERYTHING } from '../../core/advise/judged.js'
import type { Advice, AdviceBasis, AdviceReport, NotJudged } from '../../core/advise/report.js'
import { priceText, usd, whosePrice } from '../../core/gateway/pricing.js'
import { fields, type View, within } from '../format/print.js'
import type { Style } from '../format/style.js'
import { clean } from '../format/text.js'
import { counted, minuteOf, percent } from '../format/units.js'
import { hanging } from '../format/wrap.js'
import { TARGET_COLUMNS, titleOf } from '../stage/lines.js'

export const ADVICE_VIEW: View<AdviceReport, Advice> = {
  screen,
  rows: ({ advice }) => advice,
  columns: [
    ...within(({ target }: Advice) => target, TARGET_COLUMNS),
    ...fields('action', 'monthlyUsdChange', 'pricesOf', 'confidence', 'reason', 'command'),
  ],
}

function screen({ seen, advice }: AdviceReport, style: Style): string {
  return seen
    .map((basis) => {
      const own = advice.filter(({ target }) => isSameStage(target, basis.target))
      return [
        hanging('', titleOf(basis.target, style), style),
        hanging('  ', figuresLine(basis), style),
        ...own.map((one) => adviceLines(one, style)),
        ...(own.length === 0 ? [hanging(`  ${style.sign.same} `, noAdvice(basis), style)] : ['']),
        ...basis.notJudged.map((one) => notJudgedLine(one, style)),
      ]
        .join('\n')
        .trimEnd()
    })
    .join('\n\n')
}

function figuresLine(basis: AdviceBasis): string {
  const { target, since, until, hits, misses, requests, ratio, size, monthlyUsd, price: whose } = basis
  const cluster = size === null ? 'no cluster' : `${size} GB`
  const shown = priceText({ monthlyUsd, of: whose.of }, target.region)
  const price = shown === null || size === null ? '' : `, ${shown}`
  const figures =
    hits === null || misses === null
      ? 'no figures known'
      : `${counted(requests, 'request')}, ${counted(hits, 'hit')}, ${counted(misses, 'miss')}, ratio ${percent(ratio)}`
  return `${minuteOf(since)} to ${minuteOf(until)}: ${figures}; ${cluster}${price}`
}

/** Says why there is no advice. */
export function noAdvice({ size, notJudged }: Pick<AdviceBasis, 'size' | 'notJudged'>): string {
  if (notJudged.some(({ what }) => what === EVERYTHING)) return 'nothing was judged'
  if (size === null) return 'no cluster is billed, so there is nothing to size'
  return notJudged.length > 0 ? 'nothing to change in what was judged' : 'nothing to change'
}

function notJudgedLine({ what, reason }: NotJudged, style: Style): string {
  return hanging('  ', style.paint.dim(`not judged: ${clean(what)} (${clean(reason)})`), style)
}

function adviceLines(one: Advice, style: Style): string {
  const { action, reason, command, confidence } = one
  const { paint } = style
  const change = changeText(one)
  const price = change === null ? '' : `, ${change}`
  return [
    '',
    `  ${paint.bold(action)}${paint.dim(`  ${confidence} confidence${price}`)}`,
    hanging('    ', clean(reason), style),
    // Never wrapped, so that it can be pasted.
    `    ${paint.cyan(clean(command))}`,
  ].join('\n')
}

/** `saves about $131.40 a month`; null if the price stays the same or is unknown. */
export function changeText(one: Pick<Advice, 'target' | 'monthlyUsdChange' | 'pricesOf'>): string | null {
  const { target, monthlyUsdChange: change, pricesOf } = one
  if (change === null || change === 0) return null
  const whose = whosePrice(pricesOf ?? target.region, target.region)
  return change < 0 ? `saves about ${usd(-change)} a month${whose}` : `costs about ${usd(change)} a month more${whose}`
}

function isSameStage(a: AdviceBasis['target'], b: AdviceBasis['target']): boolean {
  return a.api.id === b.api.id && a.stage === b.stage && a.region === b.region && a.account === b.account
}
