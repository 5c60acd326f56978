import type { Kind } from '../shapes/kinds.js'

/** Writes one value of its kind: only members of the model, each as `leaf` has it. */
export function modelled(
  kind: Kind,
  value: unknown,
  leaf: (kind: Kind, value: unknown) => unknown = (_, plain) => plain,
): unknown {
  if (kind.kind === 'list' && Array.isArray(value)) return value.map((item) => modelled(kind.of, item, leaf))
  if (typeof value !== 'object' || value === null) return leaf(kind, value)
  if (kind.kind === 'map') return mapped(value, (_, field) => modelled(kind.of, field, leaf))
  if (kind.kind !== 'structure') return leaf(kind, value)
  return mapped(value, (name, field) => {
    const member = kind.members.get(name)
    if (!member) throw new Error(`${name} is no member of the answer`)
    return modelled(member, field, leaf)
  })
}

function mapped(value: object, write: (name: string, field: unknown) => unknown): object {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => (field === undefined ? [] : [[name, write(name, field)]])),
  )
}

/** What a client has sent, each value that is no list and no object of JSON as `read` gives it. A member that is null was not sent. */
export function sent(value: unknown, read: (value: unknown) => unknown = (plain) => plain): unknown {
  if (Array.isArray(value)) return value.map((one) => sent(one, read))
  const known = read(value)
  if (typeof known !== 'object' || known === null) return known
  return Object.fromEntries(
    Object.entries(known).flatMap(([name, field]) => (field === null ? [] : [[name, sent(field, read)]])),
  )
}
