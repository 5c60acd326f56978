import { escapeXml } from '../../http/query-xml.js'

/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | readonly Html[]

/** HTML with values in it, of which nothing but HTML goes in as it is. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(texts.map((text, at) => `${text}${at < parts.length ? htmlOf(parts[at] ?? '') : ''}`).join(''))
}

function htmlOf(part: Part): string {
  if (part instanceof Html) return part.text
  return typeof part === 'object' ? part.map(({ text }) => text).join('') : escaped(String(part))
}

/** For elements and attributes. */
function escaped(text: string): string {
  return escapeXml(text).replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}
