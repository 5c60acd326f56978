import type { Answer } from '../wire/answer.js'
import type { World } from '../world/world.js'

export interface Operation {
  readonly op: string
  readonly path: string
  readonly value?: string
  readonly from?: string
}

export function replace(path: string, value: string): Operation {
  return { op: 'replace', path, value }
}

export function patch(
  { control }: Pick<World, 'control'>,
  path: string,
  ...operations: readonly Operation[]
): Promise<Answer> {
  return control(`PATCH ${path}`, { patchOperations: operations.map((operation) => ({ ...operation })) })
}
