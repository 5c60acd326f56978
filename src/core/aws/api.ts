import type {
  ApiRecord,
  AuthorizerRecord,
  DeploymentRecord,
  MethodPlace,
  MethodRecord,
  StageRecord,
  StageRef,
} from '../gateway/record.js'

export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace' | 'copy'
  readonly path: string
  readonly value?: string
}

export interface TestInvocation {
  readonly resourceId: string
  readonly method: string
  readonly pathWithQuery: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

export interface TestAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * The calls of API Gateway's control plane that this tool makes, without paging and wire names. Reads are
 * retried through passing trouble, writes only after throttling: their callers read first.
 */
export interface ControlPlane {
  restApis(): Promise<readonly ApiRecord[]>
  restApi(apiId: string): Promise<ApiRecord>
  stages(apiId: string): Promise<readonly StageRecord[]>
  stage(ref: StageRef): Promise<StageRecord>
  updateStage(ref: StageRef, operations: readonly PatchOperation[]): Promise<void>
  flushStageCache(ref: StageRef): Promise<void>
  flushAuthorizersCache(ref: StageRef): Promise<void>
  methods(apiId: string): Promise<readonly MethodRecord[]>
  authorizers(apiId: string): Promise<readonly AuthorizerRecord[]>
  method(apiId: string, place: MethodPlace): Promise<MethodRecord>
  updateMethod(apiId: string, place: MethodPlace, operations: readonly PatchOperation[]): Promise<void>
  updateIntegration(apiId: string, place: MethodPlace, operations: readonly PatchOperation[]): Promise<void>
  /** Publishes the current API to one stage and changes nothing else about that stage. */
  createDeployment(ref: StageRef, description: string): Promise<void>
  deployments(apiId: string): Promise<readonly DeploymentRecord[]>
  /** The deployed API as OpenAPI 3 with the API Gateway extensions. */
  deployedExport(ref: StageRef): Promise<unknown>
  testInvoke(apiId: string, invocation: TestInvocation): Promise<TestAnswer>
}
