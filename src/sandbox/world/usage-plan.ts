export interface ApiKey {
  readonly id: string
  /** What callers send. */
  readonly value: string
  name: string | null
  description: string | null
  customerId: string | null
  enabled: boolean
  readonly stageKeys: readonly string[]
  readonly createdDate: number
  lastUpdatedDate: number
  tags: Record<string, string>
}

export interface Throttle {
  burstLimit: number
  /** Requests a second. */
  rateLimit: number
}

export const QUOTA_PERIODS = ['DAY', 'WEEK', 'MONTH'] as const

export interface UsageQuota {
  limit: number
  /** What the first period has less. */
  offset: number
  period: (typeof QUOTA_PERIODS)[number]
}

export interface PlanStage {
  readonly apiId: string
  readonly stage: string
  /** By `/pets/{id}/GET`. */
  throttle: Record<string, Throttle>
}

export interface UsagePlan {
  readonly id: string
  name: string
  description: string | null
  productCode: string | null
  apiStages: PlanStage[]
  throttle: Throttle | null
  quota: UsageQuota | null
  keyIds: string[]
  tags: Record<string, string>
}

export function stageOfPlan({ apiStages }: UsagePlan, apiId: string, stage: string): PlanStage | undefined {
  return apiStages.find((one) => one.apiId === apiId && one.stage === stage)
}
