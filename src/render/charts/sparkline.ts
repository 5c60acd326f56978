const BLOCKS = '▁▂▃▄▅▆▇█'
const ASCII = '_.:-=+*#'

/**
 * One sign for each value between 0 and `top`. The lowest sign is 0 and nothing else; what is not known is a gap.
 */
export function sparkline(values: readonly (number | null)[], top: number, unicode: boolean): string {
  const signs = unicode ? BLOCKS : ASCII
  const highest = signs.length - 1
  return values
    .map((value) => {
      if (value === null) return ' '
      const level = value <= 0 || top <= 0 ? 0 : Math.ceil((Math.min(value, top) / top) * highest)
      return signs.charAt(level)
    })
    .join('')
}
