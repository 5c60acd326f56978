import { clean } from '../format/text.js'

/** HTML that may stand in a page as it is. Only `html` and `verbatim` make it. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may stand between the literal parts: text is escaped, nothing is left out for null and false. */
export type Part = Markup | string | number | null | false | readonly Part[]

/** A template of HTML. Whatever is put into it is text, unless it came from a template itself. PURE. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(literals.map((literal, place) => literal + written(parts[place] ?? null)).join(''))
}

/** For what this program wrote itself, such as its style sheet. */
export function verbatim(text: string): Markup {
  return new Markup(text)
}

/** Text from outside: its direction stays its own. */
export function name(text: string): Markup {
  return html`<bdi>${text}</bdi>`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for the content of an element or for an attribute in quotes. PURE. */
export function escapeHtml(text: string): string {
  return clean(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
}

function written(part: Part): string {
  if (part === null || part === false) return ''
  if (part instanceof Markup) return part.text
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  return part.map(written).join('')
}

/** A table that scrolls by itself where the screen is narrow, also by keyboard. */
export function scrollable(label: string, table: Markup): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${table}</div>`
}

/** A share of a whole as a thin bar; the number stands beside it. */
export function bar(share: number | null): Markup {
  const width = share === null ? 0 : Math.round(share * 1000) / 10
  return html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="whole" width="100" height="4"/><rect class="share" width="${width}" height="4"/></svg>`
}
