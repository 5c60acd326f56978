import type { Operation } from './operation.js'

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  /** As the service model names it. */
  readonly operation: string
  readonly status: 200 | 201 | 202 | 204
  readonly run: Operation
  /** Its body is no JSON of the service's own. */
  readonly document?: true
}

export function route(
  method: Route['method'],
  path: string,
  status: Route['status'],
  operation: string,
  run: Operation,
): Route {
  return { method, path, operation, status, run }
}

export function records(
  path: string,
  id: string,
  noun: string,
  run: Readonly<Record<'create' | 'list' | 'get' | 'update' | 'delete', Operation>>,
  created: 201 | 202 = 201,
): readonly Route[] {
  return [
    route('POST', path, created, `Create${noun}`, run.create),
    route('GET', path, 200, `Get${noun}s`, run.list),
    route('GET', `${path}/${id}`, 200, `Get${noun}`, run.get),
    route('PATCH', `${path}/${id}`, 200, `Update${noun}`, run.update),
    route('DELETE', `${path}/${id}`, 202, `Delete${noun}`, run.delete),
  ]
}

export function responses(
  path: string,
  noun: string,
  [updated, deleted]: readonly [200 | 201, 202 | 204],
  run: Readonly<Record<'put' | 'get' | 'update' | 'delete', Operation>>,
): readonly Route[] {
  return [
    { method: 'PUT', path, operation: `Put${noun}`, status: 201, run: run.put },
    { method: 'GET', path, operation: `Get${noun}`, status: 200, run: run.get },
    { method: 'PATCH', path, operation: `Update${noun}`, status: updated, run: run.update },
    { method: 'DELETE', path, operation: `Delete${noun}`, status: deleted, run: run.delete },
  ]
}
