const BLOCKS = '▁▂▃▄▅▆▇█'
const ASCII = '_.:-=+*#'

/**
 * One character per value between 0 and `top`. Only 0 gets the lowest one; an unknown value is a gap.
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
