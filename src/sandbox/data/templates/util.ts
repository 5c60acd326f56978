import { Host, parseForTemplate, textOf } from './values.js'

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** `$util`. */
export const UTIL = new Host({
  escapeJavaScript: (text) => textOf(text).replaceAll(/["'\\]|[^ -~]/g, escaped),
  parseJson: (text) => parseForTemplate(textOf(text)),
  urlEncode: (text) => urlEncode(textOf(text)),
  urlDecode: (text) => decodeURIComponent(textOf(text).replaceAll('+', ' ')),
  base64Encode: (text) => Buffer.from(textOf(text)).toString('base64'),
  base64Decode: (text) => Buffer.from(textOf(text), 'base64').toString('utf8'),
})

function escaped(char: string): string {
  const unit = char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  return ESCAPES[char] ?? `\\u${unit}`
}

/** As forms are encoded. */
function urlEncode(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replaceAll(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
