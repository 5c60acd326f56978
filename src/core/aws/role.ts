/** A role to work as. */
export interface RoleRequest {
  readonly arn: string
  /** Which the role's owner has asked for. */
  readonly externalId?: string | undefined
  /** Stands in the account's logs; `apigw-cache` where left out. */
  readonly sessionName?: string | undefined
}
