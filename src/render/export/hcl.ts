import { clean, jsonText } from '../format/text.js'

/** A value as HCL writes it; `bare` is an expression, which is not quoted. */
export type HclValue = string | number | boolean | readonly string[] | { readonly bare: string }

/** An argument with its value, a block inside, or a comment. */
export type HclLine =
  | readonly [name: string, value: HclValue]
  | { readonly block: string; readonly lines: readonly HclLine[] }
  | { readonly comment: string }

/** One block, with the equals signs under each other as `terraform fmt` has them. */
export function hclBlock(head: string, lines: readonly HclLine[], indent = ''): string {
  const inner = `${indent}  `
  const body = lines.map((line, index) => {
    if ('comment' in line) return `${inner}# ${clean(line.comment)}`
    if ('block' in line) return `${index > 0 ? '\n' : ''}${hclBlock(line.block, line.lines, inner)}`
    const [name, value] = line
    return `${inner}${name.padEnd(widthAround(lines, index))} = ${hcl(value)}`
  })
  return [`${indent}${head} {`, ...body, `${indent}}`].join('\n')
}

/** A comment or a block ends a run of arguments that are aligned. */
function widthAround(lines: readonly HclLine[], index: number): number {
  const isArgument = (line: HclLine | undefined) => line !== undefined && !('comment' in line || 'block' in line)
  let [from, to] = [index, index]
  while (isArgument(lines[from - 1])) from -= 1
  while (isArgument(lines[to + 1])) to += 1
  return Math.max(...lines.slice(from, to + 1).map((line) => ('0' in line ? line[0].length : 0)))
}

function hcl(value: HclValue): string {
  if (typeof value === 'string') return hclText(value)
  if (typeof value !== 'object') return String(value)
  return 'bare' in value ? value.bare : `[${value.map(hclText).join(', ')}]`
}

/** A text that HCL takes for itself: no template starts in it. HCL knows fewer escapes than JSON. */
export function hclText(text: string): string {
  return jsonText(text)
    .replace(/\\\\|\\[bf]/g, (found) => ({ '\\b': '\\u0008', '\\f': '\\u000c' })[found] ?? found)
    .replace(/\$(?=\{)/g, '\\u0024')
    .replace(/%(?=\{)/g, '\\u0025')
}
