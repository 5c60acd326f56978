/**
 * Whether a resource path fits a pattern of the config file: `*` stands for what is in one segment, `**` for any
 * number of them, and a pattern that ends with `/**` has its own path in it too. PURE.
 */
export function pathFits(pattern: string, path: string): boolean {
  const parts = pattern.replace(/\/\*\*$/, '').split(/(\*\*|\*)/)
  const source = parts.map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]*' : literal(part))).join('')
  return new RegExp(`^${source}${pattern.endsWith('/**') ? '(/.*)?' : ''}$`, 's').test(path)
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
