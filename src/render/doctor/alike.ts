import type { DoctorFinding } from '../../core/doctor/report.js'
import type { Target } from '../../core/gateway/model.js'

/** Of one stage, or with the stage that it is of. */
type Found = DoctorFinding & { readonly target?: Target }

/** Findings that differ in the method only; the first one stands for all. */
export interface Alike<T extends Found = DoctorFinding> {
  readonly first: T
  readonly others: readonly T[]
}

/** Fewer than this are shown one by one. */
const MANY = 4
/** No more of the others are named. */
const NAMED = 3

/** In their order; where many are alike, they are one. PURE. */
export function alike<T extends Found>(findings: readonly T[]): readonly Alike<T>[] {
  const groups = new Map<string, T[]>()
  for (const finding of findings) {
    const group = groups.get(withoutMethod(finding))
    if (group) group.push(finding)
    else groups.set(withoutMethod(finding), [finding])
  }
  return [...groups.values()].flatMap((group): readonly Alike<T>[] => {
    const [first, ...others] = group
    if (first === undefined) return []
    return group.length < MANY ? group.map((one) => ({ first: one, others: [] })) : [{ first, others }]
  })
}

/** What is left of a finding is the same for each method that it may be about. */
function withoutMethod({ rule, severity, method, path, message, suppressed, target }: Found): string {
  const about = path === null ? message : message.replaceAll(`${method} ${path}`, '').replaceAll(path, '')
  return JSON.stringify([target, rule, severity, suppressed, about])
}

/** One row where many are alike. */
export function readable<T extends Found>(findings: readonly T[]): readonly T[] {
  return alike(findings).map(({ first, others }) =>
    others.length === 0 ? first : { ...first, message: `${first.message} (${alsoText(others)})` },
  )
}

/** `49 more like this one, …: GET /b, GET /c, GET /d, …` */
export function alsoText(others: readonly DoctorFinding[]): string {
  const names = others.slice(0, NAMED).map(({ method, path }) => [method, path].filter(Boolean).join(' '))
  const list = [...names, ...(others.length > NAMED ? ['…'] : [])].join(', ')
  return `${others.length} more like this one, each with its own command (JSON has all): ${list}`
}
