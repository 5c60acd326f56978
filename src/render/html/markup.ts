import { clean } from '../format/text.js'

/** HTML that needs no escaping. Only `html` and `verbatim` create it. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What a template may contain: strings are escaped, null and false render as nothing. */
export type Part = Markup | string | number | null | false | readonly Part[]

/** An HTML template: everything in it is text unless it is `Markup` already. PURE. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(literals.map((literal, place) => literal + rendered(parts[place] ?? null)).join(''))
}

/** For this program's own text, such as its style sheet. */
export function verbatim(text: string): Markup {
  return new Markup(text)
}

/** Text from outside keeps its own writing direction. */
export function bdi(text: string): Markup {
  return html`<bdi>${text}</bdi>`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** For the content of an element or a quoted attribute. PURE. */
export function escapeHtml(text: string): string {
  return clean(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
}

function rendered(part: Part): string {
  if (part === null || part === false) return ''
  if (part instanceof Markup) return part.text
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  return part.map(rendered).join('')
}

/** On a narrow screen, the table scrolls by itself, by keyboard too. */
export function scrollable(label: string, table: Markup): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${table}</div>`
}

/** A thin bar for a share of 1; decorative, as the number stands beside it. */
export function bar(share: number | null): Markup {
  const width = share === null ? 0 : Math.round(share * 1000) / 10
  return html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="whole" width="100" height="4"/><rect class="share" width="${width}" height="4"/></svg>`
}
