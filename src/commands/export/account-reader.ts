import type { Connection } from '../../core/aws/connection.js'
import { unlessDenied } from '../../core/base/denied.js'

/** A file that names its account cannot be applied to another one by mistake. Each connection is asked once. */
export function accountReader(): (connection: Connection) => Promise<string | null> {
  const known = new Map<Connection, Promise<string | null>>()
  return (connection) => {
    const account = known.get(connection) ?? unlessDenied(() => connection.account())
    known.set(connection, account)
    return account
  }
}
