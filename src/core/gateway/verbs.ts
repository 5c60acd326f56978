/** What a client can send to a REST API; a method is one of them or ANY. */
export const VERBS: readonly string[] = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']
