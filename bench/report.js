/** One line for each measure, then the notes. */
export function forPeople({ name, measures, notes = [] }) {
  return [...measures.map((measure) => line(name, measure)), ...notes.map((note) => `${name}: ${note}`)].join('\n')
}

function line(name, { what, value, unit, spread, parts, runs, ...verdict }) {
  const behind = parts.map((part) => `${part.name} ${figure(part.value, part.unit)}${range(part.spread)}`)
  const details = [...behind, `${runs} ${runs === 1 ? 'run' : 'runs'}`].join(', ')
  return `${name} ${what}: ${figure(value, unit)}${range(spread)}; ${judgement(verdict, unit)}; ${details}`
}

function judgement({ target, met, missedBy }, unit) {
  if (!target) return 'without a target'
  const limit = target.atMost === undefined ? `≥ ${figure(target.atLeast, unit)}` : `≤ ${figure(target.atMost, unit)}`
  return `target ${limit} ${met ? 'met' : `missed by ${figure(missedBy, unit)}`}`
}

function range(spread) {
  return spread && spread.min !== spread.max ? ` (${number(spread.min)}–${number(spread.max)})` : ''
}

function figure(value, unit) {
  return unit ? `${number(value)} ${unit}` : number(value)
}

function number(value) {
  if (Number.isInteger(value)) return String(value)
  if (value < 0.01) return value.toPrecision(2)
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)
}
