import { html, type Markup } from './markup.js'

/** A table that scrolls by itself where the screen is narrow, also by keyboard. */
export function scrollable(label: string, table: Markup): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${table}</div>`
}

/** A share of a whole as a thin bar; the number stands beside it. */
export function bar(share: number | null): Markup {
  const width = share === null ? 0 : Math.round(share * 1000) / 10
  return html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="whole" width="100" height="4"/><rect class="share" width="${width}" height="4"/></svg>`
}
