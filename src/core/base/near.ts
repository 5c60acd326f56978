import { distance } from 'fastest-levenshtein'

/** How many letters a slip changes: a third of the text, two of a short one, and never nearly all of it. PURE. */
export function mostSlip({ length }: string): number {
  return Math.min(Math.max(2, Math.floor(length / 3)), length - 2)
}

/** The name that was meant by a slip of the fingers, whatever its case; the first of several. PURE. */
export function slipOf(text: string, names: readonly string[], most = mostSlip(text)): string | null {
  const typed = text.toLowerCase()
  const [near] = names
    .map((name) => ({ name, far: distance(name.toLowerCase(), typed) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far)
  return near?.name ?? null
}

/** The name that was probably meant: one that begins like the text, or differs by a slip. PURE. */
export function nearName(text: string, names: readonly string[]): string | null {
  const typed = text.toLowerCase()
  if (typed === '') return null
  return names.find((name) => name.startsWith(typed) || typed.startsWith(name)) ?? slipOf(text, names)
}
